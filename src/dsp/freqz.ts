import { type ComplexArray, polynomialOnGrid } from '../numeric';
import { checkCount, checkFlag, checkNumber, checkOptions, checkSamples } from '../numeric/check';
import { complex, divide } from '../numeric/complex';

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
  checkCount('n', n, 1);
  const end = whole ? fs : fs / 2;
  const spaced = new Float64Array(n);
  for (let k = 0; k < n; k++) spaced[k] = (end * k) / n;
  return { w: spaced, fs };
}

/** Σ cₙ e^(−jωn), by Horner's rule. */
export function polynomialOnCircle(c: ArrayLike<number>, omega: number): [re: number, im: number] {
  const [cos, sin] = [Math.cos(omega), -Math.sin(omega)];
  let re = 0;
  let im = 0;
  for (let n = c.length - 1; n >= 0; n--) {
    const next = re * cos - im * sin + c[n];
    im = re * sin + im * cos;
    re = next;
  }
  return [re, im];
}

/** Throws unless b and a, of an argument such as 'filter.' or arguments themselves, are the coefficients of a filter. */
export function checkTransferFunction(b: ArrayLike<number>, a: ArrayLike<number>, of = ''): void {
  checkSamples(`${of}b`, b);
  checkSamples(`${of}a`, a);
  if (a[0] === 0) throw new RangeError(`${of}a[0] is 0; it must not be: it is what the output is divided by.`);
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
  const period = options.w === undefined ? (options.whole ? w.length : 2 * w.length) : undefined;
  const h = onCircle(b, w, fs, period);
  if (a.length === 1) {
    for (let i = 0; i < w.length; i++) {
      h.re[i] /= a[0];
      h.im[i] /= a[0];
    }
    return { w, h };
  }
  const below = onCircle(a, w, fs, period);
  for (let i = 0; i < w.length; i++) {
    const [br, bi, ar, ai] = [h.re[i], h.im[i], below.re[i], below.im[i]];
    const square = ar * ar + ai * ai;
    if (square > 1e-100 && square < 1e100) {
      h.re[i] = (br * ar + bi * ai) / square;
      h.im[i] = (bi * ar - br * ai) / square;
    } else {
      const quotient = divide(complex(br, bi), complex(ar, ai)); // slower, and its products do not leave the range of doubles
      h.re[i] = quotient.re;
      h.im[i] = quotient.im;
    }
  }
  return { w, h };
}

/**
 * A polynomial on the circle at all frequencies.
 * @param period - how many of these frequencies go round the whole circle, if they are evenly spaced from 0
 */
function onCircle(c: ArrayLike<number>, w: Float64Array, fs: number, period: number | undefined): ComplexArray {
  if (period !== undefined && period % 2 === 0) return polynomialOnGrid(c, period, w.length);
  const h = { re: new Float64Array(w.length), im: new Float64Array(w.length) };
  for (let i = 0; i < w.length; i++) {
    const omega = (2 * Math.PI * w[i]) / fs;
    const [re, im] = polynomialOnCircle(c, omega);
    h.re[i] = re;
    h.im[i] = im;
  }
  return h;
}
