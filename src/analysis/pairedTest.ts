import { checkChoice, checkOptions } from '../numeric/check';
import { checkPairs, mean, standardError } from './moments';
import { studentInterval } from './studentInterval';
import { studentTails } from './studentTails';

export interface PairedTestOptions {
  /**
   * 'sign-flip' (default): exact whatever the distribution, if a difference is as likely one way as the other; n pairs give no p below
   * 2^(1 − n), which for five is 1/16. 't': exact for normal differences.
   */
  method?: 'sign-flip' | 't';
  /** Of the interval; default 0.95. */
  level?: number;
}

/** What a paired comparison found. */
export interface PairedTest {
  /** The mean of a − b. */
  difference: number;
  /** Student's interval of it, whatever the method: what inverts the sign flips has no bound for less than six pairs. */
  low: number;
  high: number;
  /** Two-sided: how often a difference as large comes up if there is none. */
  p: number;
}

/** Pairs that the sign flips are enumerated of: 2²⁴ sums, a quarter of a second. */
const mostPairs = 25;

/** How many of all choices of signs make a sum as large as the given ones do, the first sign being as it is. */
function signFlip(differences: Float64Array): number {
  const n = differences.length;
  const total = differences.reduce((sum, value) => sum + value, 0);
  const size = differences.reduce((sum, value) => sum + Math.abs(value), 0);
  // Sums that differ by rounding alone are equal.
  const threshold = Math.abs(total) - 1e-13 * size;
  const count = (i: number, sum: number): number =>
    i === n
      ? Number(Math.abs(sum) >= threshold)
      : count(i + 1, sum + differences[i]) + count(i + 1, sum - differences[i]);
  return count(1, differences[0]) / 2 ** (n - 1);
}

function tTest(differences: Float64Array): number {
  const error = standardError(differences);
  if (error === 0) return differences[0] === 0 ? 1 : 0;
  return studentTails(mean(differences) / error, differences.length - 1);
}

/**
 * Whether a differs from b, pair by pair: two models trained with the same seeds, say, or judged on the same puzzles. Several such tests
 * together need `holm`.
 *
 * @example
 * pairedTest([0.99, 0.97, 0.98, 0.99, 0.96], [0.88, 0.86, 0.89, 0.87, 0.9]) // { difference: 0.098, low: 0.0684, high: 0.1276, p: 0.0625 }
 *
 * @param a - at least two; for the sign flips at most 25
 * @param b - as many, each the partner of that of a
 * @throws RangeError or TypeError for a bad argument
 * Source: R. A. Fisher, The Design of Experiments, 1935, section 21 (sign flips, on Darwin's maize).
 */
export function pairedTest(a: ArrayLike<number>, b: ArrayLike<number>, options: PairedTestOptions = {}): PairedTest {
  checkOptions(options, ['method', 'level']);
  const { method = 'sign-flip', level } = options;
  checkChoice('method', method, ['sign-flip', 't']);
  checkPairs(['a', 'b'], a, b);
  if (method === 'sign-flip' && a.length > mostPairs)
    throw new RangeError(`a has ${a.length} numbers; sign flips are enumerated up to ${mostPairs}: use method 't'.`);
  const differences = Float64Array.from(a, (value, i) => value - b[i]);
  const { estimate: difference, low, high } = studentInterval(differences, { level });
  return { difference, low, high, p: method === 't' ? tTest(differences) : signFlip(differences) };
}
