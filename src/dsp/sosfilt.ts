import { checkOptions, checkSamples, shown } from '../numeric/check';
import { filterInPlace } from './cascade';
import { checkDigitalSos } from './representations';

export interface SosfiltOptions {
  /** State before the first sample, two numbers for each section; default zeros. Pass the last block's `zf` to go on. */
  zi?: readonly ArrayLike<number>[];
}

/**
 * Filters a signal by second-order sections, one after the other: the way that stays right at high orders.
 *
 * @example
 * sosfilt(butter(8, 0.02), x).y
 *
 * @param sos - sections [[b0, b1, b2, a0, a1, a2], …]
 * @returns y of x's length; zf, two numbers for each section, the `zi` of the next block
 * @throws RangeError or TypeError for an argument out of range, a state of the wrong shape, or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 6.3.2.
 */
export function sosfilt(
  sos: readonly (readonly number[])[],
  x: ArrayLike<number>,
  options: SosfiltOptions = {},
): { y: Float64Array; zf: Float64Array[] } {
  checkOptions(options, ['zi']);
  checkDigitalSos(sos);
  checkSamples('x', x, 0);
  const { zi = sos.map(() => new Float64Array(2)) } = options;
  if (zi?.length !== sos.length || !Array.from(zi).every((state) => state?.length === 2))
    throw new RangeError(`zi is ${shown(zi)}; it must have two numbers for each of the ${sos.length} sections.`);
  for (const [i, state] of zi.entries()) checkSamples(`zi[${i}]`, state);
  const cascade = sos.map((section, i) => ({
    b: section.slice(0, 3),
    a: section.slice(3),
    state: new Float64Array(zi[i]),
  }));
  const y = new Float64Array(x);
  filterInPlace(cascade, y);
  return { y, zf: cascade.map(({ state }) => state) };
}
