import { checkOptions, checkSamples } from '../numeric/check';
import { filterInPlace } from './cascade';
import { checkTransferFunction } from './freqz';

export interface LfilterOptions {
  /** State before the first sample, of length max(length of a, length of b) − 1; default zeros. Pass the last block's `zf` to go on. */
  zi?: ArrayLike<number>;
}

/**
 * Filters a signal: a₀·y[n] = b₀·x[n] + b₁·x[n−1] + … − a₁·y[n−1] − …
 *
 * Transposed direct form II. The state that is left, `zf`, is the `zi` of the next block: filtering block by block gives what one pass gives.
 *
 * @example
 * lfilter([0.1], [1, -0.9], [1, 0, 0]).y // [0.1, 0.09, 0.081]
 *
 * @returns y of x's length; zf, of length max(length of a, length of b) − 1
 * @throws RangeError or TypeError for an argument out of range, a state of the wrong length, or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 6.3.
 */
export function lfilter(
  b: ArrayLike<number>,
  a: ArrayLike<number>,
  x: ArrayLike<number>,
  options: LfilterOptions = {},
): { y: Float64Array; zf: Float64Array } {
  checkOptions(options, ['zi']);
  checkTransferFunction(b, a);
  checkSamples('x', x, 0);
  const order = Math.max(a.length, b.length) - 1;
  const { zi = new Float64Array(order) } = options;
  checkSamples('zi', zi, 0);
  if (zi.length !== order)
    throw new RangeError(`zi has length ${zi.length}; it must have ${order}, max(length of a, length of b) − 1.`);
  const [y, zf] = [new Float64Array(x), new Float64Array(zi)];
  filterInPlace([{ b, a, state: zf }], y);
  return { y, zf };
}
