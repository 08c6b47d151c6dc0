import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { checkCount, checkNumber, checkOptions, checkSamples, finite, shown } from '../numeric/check';
import { flatten, type Pairs } from './bandEdges';
import { sinc } from './firwin';

export interface FirlsOptions {
  /** How much the squared error counts in each band, positive; default 1 everywhere. */
  weight?: ArrayLike<number>;
  /** Sampling frequency; default 2, so that edges are relative to the Nyquist frequency. */
  fs?: number;
}

/**
 * FIR filter with the least integral of the squared error over the bands.
 *
 * @example
 * firls(51, [0, 0.2, 0.3, 1], [1, 1, 0, 0])
 *
 * @param numTaps - length of the filter, odd
 * @param bands - edges of the bands, two for each, none before the last, in [0, fs/2]; between the bands anything goes
 * @param desired - gain at each edge; it runs straight from one to the other within a band
 * @returns the taps, symmetric
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Selesnick, Linear-phase FIR filter design by least squares, OpenStax CNX (2005).
 */
export function firls(numTaps: number, bands: Pairs, desired: Pairs, options: FirlsOptions = {}): Float64Array {
  checkOptions(options, ['weight', 'fs']);
  const { fs = 2 } = options;
  checkCount('numTaps', numTaps, 1);
  if (numTaps % 2 === 0) throw new RangeError(`numTaps is ${numTaps}; it must be odd: take ${numTaps + 1}.`);
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  const [given, gains] = [flatten('bands', bands), flatten('desired', desired)];
  if (given.length % 2 !== 0) throw new RangeError(`bands is ${shown(given)}; it must have two edges for each band.`);
  if (gains.length !== given.length)
    throw new RangeError(`desired has ${gains.length} values; it must have one for each edge, ${given.length}.`);
  given.forEach((edge, i) => {
    if (edge < 0 || edge > fs / 2)
      throw new RangeError(`bands[${i}] is ${edge}; it must lie in [0, ${fs / 2}], up to fs/2.`);
    if (i > 0 && (i % 2 === 1 ? edge <= given[i - 1] : edge < given[i - 1]))
      throw new RangeError(`bands is ${shown(given)}; its edges must increase, and no bands overlap.`);
  });
  const { weight = new Float64Array(given.length / 2).fill(1) } = options;
  checkSamples('weight', weight);
  if (weight.length !== given.length / 2)
    throw new RangeError(`weight has ${weight.length} values; it must have one for each band, ${given.length / 2}.`);
  Array.from(weight).forEach((value, i) => checkNumber(`weight[${i}]`, value, (w) => w > 0, 'positive'));
  const coefficients = cosineSeries(
    (numTaps - 1) / 2,
    given.map((edge) => (2 * edge) / fs),
    gains,
    weight,
  );
  const middle = (numTaps - 1) / 2;
  const taps = Float64Array.from({ length: numTaps }, (_, n) => {
    const m = Math.abs(n - middle);
    return m === 0 ? 2 * coefficients[0] : coefficients[m];
  });
  return finite(taps, 'desired', gains);
}

/** Relative to the largest: a smaller pivot of the normal equations is little but rounding. */
const leastPivot = 1e-14;

/** The aₘ for which a₀ + Σ … in the least-squares sense gives the gains: the normal equations, a Toeplitz plus a Hankel matrix. */
function cosineSeries(
  M: number,
  edges: readonly number[],
  gains: readonly number[],
  weight: ArrayLike<number>,
): number[] {
  /** Σ over the bands of weight times what `primitive` grows by. */
  const overBands = (primitive: (f: number, slope: number, offset: number) => number) => {
    let sum = 0;
    for (let i = 0; i < edges.length; i += 2) {
      const slope = (gains[i + 1] - gains[i]) / (edges[i + 1] - edges[i]);
      const offset = gains[i] - slope * edges[i];
      sum += weight[i / 2] * (primitive(edges[i + 1], slope, offset) - primitive(edges[i], slope, offset));
    }
    return sum;
  };
  const q = Array.from({ length: 2 * M + 1 }, (_, n) => overBands((f) => f * sinc(f * n)));
  const Q = new Matrix(
    Array.from({ length: M + 1 }, (_, i) => Array.from({ length: M + 1 }, (_, j) => q[Math.abs(i - j)] + q[i + j])),
  );
  const b = Array.from({ length: M + 1 }, (_, n) =>
    overBands((f, slope, offset) =>
      n === 0
        ? (slope * f * f) / 2 + offset * f
        : f * (slope * f + offset) * sinc(f * n) + (slope * Math.cos(n * Math.PI * f)) / (n * Math.PI) ** 2,
    ),
  );
  const rhs = Matrix.columnVector(b);
  const cholesky = new CholeskyDecomposition(Q);
  const pivots = cholesky.lowerTriangularMatrix.diagonal().map((pivot) => pivot * pivot);
  const isDetermined = cholesky.isPositiveDefinite() && Math.min(...pivots) > leastPivot * Math.max(...pivots);
  return (isDetermined ? cholesky.solve(rhs) : hardlyDetermined(Q, rhs)).to1DArray();
}

/**
 * Where much is left free for so many taps, many filters are nearly equally good: then one with small coefficients. Iterated Tikhonov
 * regularisation: the matrix is lifted a little above singular, and what that leaves is solved for again, until nothing is gained.
 */
function hardlyDetermined(Q: Matrix, rhs: Matrix): Matrix {
  let lift = leastPivot * Math.max(...Q.diagonal());
  const lifted = () => new CholeskyDecomposition(Matrix.add(Q, Matrix.eye(Q.rows).mul(lift)));
  let cholesky = lifted();
  while (!cholesky.isPositiveDefinite()) {
    lift *= 2;
    cholesky = lifted();
  }
  let solution = Matrix.zeros(Q.rows, 1);
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 200; i++) {
    const left = Matrix.sub(rhs, Q.mmul(solution));
    const size = left.norm();
    if (!(size < 0.95 * smallest)) break;
    smallest = size;
    solution = Matrix.add(solution, cholesky.solve(left));
  }
  return solution;
}
