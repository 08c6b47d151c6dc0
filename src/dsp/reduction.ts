import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkInteger, checkSamples, finite } from '../numeric/check';
import { abs, add, type Complex, complex, divide, multiply, scale } from '../numeric/complex';
import { polynomialFromRoots, roots } from '../numeric/polynomial';
import { powerOfTwo } from '../numeric/powerOfTwo';
import { ss2tf } from './conversions';
import type { Ba, StateSpace } from './representations';

// From an FIR to an IIR of low order. Both ways rest on the Hankel matrix of the taps, Γ[i][j] = h[i + j + 1], which maps past inputs to future
// outputs: its singular values tell how many states it takes to remember what matters.

/** An FIR replaced by an IIR. */
export interface Reduction extends Ba {
  /** All singular values of the Hankel matrix, σ₁ ≥ σ₂ ≥ … */
  hankelSingularValues: Float64Array;
  /**
   * No frequency's response is off by more than this: 2·(σ of index order + 1, + …). That holds but for rounding, of which the coefficients of high
   * orders have much: where poles crowd near the unit circle, as of a narrow low-pass filter with 20, take the state space, or a lower order.
   */
  bound: number;
}

interface Mode {
  lambda: number;
  vector: number[];
}

/** Eigenvalues and eigenvectors of the Hankel matrix, which is symmetric, the largest in size first. */
function hankelModes(h: ArrayLike<number>, order: number): Mode[] {
  checkSamples('h', h);
  checkInteger('order', order, 1);
  // Last taps that are rounding errors, such as a sinc's where it crosses zero, are no states.
  const largest = Array.from(h, Math.abs).reduce((most, tap) => Math.max(most, tap), 0);
  let size = h.length - 1;
  while (size > 0 && Math.abs(h[size]) <= 1e-15 * largest) size--;
  if (order >= size) throw new RangeError(`order is ${order}; it must be less than the FIR's own, which is ${size}.`);
  const scale = powerOfTwo(largest); // or the products of the largest taps would leave the range of doubles
  const gamma = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (h[i + j + 1] ?? 0) / scale),
  );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(gamma), {
    assumeSymmetric: true,
  });
  finite([realEigenvalues, ...eigenvectorMatrix.to2DArray()], 'h', h);
  return realEigenvalues
    .map((lambda, i) => ({ lambda: lambda * scale, vector: eigenvectorMatrix.getColumn(i) }))
    .sort((u, v) => Math.abs(v.lambda) - Math.abs(u.lambda));
}

const singularValues = (modes: readonly Mode[]): Float64Array =>
  Float64Array.from(modes, ({ lambda }) => Math.abs(lambda));
const sumFrom = (values: Float64Array, index: number): number =>
  values.slice(index).reduce((sum, value) => sum + value, 0);
const realParts = (c: readonly Complex[]): Float64Array => Float64Array.from(c, ({ re }) => re);
const dot = (u: ArrayLike<number>, v: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
  return sum;
};

/**
 * Balanced truncation of an FIR filter: in the coordinates in which the states are as easy to reach as they are to see, the `order` strongest
 * are kept. The result is stable.
 *
 * @example
 * balancedTruncation(firwin(51, 0.2), 10) // of 51 taps, 10 poles
 *
 * @param h - taps
 * @param order - how many poles, at least 1, less than the number of taps − 1
 * @returns coefficients, the same as a state space, and what it may cost
 * @throws RangeError or TypeError for an argument out of range
 * Source: Moore, Principal component analysis in linear systems, IEEE Trans. Automatic Control 26 (1981); Kung (1978) for the Hankel matrix;
 * the bound is Enns' and Glover's (1984).
 */
