import { createRequire } from 'node:module';

const { jStat } = createRequire(import.meta.url)('jstat');

/**
 * y = c·xᵖ by least squares through the logarithms, with Student's interval of 95 % for the exponent.
 *
 * @param x - at least three different sizes
 * @param y - what was measured there, positive
 * @returns the exponent p with the ends of its interval, and the factor c
 */
export function powerLaw(x, y) {
  const [u, v] = [x, y].map((values) => Array.from(values, Math.log));
  const n = u.length;
  if (n < 3) throw new RangeError(`x has ${n} sizes; an exponent with an interval needs at least 3.`);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / n;
  const [mu, mv] = [mean(u), mean(v)];
  const sum = (term) => u.reduce((total, _, i) => total + term(u[i] - mu, v[i] - mv), 0);
  const uu = sum((a) => a * a);
  const exponent = sum((a, b) => a * b) / uu;
  const left = sum((a, b) => (b - exponent * a) ** 2);
  const reach = jStat.studentt.inv(0.975, n - 2) * Math.sqrt(left / (n - 2) / uu);
  return { exponent, low: exponent - reach, high: exponent + reach, factor: Math.exp(mv - exponent * mu) };
}
