import { checkCount, checkNumber, checkOptions, shown } from '../numeric/check';
import { getWindow, type WindowSpec } from './getWindow';
import { type Filter, impulseResponse, stages } from './impulseResponse';

export interface TruncationOptions {
  /** Fades the taps towards the cut: the falling half of this window. Default 'boxcar', the plain cut. */
  window?: WindowSpec;
}

/**
 * An IIR filter made an FIR: its impulse response, cut after `numTaps` samples. With the rectangular window this is the recursion unrolled
 * to a finite depth.
 *
 * @example
 * truncateImpulseResponse({ b: [1], a: [1, -0.5] }, 3) // [1, 0.5, 0.25]
 *
 * @throws RangeError or TypeError for a malformed filter, length or option
 */
export function truncateImpulseResponse(
  filter: Filter,
  numTaps: number,
  options: TruncationOptions = {},
): Float64Array {
  checkOptions(options, ['window']);
  const { window = 'boxcar' } = options;
  checkCount('numTaps', numTaps, 1);
  const h = impulseResponse(filter, numTaps);
  const fade = getWindow(window, 2 * numTaps - 1).subarray(numTaps - 1);
  return h.map((value, n) => value * fade[n]);
}

/**
 * What a cut can cost: Σ |h[n]| over the samples n ≥ numTaps that are cut off. It bounds the error of the output for inputs within ±1, and
 * the error of the frequency response at every frequency.
 *
 * @example
 * truncationBound({ b: [1], a: [1, -0.5] }, 3) // 0.25
 *
 * @throws RangeError if the filter is not stable: then the sum is infinite
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 2.4 (stability, ℓ1 norm).
 */
export function truncationBound(filter: Filter, numTaps: number): number {
  checkCount('numTaps', numTaps, 0);
  return tails(filter, numTaps)[numTaps];
}

/**
 * The energy of a cut: Σ h[n]² over the samples n ≥ numTaps that are cut off. It is the mean square of the output's error for white noise of
 * variance 1, and the mean over all frequencies of the squared error of the response. No other FIR of this length has less.
 *
 * @example
 * truncationEnergy({ b: [1], a: [1, -0.5] }, 1) // 0.3333
 *
 * @throws RangeError if the filter is not stable: then the sum is infinite
 * Source: Parseval's theorem; Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 2.9.5.
 */
export function truncationEnergy(filter: Filter, numTaps: number): number {
  checkCount('numTaps', numTaps, 0);
  return tails(filter, numTaps, { size: (h) => h * h })[numTaps];
}

/**
 * The shortest cut that costs no more than `eps`: the smallest N with Σ |h[n]| over n ≥ N at most eps.
 *
 * @example
 * tapsForTolerance({ b: [0.1], a: [1, -0.9] }, 0.01) // 44
 *
 * @param eps - positive
 * @throws RangeError if eps is not positive, or too small for the response ever to get there in doubles, or if the filter is not stable
 */
export function tapsForTolerance(filter: Filter, eps: number): number {
  checkNumber('eps', eps, (e) => e > 0, 'positive');
  return tails(filter, 1, { eps }).findIndex((tail) => tail <= eps);
}

const longest = 2 ** 24;

interface Tails {
  /** What is summed; default |h|. */
  size?: (h: number) => number;
  /** How small they must get; default: until nothing is left in double precision. */
  eps?: number;
}

/** Σ size(h[n]) over n ≥ N, for N = 0, 1, … (at least up to `least`), until nothing that matters is left. */
function tails(
  filter: Filter,
  least: number,
  { size = Math.abs, eps = Number.POSITIVE_INFINITY }: Tails = {},
): Float64Array {
  const inSeries = stages(filter);
  if (!inSeries.every(({ a }) => isStable(a)))
    throw new RangeError(
      `filter is ${shown(filter)}; it must be stable, all its poles inside the unit circle: the sum over its impulse response is infinite.`,
    );
  const memory = inSeries.reduce((sum, { a, b }) => sum + a.length + b.length, 0);
  let left = Number.POSITIVE_INFINITY;
  // The second half holds what the first lacks: once it is negligible, so, for a decaying response, is all that comes after it.
  for (let length = Math.max(64, 4 * memory, 4 * least); length <= longest; length *= 2) {
    const tail = new Float64Array(length + 1);
    const h = impulseResponse(filter, length);
    for (let n = length - 1; n >= 0; n--) tail[n] = tail[n + 1] + size(h[n]);
    const before = left;
    left = tail[length / 2];
    if (left > 1e-17 * tail[0]) continue;
    if (left <= eps) return tail;
    if (left >= before)
      throw new RangeError(
        `eps is ${eps}; it must be at least 1e-290: rounded to the smallest doubles, this impulse response fades no further.`,
      );
  }
  throw new RangeError(
    `filter is ${shown(filter)}; its poles must be farther inside the unit circle: its impulse response does not fade within ${longest} samples.`,
  );
}

/** Whether all zeros of a₀zⁿ + a₁zⁿ⁻¹ + … lie inside the unit circle, by the Schur–Cohn step-down recursion. */
function isStable(a: ArrayLike<number>): boolean {
  let current = Array.from(a, (value) => value / a[0]);
  while (current.length > 1) {
    const k = current[current.length - 1];
    if (!(Math.abs(k) < 1)) return false;
    const [previous, reversed] = [current, [...current].reverse()];
    current = previous.slice(0, -1).map((value, i) => (value - k * reversed[i]) / (1 - k * k));
  }
  return true;
}