export function balancedTruncation(h: ArrayLike<number>, order: number): Reduction & StateSpace {
  const modes = hankelModes(h, order);
  const hankelSingularValues = singularValues(modes);
  const kept = modes.slice(0, order);
  if (!(Math.abs(kept[order - 1].lambda) > 1e-15 * Math.abs(kept[0].lambda)))
    throw new RangeError(
      `order is ${order}; the filter has only ${kept.filter(({ lambda }) => Math.abs(lambda) > 1e-15 * Math.abs(kept[0].lambda)).length} states that do anything: take that order.`,
    );
  // Γ = V·Λ·Vᵀ = O·R with O = V·√|Λ| and R = sign(Λ)·√|Λ|·Vᵀ; shifting O by one row is A.
  const root = kept.map(({ lambda }) => Math.sqrt(Math.abs(lambda)));
  const sign = kept.map(({ lambda }) => Math.sign(lambda));
  const A = kept.map(({ vector }, i) =>
    kept.map((other, j) => (dot(vector.slice(0, -1), other.vector.slice(1)) * root[j]) / root[i]),
  );
  const B = kept.map(({ vector }, i) => [sign[i] * root[i] * vector[0]]);
  const C = [kept.map(({ vector }, i) => root[i] * vector[0])];
  const D = [[h[0]]];
  const reduced = {
    ...ss2tf({ A, B, C, D }),
    A,
    B,
    C,
    D,
    hankelSingularValues,
    bound: 2 * sumFrom(hankelSingularValues, order),
  };
  return finite(reduced, 'h', h);
}

/** The values at z of the polynomials Σ vⱼ zʲ and of its derivative. */
function ascending(v: readonly number[], z: Complex): [value: Complex, slope: Complex] {
  let [value, slope] = [complex(0), complex(0)];
  for (let j = v.length - 1; j >= 0; j--) {
    slope = add(multiply(slope, z), value);
    value = add(multiply(value, z), complex(v[j]));
  }
  return [value, slope];
}

/**
 * The IIR filter that is nearest to an FIR in the Hankel norm: of all filters with `order` poles, none is nearer, and its distance is exactly
 * the next singular value.
 *
 * @example
 * hankelNormReduction(firwin(51, 0.2), 10) // 10 poles for 51 taps
 *
 * @param h - taps
 * @param order - how many poles, at least 1, less than the number of taps − 1
 * @returns coefficients; `hankelError`, the distance in the Hankel norm, which no filter of this order can undercut at all frequencies either
 * @throws RangeError or TypeError for an argument out of range, or where two singular values coincide and the order splits them
 * Source: Adamjan, Arov & Krein, Analytic properties of Schmidt pairs, Math. USSR Sbornik 15 (1971); Glover, Int. J. Control 39 (1984).
 */
export function hankelNormReduction(h: ArrayLike<number>, order: number): Reduction & { hankelError: number } {
  const modes = hankelModes(h, order);
  const hankelSingularValues = singularValues(modes);
  const [sigma, before] = [hankelSingularValues[order], hankelSingularValues[order - 1]];
  const inseparable = new RangeError(
    `order is ${order}; there the singular values ${before} and ${sigma} cannot be told apart: take one more or one less.`,
  );
  if (before - sigma <= 1e-12 * hankelSingularValues[0]) throw inseparable;
  // With v the singular vector, the best approximation is α(z)/v(z), α the part of H(z)·v(z) without negative powers of z; what of it is
  // stable has its poles where v is 0 inside the circle.
  const { vector } = modes[order];
  const p = roots([...vector].reverse()).filter((zero) => abs(zero) < 1);
  if (p.length !== order) throw inseparable;
  const alpha = vector.map((_, m) => vector.slice(m + 1).reduce((sum, value, k) => sum + h[k + 1] * value, 0));
  const residues = p.map((pole) => divide(ascending(alpha, pole)[0], ascending(vector, pole)[1]));
  const a = polynomialFromRoots(p);
  const parts = p.map((_, i) => polynomialFromRoots(p.filter((_, k) => k !== i)));
  const b = a.map((coefficient, n) =>
    n === 0
      ? scale(coefficient, h[0])
      : parts.reduce((sum, part, i) => add(sum, multiply(residues[i], part[n - 1])), scale(coefficient, h[0])),
  );
  const reduced = {
    b: realParts(b),
    a: realParts(a),
    hankelSingularValues,
    hankelError: sigma,
    bound: 2 * sumFrom(hankelSingularValues, order),
  };
  return finite(reduced, 'h', h);
}
