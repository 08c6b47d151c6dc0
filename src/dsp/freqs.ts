import type { ComplexArray } from '../numeric';
import { checkCount, checkOptions, checkSamples, shown } from '../numeric/check';
import { abs, complex, divide } from '../numeric/complex';
import { rootsOf } from '../numeric/polynomial';

export interface FreqsOptions {
  /** How many frequencies, evenly spaced on a logarithmic scale around the poles and zeros; default 200. */
  n?: number;
  /** The frequencies themselves, in rad/s, in place of `n`. */
  w?: ArrayLike<number>;
}

/**
 * Frequency response of an analog filter, H(jω) = B(jω)/A(jω).
 *
 * @example
 * freqs([1], [1, 1], { w: [0, 1] }).h // { re: [1, 0.5], im: [0, -0.5] }
 *
 * @param b - numerator coefficients in descending powers of s
 * @param a - denominator coefficients in descending powers of s
 * @returns frequencies `w` in rad/s, complex gains `h`
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 */
export function freqs(
  b: ArrayLike<number>,
  a: ArrayLike<number>,
  options: FreqsOptions = {},
): { w: Float64Array; h: ComplexArray } {
  checkOptions(options, ['n', 'w']);
  checkSamples('b', b);
  checkSamples('a', a);
  if (options.n !== undefined && options.w !== undefined)
    throw new TypeError('n and w are both given; give one of them.');
  if (options.w !== undefined) checkSamples('w', options.w);
  const { n = 200 } = options;
  checkCount('n', n, 1);
  if (Array.from(a).every((value) => value === 0))
    throw new RangeError(`a is ${shown(a)}; at least one coefficient must not be 0.`);
  const w = options.w === undefined ? interesting(b, a, n) : Float64Array.from(options.w);
  const h = { re: new Float64Array(w.length), im: new Float64Array(w.length) };
  const value = (c: ArrayLike<number>, omega: number) => {
    let sum = complex(0);
    for (let i = 0; i < c.length; i++) sum = complex(-sum.im * omega + c[i], sum.re * omega);
    return sum;
  };
  w.forEach((omega, i) => {
    const { re, im } = divide(value(b, omega), value(a, omega));
    [h.re[i], h.im[i]] = [re, im];
  });
  return { w, h };
}

/** As NumPy rounds: halves to the even neighbour. */
function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** Whole decades around the poles and the zeros that are not far away. */
function interesting(b: ArrayLike<number>, a: ArrayLike<number>, n: number): Float64Array {
  const poles = rootsOf('a', a);
  const places = [
    ...(poles.length > 0 ? poles : [complex(-1000)]),
    ...rootsOf('b', b).filter((zero) => abs(zero) < 1e5),
  ].filter(({ im }) => im >= 0);
  // An integrator counts as a pole at 1.
  const real = places.map((place) => Math.abs(place.re + (abs(place) < 1e-10 ? 1 : 0)));
  const high = roundToEven(Math.log10(Math.max(...places.map(({ im }, i) => 3 * real[i] + 1.5 * im))) + 0.5);
  const low = roundToEven(Math.log10(0.1 * Math.min(...places.map(({ im }, i) => real[i] + 2 * im))) - 0.5);
  return Float64Array.from({ length: n }, (_, i) => 10 ** (n === 1 ? low : low + ((high - low) * i) / (n - 1)));
}
