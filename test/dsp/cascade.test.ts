import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Filter, lfilter, StreamingFilter, sosfilt } from 'polezero/dsp';
import { random } from 'polezero/numeric';

// The loops behind lfilter, sosfilt and StreamingFilter differ by order, by how many sections there are and by the length of the signal;
// all of them have to give what the recursion gives, to the last bit.

/** Transposed direct form II, as it is defined. */
function recursion(b: readonly number[], a: readonly number[], x: ArrayLike<number>): { y: number[]; zf: number[] } {
  const order = Math.max(a.length, b.length) - 1;
  const [forward, back] = [b, a].map((c) => Array.from({ length: order + 1 }, (_, i) => (c[i] ?? 0) / a[0]));
  const state = new Array<number>(order + 1).fill(0);
  const y = Array.from(x, (input) => {
    const output = forward[0] * input + state[0];
    for (let i = 1; i <= order; i++) state[i - 1] = state[i] + forward[i] * input - back[i] * output;
    return output;
  });
  return { y, zf: state.slice(0, order) };
}

const noise = (length: number, seed: number): number[] => {
  const { normal } = random(seed);
  return Array.from({ length }, normal);
};
/** Coefficients of a filter that does not explode: what is fed back is less than 1 in all. */
const feedback = (order: number, seed: number): number[] => [
  2,
  ...noise(order, seed).map((value) => (1.8 * Math.tanh(value)) / order),
];
const section = (seed: number, monic: boolean): number[] => [
  ...(monic ? [2] : noise(1, seed + 50)),
  ...noise(2, seed),
  ...feedback(2, seed + 100),
];
const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 30, 31, 32, 33, 34, 35, 1023, 1024, 1025, 2100, 2101, 2102, 2103];

describe('the loops over the samples', () => {
  it('give what the recursion gives, whatever the order', () => {
    for (let order = 0; order <= 27; order++) {
      for (const [b, a] of [
        [noise(order + 1, order), feedback(order, order + 1)],
        [noise(order + 1, order), [2]],
        [noise(2, order), feedback(order, order + 1)],
      ]) {
        for (const length of lengths) {
          const x = noise(length, length);
          const { y, zf } = lfilter(b, a, x);
          assert.deepEqual({ y: [...y], zf: [...zf] }, recursion(b, a, x), `order ${order}, ${length} samples`);
        }
      }
    }
  });

  it('give what the sections give one after the other, however many there are', () => {
    for (let count = 1; count <= 13; count++) {
      for (const isMonic of [(i: number) => i > 0, () => false, (i: number) => i % 3 === 0]) {
        const sos = Array.from({ length: count }, (_, i) => section(count + 20 * i, isMonic(i)));
        for (const length of [0, 1, 2, 3, 100, 101]) {
          let y = noise(length, length);
          const states = sos.map((each) => {
            const found = recursion(each.slice(0, 3), each.slice(3), y);
            y = found.y;
            return found.zf;
          });
          const found = sosfilt(sos, noise(length, length));
          assert.deepEqual([...found.y], y, `${count} sections, ${length} samples`);
          assert.deepEqual(
            found.zf.map((state) => [...state]),
            states,
          );
        }
      }
    }
  });

  it('give for pieces what they give for the whole', () => {
    const filters: [name: string, filter: Filter][] = [
      ...[1, 3, 6, 9, 20].map((order): [string, Filter] => [
        `order ${order}`,
        { b: noise(order + 1, order), a: feedback(order, order + 1) },
      ]),
      ['40 taps', Float64Array.from(noise(40, 1))],
      ...[1, 2, 4, 5, 7].map((count): [string, Filter] => [
        `${count} sections`,
        Array.from({ length: count }, (_, i) => section(i, i > 0)),
      ]),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...filters),
        fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 8 }),
        ([name, filter], cuts) => {
          const x = noise(
            cuts.reduce((sum, cut) => sum + cut, 0),
            7,
          );
          const whole = new StreamingFilter(filter).process(x);
          const streaming = new StreamingFilter(filter);
          let at = 0;
          const pieces = cuts.flatMap((cut) => [...streaming.process(x.slice(at, (at += cut)))]);
          assert.deepEqual(pieces, [...whole], name);
        },
      ),
    );
  });
});
