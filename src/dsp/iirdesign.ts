import { checkChoice, checkOptions } from '../numeric/check';
import { type IirFamily, type IirForms, type IirOptions, type IirOutput, iirfilter } from './iirfilter';
import { buttord, cheb1ord, cheb2ord, ellipord } from './orderSelection';

export interface IirdesignOptions<Output extends IirOutput = IirOutput> extends Omit<IirOptions<Output>, 'type'> {
  /** Default 'ellip', which needs the lowest order. There is no rule for the order of Bessel filters. */
  ftype?: Exclude<IirFamily, 'bessel'>;
}

const selectors = { butter: buttord, cheby1: cheb1ord, cheby2: cheb2ord, ellip: ellipord };

/**
 * The IIR filter of the lowest order that meets a specification. Where the edges lie says what kind of filter it is.
 *
 * @example
 * iirdesign(0.2, 0.3, 1, 40)
 *
 * @param wp - edge or edges of the pass band, in (0, fs/2); of an analog filter in rad/s
 * @param ws - edge or edges of the stop band
 * @param gpass - the most that may be lost in the pass band, in dB
 * @param gstop - the least by which the stop band is attenuated, in dB, more than gpass
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 */
export function iirdesign<Output extends IirOutput = 'sos'>(
  wp: number | readonly number[],
  ws: number | readonly number[],
  gpass: number,
  gstop: number,
  options: IirdesignOptions<Output> = {},
): IirForms[Output] {
  checkOptions(options, ['ftype', 'analog', 'fs', 'output']);
  const { ftype = 'ellip', analog, fs, output } = options;
  checkChoice('ftype', ftype, Object.keys(selectors));
  const { order, wn } = selectors[ftype](wp, ws, gpass, gstop, { analog, fs });
  const [pass, stop] = [wp, ws].map((edges) => (typeof edges === 'number' ? edges : edges[0]));
  const type = typeof wn === 'number' ? (pass < stop ? 'lowpass' : 'highpass') : pass > stop ? 'bandpass' : 'bandstop';
  return iirfilter(order, wn, { ftype, rp: gpass, rs: gstop, type, analog, fs, output });
}
