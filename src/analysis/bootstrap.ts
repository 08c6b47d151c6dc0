import { jStat } from 'jstat';
import { checkChoice, checkInteger, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';
import { checkLevel, mean, quantile } from './moments';
import type { Interval } from './studentInterval';

export interface BootstrapOptions {
  /** How often the interval is to hold the true value; default 0.95. */
  level?: number;
  /** Samples drawn with replacement; default 9999. If there are no more than this in all (five values have 3125), each is taken once. */
  resamples?: number;
  /** Of the draws, an integer in [0, 2³²); default 0. */
  seed?: number;
  /** 'bca' (default): corrected for bias and for a spread that changes with the value. 'percentile': the middle of the resamples as it is. */
  method?: 'bca' | 'percentile';
}

/** Gives each option its default, and throws for what it cannot be. */
export function readBootstrapOptions(
  options: BootstrapOptions,
  others: readonly string[] = [],
): Required<BootstrapOptions> {
  checkOptions(options, ['level', 'resamples', 'seed', 'method', ...others]);
  const { level = 0.95, resamples = 9999, seed = 0, method = 'bca' } = options;
  checkLevel(level);
  checkInteger('resamples', resamples, 1);
  random(seed); // refuses a bad one even where all resamples are enumerated and none is drawn
  checkChoice('method', method, ['bca', 'percentile']);
  return { level, resamples, seed, method };
}

/** Draws n of n with replacement, again and again, into one array. */
function* draws(n: number, resamples: number, seed: number): Generator<Int32Array, void, undefined> {
  const indices = new Int32Array(n);
  if (n ** n <= resamples) {
    for (let i = 0; i < n ** n; i++) {
      for (let place = 0, rest = i; place < n; place++, rest = Math.floor(rest / n)) indices[place] = rest % n;
      yield indices;
    }
    return;
  }
  const { below } = random(seed);
  for (let i = 0; i < resamples; i++) {
    for (let place = 0; place < n; place++) indices[place] = below(n);
    yield indices;
  }
}

/** Which of n there are without the i-th. */
const without = (i: number, n: number): Int32Array => Int32Array.from({ length: n - 1 }, (_, j) => (j < i ? j : j + 1));

/**
 * The quantiles of the resamples between which a BCa interval lies.
 *
 * Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, equations 14.9 to 14.15.
 */
function correctedQuantiles(estimate: number, sorted: Float64Array, jackknife: number[], quantiles: number[]) {
  const count = sorted.length;
  // A resample of the same values in another order has the same statistic but for rounding.
  const rounding = 1e-12 * (sorted[count - 1] - sorted[0]);
  const below = sorted.reduce((sum, value) => sum + Number(value < estimate - rounding), 0);
  const upTo = sorted.reduce((sum, value) => sum + Number(value <= estimate + rounding), 0);
  const share = Math.min(Math.max((below + upTo) / (2 * count), 0.5 / count), 1 - 0.5 / count);
  const bias = jStat.normal.inv(share, 0, 1);
  const middle = mean(jackknife);
  const sumOfPowers = (power: number) => jackknife.reduce((sum, value) => sum + (middle - value) ** power, 0);
  const acceleration = sumOfPowers(3) / (6 * sumOfPowers(2) ** 1.5) || 0;
  return quantiles.map((q) => {
    const z = bias + jStat.normal.inv(q, 0, 1);
    return jStat.normal.cdf(bias + z / (1 - acceleration * z), 0, 1);
  });
}

/**
 * The bootstrap interval of a statistic of n things, given by the indices of those that were drawn. Resamples of which the statistic is NaN
 * (a correlation of equal values) are left out.
 */
export function bootstrap(
  n: number,
  statistic: (indices: Int32Array) => number,
  { level, resamples, seed, method }: Required<BootstrapOptions>,
): Interval {
  const estimate = statistic(Int32Array.from({ length: n }, (_, i) => i));
  const found: number[] = [];
  for (const indices of draws(n, resamples, seed)) found.push(statistic(indices));
  const sorted = Float64Array.from(found.filter((value) => !Number.isNaN(value))).sort();
  if (Number.isNaN(estimate) || sorted.length === 0) return { estimate, low: Number.NaN, high: Number.NaN };
  const quantiles = [(1 - level) / 2, (1 + level) / 2];
  const jackknife = () =>
    Array.from({ length: n }, (_, i) => statistic(without(i, n))).filter((value) => !Number.isNaN(value));
  const [low, high] = (method === 'bca' ? correctedQuantiles(estimate, sorted, jackknife(), quantiles) : quantiles).map(
    (q) => quantile(sorted, q),
  );
  return { estimate, low, high };
}
