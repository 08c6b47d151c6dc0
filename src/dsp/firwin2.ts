import { inverseFftReal } from '../numeric';
import { checkCount, checkFlag, checkNumber, checkOptions, checkSamples, finite, shown } from '../numeric/check';
import { getWindow, type WindowSpec } from './getWindow';

export interface Firwin2Options {
  /** How many frequencies the gain is sampled at; more than numTaps. Default: one more than the smallest power of two that is at least numTaps. */
  nFreqs?: number;
  /** Shapes the taps; default 'hamming'; null for none. */
  window?: WindowSpec | null;
  /** Antisymmetric taps, a phase of 90° besides the delay; default false. */
  antisymmetric?: boolean;
  /** Sampling frequency; default 2, so that frequencies are relative to the Nyquist frequency. */
  fs?: number;
}

/** Throws unless the frequencies run from 0 to fs/2, none more than twice; returns them with steps pulled apart. */
function checkFrequencies(freq: ArrayLike<number>, gain: ArrayLike<number>, nyquist: number): number[] {
  checkSamples('freq', freq);
  checkSamples('gain', gain);
  if (freq.length !== gain.length)
    throw new RangeError(`freq has ${freq.length} values and gain ${gain.length}; they must have as many.`);
  const f = Array.from(freq);
  if (f.length < 2 || f[0] !== 0 || f[f.length - 1] !== nyquist)
    throw new RangeError(`freq is ${shown(f)}; it must begin with 0 and end with fs/2, which is ${nyquist}.`);
  f.forEach((value, i) => {
    if (i > 0 && value < f[i - 1]) throw new RangeError(`freq is ${shown(f)}; it must not decrease.`);
    if (i > 1 && value === f[i - 2])
      throw new RangeError(`freq has ${value} more than twice; twice is a step, and more have no meaning.`);
  });
  if (f[1] === 0 || f[f.length - 2] === nyquist)
    throw new RangeError(`freq is ${shown(f)}; there must be no step at 0 or at fs/2.`);
  const apart = 2 ** -52 * nyquist;
  return f.map((value, i) => {
    if (value === f[i + 1]) return value - apart;
    return value === f[i - 1] ? value + apart : value;
  });
}

/** Throws where the symmetry of the taps forces a gain of 0 and another one is asked for. */
function checkSymmetry(numTaps: number, antisymmetric: boolean, gain: ArrayLike<number>): void {
  const kind = `${numTaps % 2 === 0 ? 'an even number of' : 'an odd number of'} ${antisymmetric ? 'antisymmetric' : 'symmetric'} taps`;
  if (antisymmetric && gain[0] !== 0) throw new RangeError(`gain[0] is ${gain[0]}; with ${kind} it must be 0.`);
  const last = gain[gain.length - 1];
  if (antisymmetric === (numTaps % 2 === 1) && last !== 0)
    throw new RangeError(
      `gain[${gain.length - 1}] is ${last}, at the Nyquist frequency; with ${kind} it must be 0: take ${numTaps + 1} taps.`,
    );
}

/** Straight lines between the points. */
function interpolate(x: number, xs: readonly number[], ys: ArrayLike<number>): number {
  let i = 1;
  while (i < xs.length - 1 && xs[i] < x) i++;
  return ys[i - 1] + ((ys[i] - ys[i - 1]) * (x - xs[i - 1])) / (xs[i] - xs[i - 1]);
}

/**
 * FIR filter with any gain: straight lines through given points, sampled, transformed to taps, windowed.
 *
 * @example
 * firwin2(51, [0, 0.3, 0.6, 1], [1, 1, 0, 0])
 *
 * @param numTaps - length of the filter
 * @param freq - frequencies from 0 to fs/2 that do not decrease; one that stands twice is a step
 * @param gain - gain at each of them
 * @returns the taps, symmetric or antisymmetric
 * @throws RangeError or TypeError for an argument out of range, a gain that the symmetry forbids, an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 7.5; frequency sampling, Parks & Burrus, section 3.2.
 */
export function firwin2(
  numTaps: number,
  freq: ArrayLike<number>,
  gain: ArrayLike<number>,
  options: Firwin2Options = {},
): Float64Array {
  checkOptions(options, ['nFreqs', 'window', 'antisymmetric', 'fs']);
  checkCount('numTaps', numTaps, 1);
  const { fs = 2, antisymmetric = false, window = 'hamming' } = options;
  const { nFreqs = 1 + 2 ** Math.ceil(Math.log2(numTaps)) } = options;
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  checkFlag('antisymmetric', antisymmetric);
  checkCount('nFreqs', nFreqs, numTaps + 1);
  const f = checkFrequencies(freq, gain, fs / 2);
  checkSymmetry(numTaps, antisymmetric, gain);
  const amplitude = Float64Array.from({ length: nFreqs }, (_, k) => interpolate((k * fs) / 2 / (nFreqs - 1), f, gain));
  const shape = window === null ? new Float64Array(numTaps).fill(1) : getWindow(window, numTaps);
  const taps = fromAmplitude(amplitude, numTaps, antisymmetric).map((tap, n) => tap * shape[n]);
  if (antisymmetric && numTaps % 2 === 1) taps[(numTaps - 1) / 2] = 0;
  return finite(taps, 'gain', gain);
}

/** The first taps of the filter with this amplitude, delayed by (numTaps − 1)/2: an inverse Fourier transform. */
function fromAmplitude(amplitude: Float64Array, numTaps: number, antisymmetric: boolean): Float64Array {
  const half = amplitude.length - 1;
  const turn = (k: number) => (antisymmetric ? Math.PI / 2 : 0) - ((numTaps - 1) * Math.PI * k) / (2 * half);
  const re = amplitude.map((value, k) => value * Math.cos(turn(k)));
  const im = amplitude.map((value, k) => value * Math.sin(turn(k)));
  if (Number.isInteger(Math.log2(half))) {
    const mirrored = (part: Float64Array, sign: number) =>
      Float64Array.from({ length: 2 * half }, (_, k) => {
        if (k <= half) return k % half === 0 && sign < 0 ? 0 : part[k];
        return sign * part[2 * half - k];
      });
    return inverseFftReal({ re: mirrored(re, 1), im: mirrored(im, -1) }).slice(0, numTaps);
  }
  return Float64Array.from({ length: numTaps }, (_, n) => {
    let sum = re[0] + re[half] * (n % 2 === 0 ? 1 : -1);
    for (let k = 1; k < half; k++) {
      const angle = (Math.PI * ((k * n) % (2 * half))) / half;
      sum += 2 * (re[k] * Math.cos(angle) - im[k] * Math.sin(angle));
    }
    return sum / (2 * half);
  });
}
