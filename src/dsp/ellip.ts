import { checkOptions } from '../numeric/check';
import { iirOptionNames } from './butter';
import { type IirForms, type IirOptions, type IirOutput, iirfilter } from './iirfilter';

/**
 * Elliptic (Cauer) filter: ripples in both bands, and of all filters of its order the steepest.
 *
 * @example
 * ellip(4, 1, 60, 0.2) // two sections
 *
 * @param order - at least 0; band-pass and band-stop filters have twice as many poles
 * @param rp - ripple of the pass band in dB, positive
 * @param rs - attenuation of the stop band in dB, more than rp
 * @param wn - edge or edges, where the gain leaves the ripple, in (0, fs/2); of an analog filter in rad/s
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., appendix B.3; Orfanidis, Lecture Notes on Elliptic Filter Design.
 */
export function ellip<Output extends IirOutput = 'sos'>(
  order: number,
  rp: number,
  rs: number,
  wn: number | readonly number[],
  options: IirOptions<Output> = {},
): IirForms[Output] {
  checkOptions(options, iirOptionNames);
  return iirfilter(order, wn, { ...options, ftype: 'ellip', rp, rs });
}
