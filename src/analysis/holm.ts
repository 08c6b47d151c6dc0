import { checkNumber, checkSamples } from '../numeric/check';

/**
 * The p-values of several tests, raised so that each can be held against the usual bound: with all below α called findings, the probability
 * that any of these is none stays at most α, whatever the tests have to do with one another.
 *
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 *
 * @param pValues - in [0, 1]
 * @returns as many, in the order given
 * @throws RangeError or TypeError for a bad argument
 * Source: S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 1979.
 */
export function holm(pValues: ArrayLike<number>): Float64Array {
  checkSamples('pValues', pValues);
  for (let i = 0; i < pValues.length; i++)
    checkNumber(`pValues[${i}]`, pValues[i], (p) => p >= 0 && p <= 1, 'in [0, 1]');
  const order = Array.from(pValues, (_, i) => i).sort((i, j) => pValues[i] - pValues[j]);
  const adjusted = new Float64Array(pValues.length);
  let least = 0;
  order.forEach((i, smaller) => {
    least = Math.max(least, Math.min(1, (order.length - smaller) * pValues[i]));
    adjusted[i] = least;
  });
  return adjusted;
}
