import { checkCount, checkSamples, shown } from '../numeric/check';
import { checkTransferFunction } from './freqz';
import { lfilter } from './lfilter';
import { checkLeading } from './representations';

/** A filter: its taps (FIR), its coefficients {b, a}, or its second-order sections [[b0, b1, b2, a0, a1, a2], …]. */
export type Filter = Float64Array | { b: ArrayLike<number>; a: ArrayLike<number> } | readonly (readonly number[])[];

/** The filter as coefficients {b, a} of stages in series. */
export function stages(filter: Filter): { b: ArrayLike<number>; a: ArrayLike<number> }[] {
  if (filter instanceof Float64Array) {
    checkSamples('filter', filter);
    return [{ b: filter, a: [1] }];
  }
  if (typeof filter === 'object' && filter !== null && 'b' in filter && 'a' in filter) {
    checkTransferFunction(filter.b, filter.a, 'filter.');
    return [filter];
  }
  if (
    !Array.isArray(filter) ||
    filter.length === 0 ||
    !filter.every((section) => Array.isArray(section) && section.length === 6)
  )
    throw new TypeError(
      `filter is ${shown(filter)}; it must be taps (Float64Array), {b, a}, or sections [[b0, b1, b2, a0, a1, a2], …].`,
    );
  for (const [i, section] of filter.entries()) checkSamples(`filter[${i}]`, section);
  checkLeading('filter', filter);
  return filter.map((section) => ({ b: section.slice(0, 3), a: section.slice(3) }));
}

/**
 * The first samples of a filter's answer to the unit impulse.
 *
 * @example
 * impulseResponse({ b: [1], a: [1, -0.5] }, 4) // [1, 0.5, 0.25, 0.125]
 *
 * @param n - how many samples, at least 1
 * @throws RangeError or TypeError for a malformed filter or n
 */
export function impulseResponse(filter: Filter, n: number): Float64Array {
  checkCount('n', n, 1);
  let h = new Float64Array(n);
  h[0] = 1;
  for (const { b, a } of stages(filter)) h = new Float64Array(lfilter(b, a, h).y);
  return h;
}
