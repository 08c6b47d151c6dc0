import { checkChoice, checkCount, checkFlag, checkNumber, checkOptions, checkSamples, shown } from '../numeric/check';
import { listed } from './bandEdges';
import { getWindow, type WindowSpec } from './getWindow';
import { kaiserAtten, kaiserBeta } from './kaiser';

export type PassType = 'lowpass' | 'highpass' | 'bandpass' | 'bandstop';

export interface FirwinOptions {
  /** Shapes the taps; default 'hamming'. */
  window?: WindowSpec;
  /** Transition width, in the unit of the cutoff: chooses a Kaiser window for it, in place of `window`. */
  width?: number;
  /** Whether the gain at zero frequency is 1 (default), or the kind of filter. */
  passZero?: boolean | PassType;
  /** Makes the gain exactly 1 in the middle of the first pass band, or at its end that is 0 or Nyquist (default true). */
  scale?: boolean;
  /** Sampling frequency; default 2, so that cutoffs are relative to the Nyquist frequency. */
  fs?: number;
}

const passTypes: readonly PassType[] = ['lowpass', 'highpass', 'bandpass', 'bandstop'];

/** sin(πx)/(πx). */
export const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

function checkCutoffs(cutoff: readonly number[], fs: number): void {
  checkSamples('cutoff', cutoff);
  cutoff.forEach((frequency, i) => {
    if (frequency <= 0 || frequency >= fs / 2)
      throw new RangeError(
        `cutoff is ${frequency}; it must lie in (0, ${fs / 2}), between zero and the Nyquist frequency fs/2.`,
      );
    if (i > 0 && frequency <= cutoff[i - 1])
      throw new RangeError(`cutoff is ${shown(cutoff)}; it must increase strictly.`);
  });
}

/** Whether zero frequency passes, given the option and how many cutoffs there are. */
function passesZero(passZero: boolean | PassType, cutoffs: number): boolean {
  if (typeof passZero === 'boolean') return passZero;
  checkChoice('passZero', passZero, [true, false, ...passTypes]);
  const single = passZero === 'lowpass' || passZero === 'highpass';
  if (single !== (cutoffs === 1))
    throw new RangeError(
      `passZero is '${passZero}', which needs ${single ? 'one cutoff' : 'at least two cutoffs'}; got ${cutoffs}.`,
    );
  return passZero === 'lowpass' || passZero === 'bandstop';
}

/** The pass bands, relative to Nyquist, as pairs of edges. */
function passBands(cutoff: readonly number[], passZero: boolean): [left: number, right: number][] {
  const passNyquist = (cutoff.length % 2 === 1) !== passZero;
  const edges = [...(passZero ? [0] : []), ...cutoff, ...(passNyquist ? [1] : [])];
  return Array.from({ length: edges.length / 2 }, (_, i) => [edges[2 * i], edges[2 * i + 1]]);
}

/** Where {@link FirwinOptions.scale} makes the gain 1. */
function scaleFrequency([left, right]: [number, number]): number {
  if (left === 0) return 0;
  return right === 1 ? 1 : (left + right) / 2;
}

/**
 * FIR filter design by the window method: the ideal filter's impulse response, cut off and shaped by a window.
 *
 * @example
 * firwin(3, 0.1) // [0.06799, 0.86402, 0.06799]
 * firwin(101, [2, 5], { passZero: 'bandpass', fs: 52, window: ['kaiser', 6] })
 *
 * @param numTaps - length of the filter; odd if the gain at the Nyquist frequency is not 0
 * @param cutoff - edge or edges of the pass bands (where the gain is 1/2), in (0, fs/2), increasing
 * @returns the taps, symmetric: a linear phase with a delay of (numTaps − 1)/2 samples
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 7.5.
 */
export function firwin(numTaps: number, cutoff: number | readonly number[], options: FirwinOptions = {}): Float64Array {
  checkOptions(options, ['window', 'width', 'passZero', 'scale', 'fs']);
  const { window = 'hamming', width, passZero = true, scale = true, fs = 2 } = options;
  checkCount('numTaps', numTaps, 1);
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  checkFlag('scale', scale);
  const cutoffs = listed(cutoff);
  checkCutoffs(cutoffs, fs);
  const bands = passBands(
    cutoffs.map((frequency) => (2 * frequency) / fs),
    passesZero(passZero, cutoffs.length),
  );
  if (numTaps % 2 === 0 && bands[bands.length - 1][1] === 1)
    throw new RangeError(
      `numTaps is ${numTaps}; a filter that passes the Nyquist frequency needs an odd number: take ${numTaps + 1}.`,
    );

  const middle = (numTaps - 1) / 2;
  const shape = getWindow(width === undefined ? window : kaiserFor(numTaps, width, fs), numTaps);
  const frequency = scaleFrequency(bands[0]);
  const taps = new Float64Array(numTaps);
  let [gain, before] = [0, 0];
  for (let n = 0; n <= middle; n++) {
    const m = middle - n;
    let ideal = 0;
    for (const [left, right] of bands) ideal += right * sinc(right * m) - (left === 0 ? 0 : left * sinc(left * m));
    taps[n] = ideal * shape[n];
    taps[numTaps - 1 - n] = ideal * shape[numTaps - 1 - n];
    if (!scale) continue;
    const wave = frequency === 0 ? 1 : Math.cos(Math.PI * m * frequency);
    gain += wave * (m === 0 ? taps[n] : taps[n] + taps[numTaps - 1 - n]);
    before += (m === 0 ? 1 : 2) * Math.abs(ideal);
  }
  if (!scale) return taps;
  if (!(Math.abs(gain) > 1e-14 * before))
    throw new RangeError(
      `numTaps is ${numTaps}, of which the window leaves nothing to scale; take more taps, or a window that is not 0 at its ends.`,
    );
  for (let n = 0; n < numTaps; n++) taps[n] /= gain;
  return taps;
}

function kaiserFor(numTaps: number, width: number, fs: number): WindowSpec {
  checkNumber('width', width, (w) => w > 0 && w <= fs / 2, `in (0, ${fs / 2}]`);
  return ['kaiser', kaiserBeta(kaiserAtten(numTaps, (2 * width) / fs))];
}
