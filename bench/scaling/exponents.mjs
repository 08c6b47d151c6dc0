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

/** Whether something grows faster than its theory, beyond the interval of its exponent. */
export const isFaster = ({ low, theoretical }) => low > theoretical + slack;
