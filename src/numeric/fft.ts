import FFT from 'fft.js';
import { checkInteger, checkNumber, checkSamples } from './check';
import { powerOfTwo } from './powerOfTwo';

/** Complex samples as two arrays of the same length. */
export interface ComplexArray {
  re: Float64Array;
  im: Float64Array;
}

/** The smallest power of two that is at least `n`. @throws RangeError or TypeError unless n is a positive number */
export function nextPowerOfTwo(n: number): number {
  checkNumber('n', n, (value) => value > 0, 'positive');
  return 2 ** Math.ceil(Math.log2(n));
}

/** Throws unless there is a transform of this size. */
function checkTransformSize(name: string, size: number): void {
  checkInteger(name, size, 2);
  if (nextPowerOfTwo(size) !== size)
    throw new RangeError(`${name} is ${size}; it must be a power of two: pad with zeros to ${nextPowerOfTwo(size)}.`);
}

/** Transforms of one size, a power of two of at least 2, over samples re, im, re, im, … */
class Transform {
  readonly #fft: FFT;
  readonly #out: Float64Array;

  constructor(readonly size: number) {
    this.#fft = new FFT(size);
    this.#out = new Float64Array(2 * size);
  }
  /** The spectrum of `samples`, in an array that the next call overwrites. */
  forward(samples: Float64Array): Float64Array {
    this.#fft.transform(this.#out as unknown as number[], samples as unknown as number[]);
    return this.#out;
  }
  /** The samples of `spectrum`, in an array that the next call overwrites. */
  inverse(spectrum: Float64Array): Float64Array {
    this.#fft.inverseTransform(this.#out as unknown as number[], spectrum as unknown as number[]);
    return this.#out;
  }
}

let last = new Transform(2);
/** The last transform is kept: most callers want the same size again. */
const transformOf = (size: number): Transform => {
  if (last.size !== size) last = new Transform(size);
  return last;
};

/**
 * The first n values of the discrete Fourier transform of real samples, padded with zeros to `size`.
 *
 * @param size - power of two, at least 2 and at least the number of samples
 * @param n - at most size
 * @throws RangeError or TypeError for any other size or n, or samples that are no finite numbers
 */
export function fftReal(samples: ArrayLike<number>, size: number, n = size): ComplexArray {
  checkTransformSize('size', size);
  checkInteger('n', n, 0, size);
  checkSamples('samples', samples, 0);
  if (!(samples.length <= size))
    throw new RangeError(`samples has length ${samples.length}; it must have at most size, which is ${size}.`);
  const padded = new Float64Array(2 * size);
  for (let i = 0; i < samples.length; i++) padded[2 * i] = samples[i];
  const spectrum = transformOf(size).forward(padded);
  return {
    re: Float64Array.from({ length: n }, (_, k) => spectrum[2 * k]),
    im: Float64Array.from({ length: n }, (_, k) => spectrum[2 * k + 1]),
  };
}

/** cos and −sin of 2πk/size for k = 0 … size − 1, interleaved; those of the last size are kept. */
let unitRoots = new Float64Array(0);
function unitRootsOf(size: number): Float64Array {
  if (unitRoots.length !== 2 * size) {
    unitRoots = new Float64Array(2 * size);
    for (let k = 0; k < size; k++) {
      unitRoots[2 * k] = Math.cos((2 * Math.PI * k) / size);
      unitRoots[2 * k + 1] = -Math.sin((2 * Math.PI * k) / size);
    }
  }
  return unitRoots;
}

/** The largest power of two that divides `size` and is no more than needed for `length` coefficients. */
function pointsFor(length: number, size: number): number {
  let points = 1;
  while (points < length && size % (2 * points) === 0) points *= 2;
  return points;
}

/**
 * Σ cₙ e^(−j2πkn/size) for k = 0 … count − 1. With P a power of two that divides the size, the frequencies k = q + p·size/P of one q are one
 * transform of length P, of the coefficients turned by q and folded to that length: the more twos there are in the size, the less work.
 * Few coefficients are summed by Horner's rule, frequency by frequency.
 *
 * @param size - how many frequencies go round the circle; even
 * @param count - at most size
 * @throws RangeError or TypeError for any other size or count, or coefficients that are no finite numbers
 */
