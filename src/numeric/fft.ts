import FFT from 'fft.js';

/** Complex samples as two arrays of the same length. */
export interface ComplexArray {
  re: Float64Array;
  im: Float64Array;
}

/** The smallest power of two that is at least `n`. */
export const nextPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n));

/**
 * Linear convolution of two real arrays by multiplying their spectra; both are padded with zeros to a power of two.
 *
 * @param x - length N
 * @param h - length M
 * @returns length N + M − 1
 */
export function convolveByFft(x: ArrayLike<number>, h: ArrayLike<number>): Float64Array {
  const length = x.length + h.length - 1;
  const size = Math.max(2, nextPowerOfTwo(length));
  const fft = new FFT(size);
  // Two real signals in one complex transform: z = x + i·h, and x∗h has the spectrum Im(Z²)/2.
  const z = new Array<number>(2 * size).fill(0);
  for (let n = 0; n < x.length; n++) z[2 * n] = x[n];
  for (let n = 0; n < h.length; n++) z[2 * n + 1] = h[n];
  const spectrum = fft.createComplexArray();
  fft.transform(spectrum, z);
  for (let k = 0; k < spectrum.length; k += 2) {
    const [re, im] = [spectrum[k], spectrum[k + 1]];
    spectrum[k] = re * re - im * im;
    spectrum[k + 1] = 2 * re * im;
  }
  fft.inverseTransform(z, spectrum);
  return Float64Array.from({ length }, (_, n) => z[2 * n + 1] / 2);
}
