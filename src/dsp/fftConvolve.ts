import { convolveByBlocks, convolveByFft } from '../numeric';
import { checkChoice, checkOptions, checkSamples } from '../numeric/check';

export interface ConvolveOptions {
  /** 'full' (default): everywhere the two touch; 'same': the middle part, as long as x; 'valid': where they overlap wholly. */
  mode?: 'full' | 'same' | 'valid';
}

type Convolve = (x: ArrayLike<number>, h: ArrayLike<number>) => Float64Array;

function convolve(by: Convolve, x: ArrayLike<number>, h: ArrayLike<number>, options: ConvolveOptions): Float64Array {
  checkOptions(options, ['mode']);
  const { mode = 'full' } = options;
  checkChoice('mode', mode, ['full', 'same', 'valid']);
  checkSamples('x', x);
  checkSamples('h', h);
  const full = by(x, h);
  if (mode === 'full') return full;
  const length = mode === 'same' ? x.length : Math.abs(x.length - h.length) + 1;
  const start = Math.floor((full.length - length) / 2);
  return full.slice(start, start + length);
}

const blockwise: Convolve = (x, h) => (x.length >= h.length ? convolveByBlocks(x, h) : convolveByBlocks(h, x));

/**
 * Convolution of two real signals by the fast Fourier transform: Σₖ h[k]·x[n−k].
 *
 * @example
 * fftConvolve([1, 2, 3], [1, 1]) // [1, 3, 5, 3]
 *
 * @param x - signal, length N
 * @param h - taps, length M
 * @returns length N + M − 1 ('full'), N ('same'), or |N − M| + 1 ('valid')
 * @throws RangeError or TypeError for empty or non-finite arrays, an unknown mode or option
 */
export function fftConvolve(x: ArrayLike<number>, h: ArrayLike<number>, options: ConvolveOptions = {}): Float64Array {
  return convolve((u, v) => (isLopsided(u, v) ? blockwise(u, v) : convolveByFft(u, v)), x, h, options);
}

/** One so much longer than the other that cutting it into blocks pays. */
const isLopsided = (x: ArrayLike<number>, h: ArrayLike<number>): boolean =>
  Math.max(x.length, h.length) > 8 * Math.min(x.length, h.length);

/**
 * The same as {@link fftConvolve}, always block by block (overlap-add): little memory, and fast where one signal is much longer than the other.
 *
 * @example
 * oaConvolve([1, 2, 3], [1, 1], { mode: 'same' }) // [1, 3, 5]
 *
 * @returns length N + M − 1 ('full'), N ('same'), or |N − M| + 1 ('valid')
 * @throws RangeError or TypeError for empty or non-finite arrays, an unknown mode or option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 8.7.3.
 */
export function oaConvolve(x: ArrayLike<number>, h: ArrayLike<number>, options: ConvolveOptions = {}): Float64Array {
  return convolve(blockwise, x, h, options);
}
