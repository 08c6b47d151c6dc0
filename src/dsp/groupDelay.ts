import { powerOfTwo } from '../numeric/powerOfTwo';
import { checkTransferFunction, type FrequencyOptions, frequencies } from './freqz';

/**
 * The delay of the taps c at e^(−jω) = cos + j·sin, Re(Σ n cₙ e^(−jωn) / Σ cₙ e^(−jωn)); NaN where the lower sum is no larger than its
 * rounding.
 */
function delayAt({ c, rounding }: Taps, cos: number, sin: number): number {
  // Horner's rule for the polynomial and its derivative.
  let re = 0;
  let im = 0;
  let slopeRe = 0;
  let slopeIm = 0;
  for (let n = c.length - 1; n >= 0; n--) {
    const nextSlope = slopeRe * cos - slopeIm * sin + re;
    slopeIm = slopeRe * sin + slopeIm * cos + im;
    slopeRe = nextSlope;
    const next = re * cos - im * sin + c[n];
    im = re * sin + im * cos;
    re = next;
  }
  const square = re * re + im * im;
  if (square <= rounding * rounding) return Number.NaN;
  return ((slopeRe * cos - slopeIm * sin) * re + (slopeRe * sin + slopeIm * cos) * im) / square;
}

interface Taps {
  c: Float64Array;
  /** By how much their sum may be off, however each is turned. */
  rounding: number;
}

/** The taps in a unit in which their squares are doubles; the delay has none. */
function inUnits(taps: ArrayLike<number>): Taps {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + Math.abs(value), 0);
  const unit = powerOfTwo(sum(Float64Array.from(taps)));
  const c = Float64Array.from(taps, (value) => value / unit);
  return { c, rounding: 2 ** -52 * c.length * sum(c) };
}

/**
 * Group delay of a filter, −dφ/dω: by how many samples a narrow band around each frequency is delayed. It is the delay of the taps b less
 * that of the taps a.
 *
 * @example
 * groupDelay([1, 2, 1], [1], { w: [0, 1] }).gd // [1, 1]
 *
 * @returns frequencies `w` in the unit of fs, delays `gd` in samples; NaN where the gain is zero or infinite and the delay undefined: where B
 * or A is at most length·2⁻⁵²·Σ|coefficient|, by which its sum is rounded. Near that, digits are lost: of `butter(8, 0.01)` as coefficients
 * the pass band is right to 1 %, of `butter(8, 0.009)` it is NaN. Then add up the delays of the sections.
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Smith, Introduction to Digital Filters, "Numerical computation of group delay".
 */
export function groupDelay(
  b: ArrayLike<number>,
  a: ArrayLike<number> = [1],
  options: FrequencyOptions = {},
): { w: Float64Array; gd: Float64Array } {
  checkTransferFunction(b, a);
  const { w, fs } = frequencies(options);
  const [above, below] = [inUnits(b), inUnits(a)];
  const gd = w.map((frequency) => {
    const omega = (2 * Math.PI * frequency) / fs;
    const [cos, sin] = [Math.cos(omega), -Math.sin(omega)];
    return delayAt(above, cos, sin) - delayAt(below, cos, sin);
  });
  return { w, gd };
}
