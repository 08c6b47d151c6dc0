import { checkSamples } from '../numeric/check';
import { filterInPlace, type Stage } from './cascade';
import { type Filter, stages } from './impulseResponse';

/**
 * A filter that keeps its state between blocks: what it gives for a signal in pieces is what it gives for the whole, to the last bit.
 *
 * @example
 * const filter = new StreamingFilter(butter(4, 0.1));
 * for (const block of blocks) play(filter.process(block));
 */
export class StreamingFilter {
  readonly #stages: Stage[];

  /**
   * @param filter - taps, {b, a}, or second-order sections
   * @throws RangeError or TypeError for a malformed filter
   */
  constructor(filter: Filter) {
    this.#stages = stages(filter).map(({ b, a }) => ({
      b: Float64Array.from(b),
      a: Float64Array.from(a),
      state: new Float64Array(Math.max(a.length, b.length) - 1),
    }));
  }

  /** Filters the next block. @returns of its length */
  process(block: ArrayLike<number>): Float64Array {
    checkSamples('block', block, 0);
    const y = new Float64Array(block);
    filterInPlace(this.#stages, y);
    return y;
  }

  /** Forgets all that went through. */
  reset(): void {
    for (const { state } of this.#stages) state.fill(0);
  }
}
