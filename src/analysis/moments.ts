import { checkNumber, checkSamples } from '../numeric/check';

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The standard error of the mean: s/√n, where s² is the sum of squares over n − 1. */
export function standardError(values: ArrayLike<number>): number {
  const [n, middle] = [values.length, mean(values)];
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - middle) ** 2;
  return Math.sqrt(squares / (n - 1) / n);
}

/** NumPy's quantile, of what is sorted: linear between two neighbours. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Throws unless there are two finite numbers or more: one says nothing of how much they vary. */
export function checkSample(name: string, values: ArrayLike<number>): void {
  checkSamples(name, values);
  if (values.length < 2)
    throw new RangeError(`${name} has one number; it needs at least two, for one does not show how much they vary.`);
}

/** Throws unless the values come in pairs. */
export function checkPairs(names: [string, string], a: ArrayLike<number>, b: ArrayLike<number>): void {
  checkSample(names[0], a);
  checkSample(names[1], b);
  if (a.length !== b.length)
    throw new RangeError(`${names[1]} has ${b.length} numbers and ${names[0]} has ${a.length}; they must be pairs.`);
}

export const checkLevel = (level: number): void =>
  checkNumber('level', level, (value) => value > 0 && value < 1, 'between 0 and 1, for instance 0.95');
