import { convolveByFft } from '../numeric';
import { checkChoice, checkOptions, checkSamples } from './check';

export interface ConvolveOptions {
  /** 'full' (default): everywhere the two touch; 'same': the middle part, as long as x; 'valid': where they overlap wholly. */
  mode?: 'full' | 'same' | 'valid';
}

/**
 * Convolution of two real signals by the fast Fourier transform: Σₖ h[k]·x[n−k].
 *
 * @param x - signal, length N
 * @param h - taps, length M
 * @returns length N + M − 1 ('full'), N ('same'), or |N − M| + 1 ('valid')
 * @throws RangeError or TypeError for empty or non-finite arrays, an unknown mode or option
 */
export function fftConvolve(x: ArrayLike<number>, h: ArrayLike<number>, options: ConvolveOptions = {}): Float64Array {
  checkOptions(options, ['mode']);
  const { mode = 'full' } = options;
  checkChoice('mode', mode, ['full', 'same', 'valid']);
  checkSamples('x', x);
  checkSamples('h', h);
  const full = convolveByFft(x, h);
  if (mode === 'full') return full;
  const length = mode === 'same' ? x.length : Math.abs(x.length - h.length) + 1;
  const start = Math.floor((full.length - length) / 2);
  return full.slice(start, start + length);
}