export function polynomialOnGrid(c: ArrayLike<number>, size: number, count: number): ComplexArray {
  checkInteger('size', size, 2);
  if (size % 2 !== 0) throw new RangeError(`size is ${size}; it must be even.`);
  checkInteger('count', count, 0, size);
  checkSamples('c', c, 0);
  const coefficients = Float64Array.from(c);
  const units = unitRootsOf(size);
  const result = { re: new Float64Array(count), im: new Float64Array(count) };
  const points = pointsFor(c.length, size);
  if (c.length <= 16) hornerOnGrid(coefficients, units, result);
  else if (points < 8) halvedOnGrid(coefficients, units, result);
  else foldedOnGrid(coefficients, units, points, result);
  return result;
}

/** Horner's rule, for four frequencies at a time: in one alone each step waits for the one before. */
function hornerOnGrid(c: Float64Array, units: Float64Array, { re, im }: ComplexArray): void {
  const last = re.length - 1;
  for (let k = 0; k <= last; k += 4) {
    const k1 = Math.min(k + 1, last);
    const k2 = Math.min(k + 2, last);
    const k3 = Math.min(k + 3, last);
    const cos0 = units[2 * k];
    const sin0 = units[2 * k + 1];
    const cos1 = units[2 * k1];
    const sin1 = units[2 * k1 + 1];
    const cos2 = units[2 * k2];
    const sin2 = units[2 * k2 + 1];
    const cos3 = units[2 * k3];
    const sin3 = units[2 * k3 + 1];
    let re0 = 0;
    let re1 = 0;
    let re2 = 0;
    let re3 = 0;
    let im0 = 0;
    let im1 = 0;
    let im2 = 0;
    let im3 = 0;
    for (let n = c.length - 1; n >= 0; n--) {
      const cn = c[n];
      const next0 = re0 * cos0 - im0 * sin0 + cn;
      im0 = re0 * sin0 + im0 * cos0;
      re0 = next0;
      const next1 = re1 * cos1 - im1 * sin1 + cn;
      im1 = re1 * sin1 + im1 * cos1;
      re1 = next1;
      const next2 = re2 * cos2 - im2 * sin2 + cn;
      im2 = re2 * sin2 + im2 * cos2;
      re2 = next2;
      const next3 = re3 * cos3 - im3 * sin3 + cn;
      im3 = re3 * sin3 + im3 * cos3;
      re3 = next3;
    }
    re[k] = re0;
    im[k] = im0;
    re[k1] = re1;
    im[k1] = im1;
    re[k2] = re2;
    im[k2] = im2;
    re[k3] = re3;
    im[k3] = im3;
  }
}

/**
 * With z = e^(−j2πk/size), c(z) = E(z²) + z·O(z²) of the even and the odd coefficients; the frequency as far from the other end of the half
 * circle has −conj(z), so that c is conj(E(z²) − z·O(z²)) there: two for one. Two k at a time, since each step of Horner's rule waits for the
 * one before. The size is even.
 */
