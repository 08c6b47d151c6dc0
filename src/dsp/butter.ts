import { checkOptions } from '../numeric/check';
import { type IirForms, type IirOptions, type IirOutput, iirfilter } from './iirfilter';

/** The options that a design with a fixed family takes. */
export const iirOptionNames = ['type', 'analog', 'fs', 'output'] as const;

/**
 * Butterworth filter: as flat as can be in the pass band; the gain at its edges is 1/√2.
 *
 * @example
 * butter(4, 0.2) // two sections
 * butter(2, [8, 12], { type: 'bandpass', fs: 250, output: 'ba' })
 *
 * @param order - at least 0; band-pass and band-stop filters have twice as many poles
 * @param wn - edge, or two edges that increase, in (0, fs/2); of an analog filter in rad/s
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., appendix B.1.
 */
export function butter<Output extends IirOutput = 'sos'>(
  order: number,
  wn: number | readonly number[],
  options: IirOptions<Output> = {},
): IirForms[Output] {
  checkOptions(options, iirOptionNames);
  return iirfilter(order, wn, { ...options, ftype: 'butter' });
}
