import type { ComplexValues } from '../numeric';
import { checkNumber, checkSamples, finite, shown } from '../numeric/check';
import { type Complex, fromArrays, toArrays } from '../numeric/complex';
import { eigenvalues } from '../numeric/eigenvalues';
import { multiplyPolynomials, polynomialFromRoots, rootsOf } from '../numeric/polynomial';
import { type Ba, checkComplexArray, checkSos, type Sos, type StateSpace, type Zpk } from './representations';
import { halve, type Zpk2sosOptions, zpk2sos } from './zpk2sos';

const realParts = (values: readonly Complex[], factor = 1): Float64Array =>
  Float64Array.from(values, ({ re }) => re * factor);

/** Coefficients without zeros in front, both divided by a's first. */
function normalised(b: ArrayLike<number>, a: ArrayLike<number>): Ba {
  checkSamples('b', b);
  checkSamples('a', a);
  const trimmed = (c: ArrayLike<number>) => {
    const first = Array.from(c).findIndex((value) => value !== 0);
    return first < 0 ? [0] : Array.from(c).slice(first);
  };
  const [numerator, denominator] = [trimmed(b), trimmed(a)];
  if (denominator[0] === 0) throw new RangeError(`a is ${shown(a)}; at least one coefficient must not be 0.`);
  const divided = (c: number[]) => Float64Array.from(c, (value) => value / denominator[0]);
  return finite({ b: divided(numerator), a: divided(denominator) }, 'a', a);
}

/**
 * Zeros, poles and gain of B/A, polynomials in descending powers.
 *
 * @example
 * tf2zpk([2, -2], [1, -0.5]) // { z: { re: [1], im: [0] }, p: { re: [0.5], im: [0] }, k: 2 }
 *
 * @throws RangeError or TypeError for malformed coefficients, an a of zeros only, or a zero or pole beyond the range of doubles
 */
export function tf2zpk(b: ArrayLike<number>, a: ArrayLike<number>): Zpk {
  const ba = normalised(b, a);
  return { z: toArrays(rootsOf('b', ba.b)), p: toArrays(rootsOf('a', ba.a)), k: ba.b[0] };
}

/**
 * Coefficients from zeros, poles and gain.
 *
 * @example
 * zpk2tf({ re: [1], im: [0] }, { re: [0.5, 0.5], im: [0.5, -0.5] }, 2) // { b: [2, -2], a: [1, -1, 0.5] }
 *
 * @throws RangeError for complex numbers without their conjugates: their coefficients would not be real
 */
export function zpk2tf(z: ComplexValues, p: ComplexValues, k: number): Ba {
  checkComplexArray('z', z);
  checkComplexArray('p', p);
  checkNumber('k', k, () => true, 'a finite number');
  const [zeros, poles] = [fromArrays(z), fromArrays(p)];
  halve('z', zeros);
  halve('p', poles);
  return { b: realParts(polynomialFromRoots(zeros), k), a: realParts(polynomialFromRoots(poles)) };
}

/**
 * Second-order sections of B/A. From order 10 or so on, design sections at once: the coefficients have lost too much.
 *
 * @example
 * tf2sos([1, 2, 1], [1, 0, 0.25]) // [[1, 2, 1, 1, 0, 0.25]]
 *
 * @throws RangeError or TypeError as {@link tf2zpk} and {@link zpk2sos} do
 */
export function tf2sos(b: ArrayLike<number>, a: ArrayLike<number>, options: Zpk2sosOptions = {}): Sos {
  const { z, p, k } = tf2zpk(b, a);
  return zpk2sos(z, p, k, options);
}

/**
 * The product of all sections.
 *
 * @example
 * sos2tf([[1, 2, 1, 1, 0, 0.5], [1, 0, 0, 1, -0.5, 0]]).a // [1, -0.5, 0.5, -0.25, 0]
 *
 * @param sos - sections; those of an analog filter may begin with zeros
 * @throws RangeError or TypeError for malformed sections, or one whose a is 0
 */
export function sos2tf(sos: readonly (readonly number[])[]): Ba {
  checkSos(sos);
  const product = (from: number) =>
    sos.reduce<Float64Array>(
      (c, section) => multiplyPolynomials(c, section.slice(from, from + 3)),
      new Float64Array([1]),
    );
  return { b: product(0), a: product(3) };
}

/**
 * Zeros, poles and gain of all sections together.
 *
 * @example
 * sos2zpk([[1, -1, 0, 1, -0.5, 0]]).p // { re: [0.5, 0], im: [0, 0] }
 *
 * @param sos - sections; those of an analog filter may begin with zeros
 * @throws RangeError or TypeError for malformed sections, or one whose a is 0
 */
export function sos2zpk(sos: readonly (readonly number[])[]): Zpk {
  checkSos(sos);
  const parts = sos.map((section) => tf2zpk(section.slice(0, 3), section.slice(3)));
  return {
    z: toArrays(parts.flatMap(({ z }) => fromArrays(z))),
    p: toArrays(parts.flatMap(({ p }) => fromArrays(p))),
    k: parts.reduce((gain, { k }) => gain * k, 1),
  };
}