function halvedOnGrid(c: Float64Array, units: Float64Array, { re, im }: ComplexArray): void {
  const size = units.length / 2;
  const half = size / 2;
  const even = c.filter((_, n) => n % 2 === 0);
  const odd = new Float64Array(even.length);
  odd.set(c.filter((_, n) => n % 2 === 1));
  const set = (k: number, realE: number, imE: number, realO: number, imO: number) => {
    const cos = units[2 * k];
    const sin = units[2 * k + 1];
    const real = realO * cos - imO * sin;
    const imaginary = realO * sin + imO * cos;
    re[k] = realE + real;
    im[k] = imE + imaginary;
    const mirrored = half - k;
    if (mirrored >= re.length) return;
    re[mirrored] = realE - real;
    im[mirrored] = imaginary - imE;
  };
  for (let k = 0; 2 * k <= half && k < re.length; k += 2) {
    const next = Math.min(k + 1, re.length - 1, half - 1);
    const cosA = units[4 * k];
    const sinA = units[4 * k + 1];
    const cosB = units[4 * next];
    const sinB = units[4 * next + 1];
    let reEA = 0;
    let imEA = 0;
    let reOA = 0;
    let imOA = 0;
    let reEB = 0;
    let imEB = 0;
    let reOB = 0;
    let imOB = 0;
    for (let n = even.length - 1; n >= 0; n--) {
      const realEA = reEA * cosA - imEA * sinA + even[n];
      imEA = reEA * sinA + imEA * cosA;
      reEA = realEA;
      const realOA = reOA * cosA - imOA * sinA + odd[n];
      imOA = reOA * sinA + imOA * cosA;
      reOA = realOA;
      const realEB = reEB * cosB - imEB * sinB + even[n];
      imEB = reEB * sinB + imEB * cosB;
      reEB = realEB;
      const realOB = reOB * cosB - imOB * sinB + odd[n];
      imOB = reOB * sinB + imOB * cosB;
      reOB = realOB;
    }
    set(k, reEA, imEA, reOA, imOA);
    set(next, reEB, imEB, reOB, imOB);
  }
  for (let k = half + 1; k < re.length; k++) {
    re[k] = re[size - k];
    im[k] = -im[size - k];
  }
}

function foldedOnGrid(c: Float64Array, units: Float64Array, points: number, { re, im }: ComplexArray): void {
  const size = units.length / 2;
  const stride = size / points;
  const transform = transformOf(points);
  const turned = new Float64Array(2 * points);
  for (let q = 0; q <= stride / 2; q++) {
    turned.fill(0);
    for (let n = 0, at = 0, to = 0; n < c.length; n++) {
      turned[to] += c[n] * units[2 * at];
      turned[to + 1] += c[n] * units[2 * at + 1];
      at += q;
      if (at >= size) at -= size;
      to += 2;
      if (to === 2 * points) to = 0;
    }
    const values = transform.forward(turned);
    for (let p = 0, k = q; p < points; p++, k += stride) {
      if (k < re.length) {
        re[k] = values[2 * p];
        im[k] = values[2 * p + 1];
      }
      // The coefficients are real: the other half of the circle is the conjugate of this one.
      const mirrored = size - k;
      if (mirrored < re.length) {
        re[mirrored] = values[2 * p];
        im[mirrored] = -values[2 * p + 1];
      }
    }
  }
}

/**
 * The real parts of the inverse discrete Fourier transform.
 *
 * @param spectrum - real and imaginary parts; their length is a power of two, at least 2
 * @throws RangeError or TypeError for parts of any other length, of two, or of what is no finite number
 */
export function inverseFftReal({ re, im }: ComplexArray): Float64Array {
  checkSamples('re', re);
  checkSamples('im', im);
  checkTransformSize('The length of re', re.length);
  if (im.length !== re.length)
    throw new RangeError(`re has length ${re.length} and im ${im.length}; they must have the same.`);
  const spectrum = new Float64Array(2 * re.length);
  for (let k = 0; k < re.length; k++) [spectrum[2 * k], spectrum[2 * k + 1]] = [re[k], im[k]];
  const samples = transformOf(re.length).inverse(spectrum);
  return Float64Array.from({ length: re.length }, (_, n) => samples[2 * n]);
}

/** The largest size, by a power of two, so that dividing by it is exact. */
function loudness(x: ArrayLike<number>): number {
  let largest = 2 ** -1000;
  for (let n = 0; n < x.length; n++) largest = Math.max(largest, Math.abs(x[n]));
  return powerOfTwo(largest);
}

/**
 * Linear convolution of two real arrays by multiplying their spectra; both are padded with zeros to a power of two.
 *
 * @param x - length N
 * @param h - length M
 * @returns length N + M − 1
 * @throws RangeError or TypeError for arrays that are empty or not of finite numbers
 */
