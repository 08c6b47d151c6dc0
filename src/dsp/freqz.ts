import type { ComplexArray } from '../numeric';
import { checkFlag, checkInteger, checkNumber, checkOptions, checkSamples } from './check';

export interface FrequencyOptions {
  /** How many frequencies, from 0 up to, and without, the Nyquist frequency; default 512. */
  n?: number;
  /** The frequencies themselves, in the unit of `fs`, in place of `n`. */
  w?: ArrayLike<number>;
  /** With `n`: go round the whole circle, up to fs, instead of half of it. */
  whole?: boolean;
  /** Sampling frequency; default 2π, so that frequencies are in radians per sample. */
  fs?: number;
}

/** The frequencies that the options ask for, in the unit of `fs`. */
export function frequencies(options: FrequencyOptions): { w: Float64Array; fs: number } {
  checkOptions(options, ['n', 'w', 'whole', 'fs']);
  const { n = 512, w, whole = false, fs = 2 * Math.PI } = options;
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  checkFlag('whole', whole);
  if (w !== undefined) {
    if (options.n !== undefined) throw new TypeError('n and w are both given; give one of them.');
    checkSamples('w', w);
    return { w: Float64Array.from(w), fs };
  }
  checkInteger('n', n, 1);
  const end = whole ? fs : fs / 2;
  return { w: Float64Array.from({ length: n }, (_, k) => (end * k) / n), fs };
}

/** Σ cₙ e^(−jωn), by Horner's rule. */
export function polynomialOnCircle(c: ArrayLike<number>, omega: number): [re: number, im: number] {
  const [cos, sin] = [Math.cos(omega), -Math.sin(omega)];
  let re = 0;
  let im = 0;
  for (let n = c.length - 1; n >= 0; n--) [re, im] = [re * cos - im * sin + c[n], re * sin + im * cos];
  return [re, im];
}

/** Throws unless b and a are the coefficients of a filter. */
export function checkTransferFunction(b: ArrayLike<number>, a: ArrayLike<number>): void {
  checkSamples('b', b);
  checkSamples('a', a);
  if (a[0] === 0) throw new RangeError('a[0] is 0; it must not be: it is what the output is divided by.');
}

/**
 * Frequency response of a filter, H(e^jω) = B(e^jω)/A(e^jω).
 *
 * @example
 * freqz([1, 1], [1], { w: [0, Math.PI / 2] }).h // { re: [2, 1], im: [0, -1] }
 *
 * @param b - numerator coefficients b₀, b₁, …
 * @param a - denominator coefficients a₀, a₁, …; default [1], an FIR filter
 * @returns frequencies `w` in the unit of fs, complex gains `h`; not finite where a pole lies on the circle
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 5.3.
 */
export function freqz(
  b: ArrayLike<number>,
  a: ArrayLike<number> = [1],
  options: FrequencyOptions = {},
): { w: Float64Array; h: ComplexArray } {
  checkTransferFunction(b, a);
  const { w, fs } = frequencies(options);
  const h = { re: new Float64Array(w.length), im: new Float64Array(w.length) };
  w.forEach((frequency, i) => {
    const omega = (2 * Math.PI * frequency) / fs;
    const [br, bi] = polynomialOnCircle(b, omega);
    const [ar, ai] = polynomialOnCircle(a, omega);
    const size = ar * ar + ai * ai;
    h.re[i] = (br * ar + bi * ai) / size;
    h.im[i] = (bi * ar - br * ai) / size;
  });
  return { w, h };
}
