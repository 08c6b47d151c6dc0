import { checkTransferFunction, type FrequencyOptions, frequencies, polynomialOnCircle } from './freqz';

/**
 * Group delay of a filter, −dφ/dω: by how many samples a narrow band around each frequency is delayed.
 *
 * With c = b ∗ reversed(a), the delay is Re(Σ n cₙ e^(−jωn) / Σ cₙ e^(−jωn)) − (length of a − 1).
 *
 * @example
 * groupDelay([1, 2, 1], [1], { w: [0, 1] }).gd // [1, 1]
 *
 * @returns frequencies `w` in the unit of fs, delays `gd` in samples; NaN where the gain is zero and the delay undefined
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
  const c = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < b.length; i++) for (let k = 0; k < a.length; k++) c[i + k] += b[i] * a[a.length - 1 - k];
  const ramped = c.map((value, n) => n * value);
  const negligible = 1e-12 * c.reduce((sum, value) => sum + Math.abs(value), 0);
  const gd = w.map((frequency) => {
    const omega = (2 * Math.PI * frequency) / fs;
    const [re, im] = polynomialOnCircle(c, omega);
    if (Math.hypot(re, im) <= negligible) return Number.NaN;
    const [rampedRe, rampedIm] = polynomialOnCircle(ramped, omega);
    return (rampedRe * re + rampedIm * im) / (re * re + im * im) - (a.length - 1);
  });
  return { w, gd };
}
