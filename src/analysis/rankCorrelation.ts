import { type BootstrapOptions, bootstrap, readBootstrapOptions } from './bootstrap';
import { checkPairs } from './moments';
import { correlation, ranker } from './spearman';
import { studentTails } from './studentTails';

/** Spearman's ρ, which is NaN like the rest if all x or all y are equal. */
export interface RankCorrelation {
  rho: number;
  /** The bootstrap interval of ρ, over pairs. */
  low: number;
  high: number;
  /** Two-sided, of no correlation, by Student's distribution; good from some ten pairs on. */
  p: number;
}

function pValue(rho: number, n: number): number {
  if (n < 3 || Number.isNaN(rho)) return Number.NaN;
  return studentTails(rho * Math.sqrt((n - 2) / Math.max(1 - rho * rho, 0)), n - 2);
}

/**
 * Spearman's rank correlation with its bootstrap interval: whether y rises with x, in whatever way. Ties share their rank. For ρ
 * alone take `spearman`.
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
  const [ranksX, ranksY] = [ranker(x), ranker(y)];
  const { estimate, ...interval } = bootstrap(x.length, (i) => correlation(ranksX(i), ranksY(i)), all);
  return { rho: estimate, ...interval, p: pValue(estimate, x.length) };
}
