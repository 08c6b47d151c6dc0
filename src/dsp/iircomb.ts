import { checkChoice, checkCount, checkFlag, checkNumber, checkOptions } from '../numeric/check';
import { checkEdges } from './iirfilter';
import type { Ba } from './representations';

export interface IircombOptions {
  /** What is narrow: the notches (default) or the peaks. */
  ftype?: 'notch' | 'peak';
  /** Sampling frequency; default 2, so that frequencies are relative to the Nyquist frequency. */
  fs?: number;
  /** Peaks lie at 0, w0, 2·w0, … and notches half way between; default false, the other way round. */
  passZero?: boolean;
}

/**
 * Comb: notches, and peaks half way between them, every w0 from zero to the Nyquist frequency.
 *
 * @example
 * iircomb(20, 30, { fs: 200, passZero: true })
 *
 * @param w0 - the distance from one to the next; fs/w0 must be a whole number
 * @param Q - quality: w0 divided by the width of each at −3 dB
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Orfanidis, Introduction to Signal Processing, sections 11.5.1 and 11.5.2.
 */
export function iircomb(w0: number, Q: number, options: IircombOptions = {}): Ba {
  checkOptions(options, ['ftype', 'fs', 'passZero']);
  const { ftype = 'notch', fs = 2, passZero = false } = options;
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  checkEdges('w0', [w0], fs / 2);
  checkNumber('Q', Q, (q) => q > 0, 'positive');
  checkChoice('ftype', ftype, ['notch', 'peak']);
  checkFlag('passZero', passZero);
  const teeth = Math.round(fs / w0);
  checkCount('fs/w0', teeth, 1);
  if (Math.abs(w0 - fs / teeth) / fs > 1e-14)
    throw new RangeError(
      `w0 is ${w0}; fs/w0 must be a whole number, and fs is ${fs}: take ${fs / Math.max(3, teeth)}.`,
    );
  const half = Math.PI / (2 * Q);
  if (half >= Math.PI / 2) throw new RangeError(`Q is ${Q}; it must be more than 1: the teeth would touch.`);
  const [g0, g] = ftype === 'notch' ? [1, 0] : [0, 1];
  const beta = Math.tan(half);
  // A comb with its first tooth at zero frequency has z⁻ᴺ with one sign, one with its first tooth half way with the other.
  const sign = ftype === 'notch' ? (passZero ? 1 : -1) : passZero ? -1 : 1;
  const b = new Float64Array(teeth + 1);
  const a = new Float64Array(teeth + 1);
  [b[0], b[teeth]] = [(g0 + g * beta) / (1 + beta), (sign * (g0 - g * beta)) / (1 + beta)];
  [a[0], a[teeth]] = [1, (sign * (1 - beta)) / (1 + beta)];
  return { b, a };
}
