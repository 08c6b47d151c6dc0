import {
  checkChoice,
  checkCount,
  checkInteger,
  checkNumber,
  checkOptions,
  checkSamples,
  finite,
  shown,
} from '../numeric/check';
import { flatten, type Pairs } from './bandEdges';
import { problemOf, type RemezType } from './remez/problem';
import { type Attempt, attempt, largestError, shortened } from './remez/taps';

export type { RemezType };

export interface RemezOptions {
  /** How much the error counts in each band, positive; default 1 everywhere. */
  weight?: ArrayLike<number>;
  /**
   * 'bandpass' (default): symmetric taps, each band with its gain. 'differentiator' and 'hilbert': antisymmetric taps; a differentiator's gain
   * rises with frequency, in each band with its slope (in cycles per sample), and its error counts relative to the gain.
   */
  type?: RemezType;
  /** Sampling frequency; default 2, so that edges are relative to the Nyquist frequency (in SciPy the default is 1 here). */
  fs?: number;
  /** Exchanges before giving up; default 100. */
  maxIter?: number;
  /** Frequencies looked at, for each coefficient; default 16. */
  gridDensity?: number;
}

function checkBands(bands: readonly number[], desired: ArrayLike<number>, fs: number): void {
  if (bands.length % 2 !== 0) throw new RangeError(`bands is ${shown(bands)}; it must have two edges for each band.`);
  bands.forEach((edge, i) => {
    if (edge < 0 || edge > fs / 2)
      throw new RangeError(`bands[${i}] is ${edge}; it must lie in [0, ${fs / 2}], up to fs/2.`);
    if (i > 0 && edge <= bands[i - 1])
      throw new RangeError(`bands is ${shown(bands)}; its edges must increase strictly.`);
  });
  checkSamples('desired', desired);
  if (desired.length !== bands.length / 2)
    throw new RangeError(`desired has ${desired.length} values; it must have one for each band, ${bands.length / 2}.`);
}

/**
 * FIR filter whose largest weighted error is the smallest that its length allows (Parks and McClellan).
 *
 * @example
 * remez(55, [0, 0.2, 0.3, 1], [1, 0], { weight: [1, 11.5] })
 *
 * @param numTaps - length of the filter, at least 3
 * @param bands - edges of the bands, two for each, increasing, in [0, fs/2]; between the bands anything goes
 * @param desired - gain of each band; of a differentiator the slope
 * @returns the taps: symmetric for 'bandpass', antisymmetric for the others; those at both ends are 0 where double precision cannot make use
 * of more, which happens if the bands leave much of the frequencies free
 * @throws RangeError or TypeError for an argument out of range, a gain at the Nyquist frequency that a band-pass filter of even length cannot have, an exchange that does not converge
 * Source: Parks & McClellan, Chebyshev approximation for nonrecursive digital filters with linear phase, IEEE Trans. Circuit Theory 19 (1972);
 * Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 7.7.
 */
export function remez(
  numTaps: number,
  bands: Pairs,
  desired: ArrayLike<number>,
  options: RemezOptions = {},
): Float64Array {
  checkOptions(options, ['weight', 'type', 'fs', 'maxIter', 'gridDensity']);
  const { type = 'bandpass', fs = 2, maxIter = 100, gridDensity = 16 } = options;
  checkCount('numTaps', numTaps, 3);
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  checkInteger('maxIter', maxIter, 1);
  checkInteger('gridDensity', gridDensity, 1);
  checkChoice('type', type, ['bandpass', 'differentiator', 'hilbert']);
  const edges = flatten('bands', bands);
  checkBands(edges, desired, fs);
  const { weight = new Float64Array(desired.length).fill(1) } = options;
  checkSamples('weight', weight);
  if (weight.length !== desired.length)
    throw new RangeError(`weight has ${weight.length} values; it must have one for each band, ${desired.length}.`);
  Array.from(weight).forEach((value, i) => checkNumber(`weight[${i}]`, value, (w) => w > 0, 'positive'));
  const [last, gain] = [edges[edges.length - 1], desired[desired.length - 1]];
  if (type === 'bandpass' && numTaps % 2 === 0 && last === fs / 2 && gain !== 0)
    throw new RangeError(
      `numTaps is ${numTaps}; a filter that passes the Nyquist frequency needs an odd number: take ${numTaps + 1}.`,
    );

  const relative = edges.map((edge) => edge / fs);
  const symmetric = type === 'bandpass';
  const problemWith = (length: number, density: number) => problemOf(length, relative, desired, weight, type, density);
  const tryWith = (length: number): Attempt => {
    const problem = problemWith(length, gridDensity);
    if (problem.grid.length <= problem.size + 1)
      throw new RangeError(
        `bands is ${shown(edges)}; they are too narrow for ${numTaps} taps: take a larger gridDensity.`,
      );
    return attempt(problem, problemWith(length, Math.min(4, gridDensity)), length, maxIter, symmetric);
  };
  let given: Attempt | undefined;
  let failure: unknown;
  try {
    given = tryWith(numTaps);
  } catch (error) {
    failure = error;
  }
  if (given && !given.isDrowned) return finite(given.taps, 'desired', desired);
  const problem = problemWith(numTaps, gridDensity);
  const { taps, error } = shortened(numTaps, given, tryWith, (found) => largestError(found, problem, symmetric));
  // An exchange that does not converge is forgiven only where fewer taps leave nothing to be wished for.
  if (taps === undefined || (given === undefined && error > 1e-6)) throw failure;
  return finite(taps, 'desired', desired);
}
