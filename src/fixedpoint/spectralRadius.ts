import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { tf } from '../nn';
import { checkInteger, checkNumber, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';
import { Arnoldi } from './arnoldi';
import { checkState, checkValue, type StateMap } from './fixedPoint';
import { offTape, pullback } from './tape';
import { addScaled } from './vector';

export interface SpectralRadiusOptions {
  /** The dimension of the Krylov space; default 20. A state of no more numbers than this has all its eigenvalues found. */
  memory?: number;
  /** How exact: the residual of the eigenvector, relative to the eigenvalue; default 10⁻³. */
  tol?: number;
  /** How often the space is begun anew; default 20. */
  maxIter?: number;
  /** Of the first vector; default 0. */
  seed?: number;
}

/** One entry per sample. */
export interface SpectralRadius {
  /** |λ| of the largest eigenvalue of J = ∂f/∂z. */
  radius: number[];
  /** That eigenvalue, of a pair the one above the real axis. */
  eigenvalue: { re: number; im: number }[];
  /** ‖Jᵀy − λy‖/|λ| of its unit eigenvector y: the eigenvalue of a matrix that close to J. */
  residual: number[];
  converged: boolean[];
  /** Products vᵀJ on the whole batch. */
  evaluations: number;
}

interface Ritz {
  re: number;
  im: number;
  residual: number;
  restart: Float32Array;
}

/**
 * The spectral radius ρ(J) of the Jacobian J = ∂f/∂z at z, by Arnoldi's method on products vᵀJ: the factor by which plain iteration
 * converges near a fixed point z. Right for complex pairs too, where a power iteration's Rayleigh quotient is not.
 *
 * ρ alone promises little if J is far from normal: ‖Jᵏ‖ may grow long before it falls. Look at `jacobianNorm`, which gives ‖Jᵏ‖ too. And
 * the eigenvalues of such a J are as uncertain as ‖J‖·2⁻²⁴ allows, which near a defective one is much.
 *
 * @throws RangeError or TypeError for a bad argument
 * Source: Y. Saad, Numerical Methods for Large Eigenvalue Problems, 2nd ed., sections 6.2 and 6.3 (restarted Arnoldi).
 */
export function spectralRadius(f: StateMap, z: tf.Tensor, options: SpectralRadiusOptions = {}): SpectralRadius {
  checkOptions(options, ['memory', 'tol', 'maxIter', 'seed']);
  checkState('z', z);
  const { memory = 20, tol = 1e-3, maxIter = 20, seed = 0 } = options;
  checkInteger('memory', memory, 2);
  checkNumber('tol', tol, (value) => value > 0, 'positive');
  checkInteger('maxIter', maxIter, 1);
  const { value, apply, dispose } = pullback(f, z);
  try {
    checkValue(value, z.shape);
    return offTape(() => restartedArnoldi(apply, z, { memory, tol, maxIter, seed }));
  } finally {
    dispose();
  }
}

function restartedArnoldi(
  apply: (v: tf.Tensor) => tf.Tensor,
  z: tf.Tensor,
  { memory, tol, maxIter, seed }: Required<SpectralRadiusOptions>,
): SpectralRadius {
  const batch = z.shape[0];
  const size = z.size / batch;
  const ritz: (Ritz | undefined)[] = new Array(batch);
  let starts: Float32Array[] = Array.from({ length: batch }, () => {
    // Every sample the same start, whatever its place in the batch.
    const { normal } = random(seed);
    return Float32Array.from({ length: size }, normal);
  });
  let evaluations = 0;
  const isDone = (b: number) => (ritz[b]?.residual ?? Number.POSITIVE_INFINITY) <= tol;
  for (let cycle = 0; cycle < maxIter && !ritz.every((_, b) => isDone(b)); cycle++) {
    const spaces = starts.map((start, b) => (cycle > 0 && isDone(b) ? undefined : new Arnoldi(start)));
    const open = new Set(spaces.flatMap((space, b) => (space ? [b] : [])));
    while (open.size > 0) {
      const v = new Float32Array(z.size);
      for (const b of open) v.set(spaces[b]!.basis[spaces[b]!.basis.length - 1], b * size);
      const product = multiplied(apply, v, z.shape);
      evaluations++;
      for (const b of [...open]) {
        const grows = spaces[b]!.extend(product.subarray(b * size, (b + 1) * size));
        if (!grows || spaces[b]!.columns.length === Math.min(memory, size)) open.delete(b);
      }
    }
    spaces.forEach((space, b) => {
      if (space) ritz[b] = dominant(space);
    });
    starts = ritz.map((found) => found!.restart);
  }
  return {
    radius: ritz.map((found) => Math.hypot(found!.re, found!.im)),
    eigenvalue: ritz.map((found) => ({ re: found!.re, im: found!.im })),
    residual: ritz.map((found) => found!.residual),
    converged: ritz.map((_, b) => isDone(b)),
    evaluations,
  };
}

const multiplied = (apply: (v: tf.Tensor) => tf.Tensor, v: Float32Array, shape: number[]): Float32Array =>
  tf.tidy(() => apply(tf.tensor(v, shape, 'float32')).dataSync()) as Float32Array;

/** The largest eigenvalue of H, how far its vector is from an eigenvector of the matrix, and that vector as the next start. */
function dominant({ basis, columns }: Arnoldi): Ritz {
  const m = columns.length;
  const h = Matrix.zeros(m, m);
  columns.forEach((column, j) => {
    for (let i = 0; i < Math.min(column.length, m); i++) h.set(i, j, column[i]);
  });
  if (!columns.every((column) => column.every(Number.isFinite)))
    return { re: Number.NaN, im: Number.NaN, residual: Number.NaN, restart: basis[0] };
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(h, {
    assumeSymmetric: false,
  });
  const sizes = realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i]));
  // Of a pair the first is the one above the real axis; its eigenvector's real and imaginary parts are the two columns.
  const k = sizes.reduce((largest, size, i) => (size > sizes[largest] * (1 + 1e-12) ? i : largest), 0);
  const isPair = imaginaryEigenvalues[k] !== 0;
  const parts = [k, ...(isPair ? [k + 1] : [])].map((column) => eigenvectorMatrix.getColumn(column));
  const length = Math.hypot(...parts.flat());
  const sticksOut = columns[m - 1][m] * Math.hypot(...parts.map((part) => part[m - 1]));
  const restart = new Float32Array(basis[0].length);
  for (const part of parts) part.forEach((weight, i) => addScaled(restart, weight / length, basis[i], restart));
  const residual = sticksOut / length;
  return {
    re: realEigenvalues[k],
    im: Math.abs(imaginaryEigenvalues[k]),
    residual: residual <= 4 * 2 ** -24 * Math.hypot(...columns.flat()) ? 0 : residual / sizes[k],
    restart: restart.some((x) => x !== 0) ? restart : basis[0],
  };
}
