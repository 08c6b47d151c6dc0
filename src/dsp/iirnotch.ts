import { checkNumber, checkOptions } from '../numeric/check';
import { checkEdges } from './iirfilter';
import type { Ba } from './representations';

export interface SamplingOptions {
  /** Sampling frequency; default 2, so that frequencies are relative to the Nyquist frequency. */
  fs?: number;
}

/** cos ω₀ and the gain factor of a second-order resonance with quality Q whose skirts are 3 dB off. */
function resonance(w0: number, Q: number, options: SamplingOptions): { cosine: number; gain: number } {
  checkOptions(options, ['fs']);
  const { fs = 2 } = options;
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  checkEdges('w0', [w0], fs / 2);
  checkNumber('Q', Q, (q) => q > 0, 'positive');
  const omega = (2 * Math.PI * w0) / fs;
  const half = omega / Q / 2;
  if (half >= Math.PI / 2)
    throw new RangeError(
      `Q is ${Q}; it must be more than ${omega / Math.PI}: the band would be wider than all frequencies.`,
    );
  return { cosine: Math.cos(omega), gain: 1 / (1 + Math.tan(half)) };
}

/**
 * Second-order notch: takes one frequency out.
 *
 * @example
 * iirnotch(50, 30, { fs: 250 }) // takes out 50 Hz
 *
 * @param w0 - the frequency, in (0, fs/2)
 * @param Q - quality: w0 divided by the width of the notch at −3 dB
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Orfanidis, Introduction to Signal Processing, section 11.3.
 */
export function iirnotch(w0: number, Q: number, options: SamplingOptions = {}): Ba {
  const { cosine, gain } = resonance(w0, Q, options);
  return {
    b: Float64Array.of(gain, -2 * gain * cosine, gain),
    a: Float64Array.of(1, -2 * gain * cosine, 2 * gain - 1),
  };
}

/**
 * Second-order peak: lets one frequency through. The counterpart of {@link iirnotch}: the two add up to 1.
 *
 * @example
 * iirpeak(50, 30, { fs: 250 }) // lets 50 Hz through
 *
 * @param w0 - the frequency, in (0, fs/2)
 * @param Q - quality: w0 divided by the width of the peak at −3 dB
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Orfanidis, Introduction to Signal Processing, section 11.3.
 */
export function iirpeak(w0: number, Q: number, options: SamplingOptions = {}): Ba {
  const { cosine, gain } = resonance(w0, Q, options);
  return {
    b: Float64Array.of(1 - gain, 0, gain - 1),
    a: Float64Array.of(1, -2 * gain * cosine, 2 * gain - 1),
  };
}
