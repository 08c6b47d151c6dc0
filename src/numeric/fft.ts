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
  const [X, H] = [spectrum(fft, x), spectrum(fft, h)];
  for (let k = 0; k < X.length; k += 2) {
    [X[k], X[k + 1]] = [X[k] * H[k] - X[k + 1] * H[k + 1], X[k] * H[k + 1] + X[k + 1] * H[k]];
  }
  const y = fft.createComplexArray();
  fft.inverseTransform(y, X);
  return Float64Array.from({ length }, (_, n) => y[2 * n]);
}

/** The spectrum of real samples padded with zeros, as re, im, re, im, … */
function spectrum(fft: FFT, x: ArrayLike<number>): number[] {
  const padded = new Array<number>(fft.size).fill(0);
  for (let n = 0; n < x.length; n++) padded[n] = x[n];
  const X = fft.createComplexArray();
  fft.realTransform(X, padded);
  fft.completeSpectrum(X);
  return X;
}
