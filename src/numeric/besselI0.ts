import { checkNumber } from './check';

/**
 * Modified Bessel function of the first kind and order zero, I₀(x).
 *
 * The power series Σ (x²/4)ᵏ / (k!)² has positive terms only, so nothing cancels: full double accuracy wherever the result is finite (|x| < 713).
 *
 * @throws RangeError or TypeError unless x is a finite number
 * Source: Abramowitz & Stegun, 9.6.12.
 */
export function besselI0(x: number): number {
  checkNumber('x', x, () => true, 'a finite number');
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}
