import { checkOptions } from '../numeric/check';
import { iirOptionNames } from './butter';
import { type IirForms, type IirOptions, type IirOutput, iirfilter } from './iirfilter';
import type { BesselNorm } from './prototypes';

export interface BesselOptions<Output extends IirOutput = IirOutput> extends IirOptions<Output> {
  /**
   * What happens at the edge: 'phase' (default), the phase is half of its final value, as Butterworth's; 'delay', the group delay at zero
   * frequency is 1/wn; 'mag', the gain is 1/√2.
   */
  norm?: BesselNorm;
}

/**
 * Bessel (Thomson) filter: as constant a group delay as can be in the pass band, for analog filters; a digital one, bent by the bilinear
 * transform, only nearly.
 *
 * @example
 * bessel(2, 1, { analog: true, norm: 'delay', output: 'ba' }).a // [1, 3, 3]
 *
 * @param order - at least 0; band-pass and band-stop filters have twice as many poles
 * @param wn - edge or edges, in (0, fs/2); of an analog filter in rad/s
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Thomson, Delay networks having maximally flat frequency characteristics, Proc. IEE 96 (1949), 487–490.
 */
export function bessel<Output extends IirOutput = 'sos'>(
  order: number,
  wn: number | readonly number[],
  options: BesselOptions<Output> = {},
): IirForms[Output] {
  checkOptions(options, [...iirOptionNames, 'norm']);
  return iirfilter(order, wn, { ...options, ftype: 'bessel' });
}
