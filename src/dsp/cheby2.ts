import { checkOptions } from '../numeric/check';
import { iirOptionNames } from './butter';
import { type IirForms, type IirOptions, type IirOutput, iirfilter } from './iirfilter';

/**
 * Chebyshev filter of type II: flat in the pass band, ripples of equal height in the stop band.
 *
 * @example
 * cheby2(4, 40, 0.3) // two sections
 *
 * @param order - at least 0; band-pass and band-stop filters have twice as many poles
 * @param rs - attenuation of the stop band in dB, positive
 * @param wn - edge or edges, where the attenuation is first reached, in (0, fs/2); of an analog filter in rad/s
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., appendix B.2.
 */
export function cheby2<Output extends IirOutput = 'sos'>(
  order: number,
  rs: number,
  wn: number | readonly number[],
  options: IirOptions<Output> = {},
): IirForms[Output] {
  checkOptions(options, iirOptionNames);
  return iirfilter(order, wn, { ...options, ftype: 'cheby2', rs });
}