/**
 * State space of B/A in controller canonical form.
 *
 * @example
 * tf2ss([1, 1], [1, -0.5]).C // [[1.5]]
 *
 * @throws RangeError if the numerator has the higher degree: such a system has no state space
 */
export function tf2ss(b: ArrayLike<number>, a: ArrayLike<number>): StateSpace {
  const ba = normalised(b, a);
  const order = ba.a.length - 1;
  if (ba.b.length > ba.a.length)
    throw new RangeError(`b has degree ${ba.b.length - 1}, a ${order}; the numerator's must not be higher.`);
  const padded = [...new Array<number>(ba.a.length - ba.b.length).fill(0), ...ba.b];
  const A = Array.from({ length: order }, (_, i) =>
    Array.from({ length: order }, (_, j) => (i === 0 ? -ba.a[j + 1] : Number(j === i - 1))),
  );
  return {
    A,
    B: A.map((_, i) => [Number(i === 0)]),
    C: [Array.from({ length: order }, (_, j) => padded[j + 1] - ba.a[j + 1] * padded[0])],
    D: [[padded[0]]],
  };
}

/** Throws unless A is square and the others fit to it. */
function checkStateSpace(ss: StateSpace): void {
  const { A, B, C, D } = ss ?? {};
  const order = A?.length;
  const fits = (matrix: number[][], rows: number, columns: number) =>
    Array.isArray(matrix) &&
    matrix.length === rows &&
    matrix.every((row) => Array.isArray(row) && row.length === columns && row.every(Number.isFinite));
  if (fits(A, order, order) && fits(B, order, 1) && fits(C, 1, order) && fits(D, 1, 1)) return;
  throw new TypeError(
    `A, B, C, D are ${shown([A, B, C, D])}; they must be finite, of shapes [n, n], [n, 1], [1, n] and [1, 1].`,
  );
}

/** The first samples of the impulse response: D, C·B, C·A·B, … */
function impulseResponseOf({ A, B, C, D }: StateSpace, length: number): number[] {
  const dot = (row: readonly number[], v: readonly number[]) => row.reduce((sum, value, i) => sum + value * v[i], 0);
  let state = B.map(([value]) => value);
  const response = [D[0][0]];
  while (response.length < length) {
    response.push(dot(C[0], state));
    const before = state;
    state = A.map((row) => dot(row, before));
  }
  return response;
}

/** The numerator with this impulse response over the denominator a: the first samples of their convolution. */
const numeratorOf = (response: readonly number[], a: Float64Array): Float64Array =>
  a.map((_, n) => response.slice(0, n + 1).reduce((sum, value, k) => sum + value * a[n - k], 0));

/**
 * Coefficients of a state space: the denominator by its poles, the numerator by the first samples of its impulse response, D, C·B, C·A·B, …; so
 * what is exactly 0 in front stays so.
 *
 * @example
 * ss2tf({ A: [[0.5]], B: [[1]], C: [[1]], D: [[0]] }) // { b: [0, 1], a: [1, -0.5] }
 *
 * @throws TypeError for matrices that do not fit together; RangeError for ones so large that coefficients leave the range of doubles
 */
export function ss2tf(ss: StateSpace): Ba {
  checkStateSpace(ss);
  const a = realParts(polynomialFromRoots(eigenvalues(ss.A)));
  return finite({ b: numeratorOf(impulseResponseOf(ss, a.length), a), a }, 'ss', ss);
}

/** What of each numerator coefficient may be rounding: 10⁻¹⁴ of the sizes that it is summed from. */
function roundingOf(ss: StateSpace, a: Float64Array): Float64Array {
  const sizes = (matrix: number[][]) => matrix.map((row) => row.map(Math.abs));
  const large = { A: sizes(ss.A), B: sizes(ss.B), C: sizes(ss.C), D: sizes(ss.D) };
  return numeratorOf(impulseResponseOf(large, a.length), a.map(Math.abs)).map((size) => 1e-14 * size);
}

/**
 * State space from zeros, poles and gain.
 *
 * @example
 * zpk2ss({ re: [], im: [] }, { re: [0.5], im: [0] }, 1).A // [[0.5]]
 *
 * @throws RangeError if there are more zeros than poles
 */
export function zpk2ss(z: ComplexValues, p: ComplexValues, k: number): StateSpace {
  const { b, a } = zpk2tf(z, p, k);
  return tf2ss(b, a);
}

/**
 * Zeros, poles and gain of a state space. Coefficients in front of the numerator that are no larger than their own rounding count as 0.
 *
 * @example
 * ss2zpk({ A: [[0.5]], B: [[1]], C: [[1]], D: [[2]] }).z // { re: [0], im: [0] }
 *
 * @throws TypeError for matrices that do not fit together; RangeError for ones so large that the result leaves the range of doubles
 */
export function ss2zpk(ss: StateSpace): Zpk {
  const { b, a } = ss2tf(ss);
  // Left in front, what rounding made of exact zeros would be zeros far away.
  const rounding = roundingOf(ss, a);
  const first = b.findIndex((value, n) => Math.abs(value) > rounding[n]);
  return tf2zpk(first < 0 ? [0] : b.slice(first), a);
}
