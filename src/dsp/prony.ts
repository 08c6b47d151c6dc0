import { Matrix, solve } from 'ml-matrix';
import { checkInteger, checkSamples, finite } from '../numeric/check';
import type { Ba } from './representations';

/**
 * An IIR filter whose impulse response begins like `h`: the denominator predicts each later sample from those before it with the least squared
 * error, the numerator makes the first ones exact. The way back from an FIR to an IIR, without a guarantee: nothing keeps the poles inside
 * the unit circle.
 *
 * @example
 * prony([1, 0.5, 0.25, 0.125], 0, 1) // { b: [1], a: [1, -0.5] }
 *
 * @param h - impulse response, longer than nb + na
 * @param nb - degree of the numerator, at least 0
 * @param na - degree of the denominator, at least 1
 * @throws RangeError or TypeError for an argument out of range
 * Source: Parks & Burrus, Digital Filter Design, section 7.5 (Prony's method).
 */
export function prony(h: ArrayLike<number>, nb: number, na: number): Ba {
  checkSamples('h', h);
  checkInteger('nb', nb, 0);
  checkInteger('na', na, 1);
  if (h.length <= nb + na)
    throw new RangeError(`h has length ${h.length}; it must be longer than nb + na, which is ${nb + na}.`);
  const past = (n: number) => h[n] ?? 0;
  const later = Array.from({ length: h.length - nb - 1 }, (_, i) => nb + 1 + i);
  const rows = later.map((n) => Array.from({ length: na }, (_, k) => past(n - 1 - k)));
  const prediction = solve(new Matrix(rows), Matrix.columnVector(later.map((n) => -h[n])), true);
  const a = Float64Array.of(1, ...prediction.to1DArray());
  const b = Float64Array.from({ length: nb + 1 }, (_, n) => a.reduce((sum, ak, k) => sum + ak * past(n - k), 0));
  return finite({ b, a }, 'h', h);
}
