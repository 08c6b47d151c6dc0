import { checkInteger, checkNumber, checkOptions, shown } from '../numeric/check';

export interface DecayRateOptions {
  /** Residuals from the first one below this on are left out, where rounding levels them off; default 3·10⁻⁶, some 30 units of float32. */
  floor?: number;
  /** Residuals before the last one above this are left out, where the way is not yet straight; default 10⁻². */
  transient?: number;
  /** The fewest residuals that make a rate; default 5. */
  least?: number;
}

/** A straight line through the logarithms of some residuals. */
export interface DecayRate {
  /** The factor by which the residual falls each time; NaN if there is no geometric part. */
  rate: number;
  /** Where the part begins and where it ends, exclusive; the same if there is none. */
  from: number;
  to: number;
  /** The share of the logarithms' variance that the line explains, in [0, 1]; near 1 where the decay is geometric. */
  fit: number;
}

/**
 * The measured decay of a sequence of relative residuals, to hold against the radius of a pole: the slope, by least squares, of the logarithms
 * of its geometric part. That begins behind the last residual above `transient`, and ends before the first below `floor` that comes after. A
 * sequence that never falls below `transient`, or has fewer than `least` residuals between the two, has no rate: either it does not converge
 * or it converges too fast to be measured in float32.
 *
 * @example
 * decayRate([1, 0.1, 0.008, 0.004, 0.002, 0.001, 0.0005]).rate // 0.5
 *
 * @param residuals - as `depthCurve` gives them: at least 0, or NaN
 * @throws RangeError or TypeError for a bad argument
 */
export function decayRate(residuals: ArrayLike<number>, options: DecayRateOptions = {}): DecayRate {
  checkOptions(options, ['floor', 'transient', 'least']);
  const { floor = 3e-6, transient = 1e-2, least = 5 } = options;
  checkNumber('floor', floor, (value) => value > 0, 'positive');
  checkNumber('transient', transient, (value) => value > floor, `above floor, which is ${floor}`);
  checkInteger('least', least, 2);
  checkResiduals(residuals);
  const values = Array.from(residuals);
  const from = values.reduce((start, value, k) => (value <= transient ? start : k + 1), 0);
  const below = values.findIndex((value, k) => k >= from && value < floor);
  const to = below < 0 ? values.length : below;
  if (to - from < least) return { rate: Number.NaN, from, to: from, fit: Number.NaN };
  const { slope, fit } = line(values.slice(from, to).map(Math.log));
  return { rate: Math.exp(slope), from, to, fit };
}

/** A state that is no number any more has NaN for a residual: that is no mistake of the caller's. */
function checkResiduals(residuals: ArrayLike<number>): void {
  if (typeof residuals !== 'object' || residuals === null || typeof residuals.length !== 'number')
    throw new TypeError(`residuals is ${shown(residuals)}; it must be an array of numbers.`);
  const at = Array.from(residuals).findIndex((value) => typeof value !== 'number' || value < 0);
  if (at >= 0) throw new RangeError(`residuals[${at}] is ${shown(residuals[at])}; it must be at least 0.`);
}

/** Least squares through (0, y₀), (1, y₁), … */
function line(y: readonly number[]): { slope: number; fit: number } {
  const middle = (y.length - 1) / 2;
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let [xx, xy, yy] = [0, 0, 0];
  y.forEach((value, x) => {
    xx += (x - middle) ** 2;
    xy += (x - middle) * (value - mean);
    yy += (value - mean) ** 2;
  });
  return { slope: xy / xx, fit: yy === 0 ? 1 : (xy * xy) / (xx * yy) };
}
