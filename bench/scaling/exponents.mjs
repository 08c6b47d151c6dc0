import { powerLaw } from './powerLaw.mjs';

/** What constants and the like may add to an exponent over a handful of sizes. */
const slack = 0.05;

/**
 * The exponent with which values grow, and that of a theory, f(n) up to a factor, over the same sizes. Of N log N the latter is a little above 1.
 */
export function exponentOf(sizes, values, f) {
  const { exponent, low, high } = powerLaw(sizes, values);
  return { exponent, low, high, theoretical: powerLaw(sizes, sizes.map(f)).exponent };
}

/** By how much the exponent between the last two sizes is above its theory's: what begins to grow late is seen there. */
export function excessAtEnd(sizes, values, f) {
  const [x, y, theory] = [sizes, values, sizes.map(f)].map((list) => Math.log(list.at(-1) / list.at(-2)));
  return (y - theory) / x;
}

/** Whether something grows faster than its theory, beyond the interval of its exponent. */
export const isFaster = ({ low, theoretical }) => low > theoretical + slack;

/** Whether it grows more slowly. */
export const isSlower = ({ high, theoretical }) => high < theoretical - slack;