export function convolveByFft(x: ArrayLike<number>, h: ArrayLike<number>): Float64Array {
  checkSamples('x', x);
  checkSamples('h', h);
  const length = x.length + h.length - 1;
  const size = Math.max(2, nextPowerOfTwo(length));
  const transform = transformOf(size);
  // Both in one transform, as x + j·h: with Z its spectrum, X·H is (Z[k]² − conj(Z[−k])²)/4j.
  const both = new Float64Array(2 * size);
  const [loudX, loudH] = [loudness(x), loudness(h)]; // or the rounding errors of the louder one would drown the other
  for (let n = 0; n < x.length; n++) both[2 * n] = x[n] / loudX;
  for (let n = 0; n < h.length; n++) both[2 * n + 1] = h[n] / loudH;
  const Z = transform.forward(both);
  for (let k = 0; k < size; k++) {
    const mirrored = k === 0 ? 0 : size - k;
    const [re, im] = [Z[2 * k], Z[2 * k + 1]];
    const [mirroredRe, mirroredIm] = [Z[2 * mirrored], Z[2 * mirrored + 1]];
    const squareRe = re * re - im * im - (mirroredRe * mirroredRe - mirroredIm * mirroredIm);
    const squareIm = 2 * re * im + 2 * mirroredRe * mirroredIm;
    both[2 * k] = squareIm / 4;
    both[2 * k + 1] = -squareRe / 4;
  }
  const y = transform.inverse(both);
  const result = new Float64Array(length);
  const [less, more] = inOrder(loudX, loudH);
  for (let n = 0; n < length; n++) result[n] = y[2 * n] * less * more;
  return result;
}

/** The smaller factor first: after the larger one a number may be no double any more. */
const inOrder = (u: number, v: number): [less: number, more: number] => (u < v ? [u, v] : [v, u]);

/** The size of the transform with which overlap-add does the least work for each sample. */
function blockTransform(taps: number): number {
  const cost = (size: number) => (size * Math.log2(size)) / (size - taps + 1);
  let size = Math.max(64, nextPowerOfTwo(2 * taps));
  while (cost(2 * size) < cost(size)) size *= 2;
  return size;
}

/**
 * Linear convolution of a long array with a short one, block by block (overlap-add).
 *
 * @param x - length N
 * @param h - length M
 * @returns length N + M − 1
 * @throws RangeError or TypeError for arrays that are empty or not of finite numbers
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 8.7.3.
 */
export function convolveByBlocks(x: ArrayLike<number>, h: ArrayLike<number>): Float64Array {
  checkSamples('x', x);
  checkSamples('h', h);
  const size = blockTransform(h.length);
  const block = size - h.length + 1;
  const transform = transformOf(size);
  const buffer = new Float64Array(2 * size);
  const [loudX, loudH] = [loudness(x), loudness(h)]; // or sums of large numbers would leave the range of doubles
  const quiet = 1 / loudX;
  const [less, more] = inOrder(loudX, loudH);
  for (let n = 0; n < h.length; n++) buffer[2 * n] = h[n] / loudH;
  const H = transform.forward(buffer).slice();
  const y = new Float64Array(x.length + h.length - 1);
  // Two blocks at a time, as real and imaginary part: the taps are real and do not mix them.
  for (let start = 0; start < x.length; start += 2 * block) {
    const middle = start + block;
    buffer.fill(0);
    for (let n = 0; n < block && start + n < x.length; n++) buffer[2 * n] = x[start + n] * quiet;
    for (let n = 0; n < block && middle + n < x.length; n++) buffer[2 * n + 1] = x[middle + n] * quiet;
    const X = transform.forward(buffer);
    for (let k = 0; k < 2 * size; k += 2) {
      buffer[k] = X[k] * H[k] - X[k + 1] * H[k + 1];
      buffer[k + 1] = X[k] * H[k + 1] + X[k + 1] * H[k];
    }
    const Y = transform.inverse(buffer);
    for (let n = 0; n < size && start + n < y.length; n++) y[start + n] += Y[2 * n] * less * more;
    for (let n = 0; n < size && middle + n < y.length; n++) y[middle + n] += Y[2 * n + 1] * less * more;
  }
  return y;
}
