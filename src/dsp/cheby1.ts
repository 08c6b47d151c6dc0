import { checkOptions } from '../numeric/check';
import { iirOptionNames } from './butter';
import { type IirForms, type IirOptions, type IirOutput, iirfilter } from './iirfilter';

/**
 * Chebyshev filter of type I: ripples of equal height in the pass band, steeper than Butterworth's.
 *
 * @example
 * cheby1(4, 1, 0.2) // two sections
 *
 * @param order - at least 0; band-pass and band-stop filters have twice as many poles
 * @param rp - ripple of the pass band in dB, positive: the gain there lies between −rp and 0 dB
 * @param wn - edge or edges, where the gain leaves the ripple, in (0, fs/2); of an analog filter in rad/s
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., appendix B.2.
 */
export function cheby1<Output extends IirOutput = 'sos'>(
  order: number,
  rp: number,
  wn: number | readonly number[],
  options: IirOptions<Output> = {},
): IirForms[Output] {
  checkOptions(options, iirOptionNames);
  return iirfilter(order, wn, { ...options, ftype: 'cheby1', rp });
}
