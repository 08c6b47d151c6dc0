import { best } from './exchange';
import { bandsOf, type Problem } from './problem';

/** The taps whose response is A(f) = Q(f)·P(f), by an inverse Fourier transform of its samples. */
function tapsOf(
  numTaps: number,
  { factor }: Problem,
  P: (x: Float64Array) => Float64Array,
  symmetric: boolean,
): Float64Array {
  const middle = (numTaps - 1) / 2;
  const half = Math.floor(numTaps / 2);
  const x = new Float64Array(half + 1);
  for (let k = 0; k <= half; k++) x[k] = Math.cos((2 * Math.PI * k) / numTaps);
  const A = P(x);
  for (let k = 0; k <= half; k++) A[k] = factor(k / numTaps) === 0 ? 0 : factor(k / numTaps) * A[k];
  // The angles are multiples of π/numTaps, twice round the half circle.
  const wave = new Float64Array(2 * numTaps);
  for (let i = 0; i < wave.length; i++)
    wave[i] = symmetric ? Math.cos((Math.PI * i) / numTaps) : Math.sin((Math.PI * i) / numTaps);
  const taps = new Float64Array(numTaps);
  for (let n = 0; n <= middle; n++) {
    let sum = symmetric ? A[0] : 0;
    const step = numTaps - 1 - 2 * n;
    for (let k = 1, at = step; k <= half; k++) {
      sum += (2 * k === numTaps ? 1 : 2) * A[k] * wave[at];
      at += step;
      if (at >= 2 * numTaps) at -= 2 * numTaps;
    }
    taps[n] = sum / numTaps;
    taps[numTaps - 1 - n] = (symmetric ? 1 : -1) * taps[n];
  }
  if (!symmetric && numTaps % 2 === 1) taps[middle] = 0;
  return taps;
}

/** A filter of some length for the specification. */
export interface Attempt {
  taps: Float64Array;
  /** Whether rounding errors are no longer small beside the error in the bands. */
  isDrowned: boolean;
}

export function attempt(
  problem: Problem,
  coarse: Problem,
  numTaps: number,
  maxIter: number,
  symmetric: boolean,
): Attempt {
  const P = best(coarse, problem, maxIter);
  const places = P.some();
  /** How far the taps' response is from P at the worst of the places, in hundredths of P's own distance from what is desired. */
  const strays = (taps: Float64Array) =>
    places.reduce((most, { f, value, slack }) => {
      const distance = Math.abs(amplitude(taps, f, symmetric) / problem.factor(f) - value) / (0.01 * slack + 1e-12);
      return distance <= most ? most : distance; // NaN stays
    }, 0);
  const taps = tapsOf(numTaps, problem, (x) => x.map((value) => P.outside(value)), symmetric);
  const stray = strays(taps);
  if (stray <= 1) return { taps, isDrowned: false };
  const other = tapsOf(numTaps, problem, (x) => P.at(x), symmetric);
  const otherStray = strays(other);
  return otherStray < stray ? { taps: other, isDrowned: !(otherStray <= 1) } : { taps, isDrowned: true };
}

/** The taps' response without its delay. */
function amplitude(taps: Float64Array, f: number, symmetric: boolean): number {
  const middle = (taps.length - 1) / 2;
  let sum = symmetric && taps.length % 2 === 1 ? taps[middle] : 0;
  for (let n = 0; n < middle; n++) {
    const angle = 2 * Math.PI * f * (middle - n);
    sum += 2 * taps[n] * (symmetric ? Math.cos(angle) : Math.sin(angle));
  }
  return sum;
}

/** The largest weighted error that the taps have on the grid. */
export function largestError(taps: Float64Array, problem: Problem, symmetric: boolean): number {
  const { grid, factor, desired, weight } = problem;
  const bandOf = bandsOf(problem);
  return grid.reduce((most, f, i) => {
    const wrong = desired(f, bandOf[i]) - amplitude(taps, f, symmetric) / factor(f);
    const error = Math.abs(weight(f, bandOf[i]) * wrong);
    return error <= most ? most : error; // NaN stays
  }, 0);
}

/**
 * Where the bands leave much of the circle free and the taps are many, the best response is so huge in the free part that its rounding errors
 * drown the error in the bands. Then the filter with fewer taps and zeros at both ends is the better one: the length at which the error that
 * the taps really have is smallest.
 */
export function shortened(
  numTaps: number,
  given: Attempt | undefined,
  tryWith: (length: number) => Attempt,
  error: (taps: Float64Array) => number,
): { taps: Float64Array | undefined; error: number } {
  const attemptOf = (length: number): Attempt | undefined => {
    try {
      return tryWith(length);
    } catch {
      return undefined; // the exchange does not converge there
    }
  };
  const padded = (taps: Float64Array): Float64Array => {
    const full = new Float64Array(numTaps);
    full.set(taps, (numTaps - taps.length) / 2);
    return full;
  };
  let [low, high] = [4 - (numTaps % 2), numTaps];
  while (high - low > 2) {
    const middle = low + 2 * Math.floor((high - low) / 4);
    if (attemptOf(middle)?.isDrowned === false) low = middle;
    else high = middle;
  }
  let [best, smallest] = given ? [given.taps, error(given.taps)] : [undefined, Number.POSITIVE_INFINITY];
  for (let length = low; length < numTaps; length += 2) {
    const found = attemptOf(length);
    const size = found ? error(padded(found.taps)) : Number.POSITIVE_INFINITY;
    if (!(size < smallest) && length > low) break;
    if (found && size < smallest) [best, smallest] = [padded(found.taps), size];
  }
  return { taps: best, error: smallest };
}
