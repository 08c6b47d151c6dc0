import { jStat } from 'jstat';
import { checkOptions } from '../numeric/check';
import { checkLevel, checkSample, mean, standardError } from './moments';

/** An estimate and the interval that holds the true value as often as its level says. */
export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

export interface StudentIntervalOptions {
  /** How often it holds the true mean; default 0.95. */
  level?: number;
}

/**
 * The mean with Student's interval, x̄ ± t·s/√n: **the one for a handful of seeds**. For normal values its coverage is exact at any n; of
 * five exponential ones it holds the mean 88 times in 100 at a level of 95 %, where the bootstrap does 79. It knows no bounds: of accuracies
 * near 1 it may reach beyond 1.
 *
 * @example
 * studentInterval([0.91, 0.94, 0.89, 0.95, 0.92]) // { estimate: 0.922, low: 0.8924, high: 0.9516 }
 *
 * @param values - at least two
 * @throws RangeError or TypeError for a bad argument
 * Source: Student, The probable error of a mean, Biometrika 6, 1908.
 */
export function studentInterval(values: ArrayLike<number>, options: StudentIntervalOptions = {}): Interval {
  checkOptions(options, ['level']);
  const { level = 0.95 } = options;
  checkSample('values', values);
  checkLevel(level);
  const estimate = mean(values);
  const reach = jStat.studentt.inv((1 + level) / 2, values.length - 1) * standardError(values);
  return { estimate, low: estimate - reach, high: estimate + reach };
}
