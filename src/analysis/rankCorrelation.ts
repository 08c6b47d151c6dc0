import { jStat } from 'jstat';
import { type BootstrapOptions, bootstrap, readBootstrapOptions } from './bootstrap';
import { checkPairs, mean } from './moments';

/** Spearman's ρ, which is NaN like the rest if all x or all y are equal. */
export interface RankCorrelation {
  rho: number;
  /** The bootstrap interval of ρ, over pairs. */
  low: number;
  high: number;
  /** Two-sided, of no correlation, by Student's distribution; good from some ten pairs on. */
  p: number;
}

/** The place of each value among all, from 1; equal values share the mean of theirs. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const places = new Float64Array(order.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) places[order[i]] = (start + 1 + end) / 2;
  }
  return places;
}

/** Pearson's. */
function correlation(x: Float64Array, y: Float64Array): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - meanX, y[i] - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

const spearman = (x: ArrayLike<number>, y: ArrayLike<number>): number => correlation(ranks(x), ranks(y));

function pValue(rho: number, n: number): number {
  if (n < 3 || Number.isNaN(rho)) return Number.NaN;
  return 2 * jStat.studentt.cdf(-Math.abs(rho) * Math.sqrt((n - 2) / Math.max(1 - rho * rho, 1e-300)), n - 2);
}

/**
 * Spearman's rank correlation with its bootstrap interval: whether y rises with x, in whatever way. Ties share their rank.
 *
 * @example
 * rankCorrelation([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 3, 5, 4, 8, 6, 7]).rho // 0.881
 *
 * @param x - at least two
 * @param y - as many, each the partner of that of x
 * @throws RangeError or TypeError for a bad argument
 * Source: C. Spearman, The proof and measurement of association between two things, Amer. J. Psychol. 15, 1904; as SciPy's `spearmanr`.
 */
export function rankCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: BootstrapOptions = {},
): RankCorrelation {
  const all = readBootstrapOptions(options);
  checkPairs(['x', 'y'], x, y);
  const take = (values: ArrayLike<number>, indices: Int32Array) => Float64Array.from(indices, (i) => values[i]);
  const { estimate, ...interval } = bootstrap(x.length, (i) => spearman(take(x, i), take(y, i)), all);
  return { rho: estimate, ...interval, p: pValue(estimate, x.length) };
}
