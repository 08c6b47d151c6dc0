import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { butter, type Filter, firwin, lfilter, StreamingFilter, sosfilt } from 'polezero/dsp';

const filters: [name: string, filter: Filter, whole: (x: Float64Array) => Float64Array][] = [
  ['taps', firwin(31, 0.2), (x) => lfilter(firwin(31, 0.2), [1], x).y],
  ['coefficients', { b: [0.1, 0.2], a: [2, -0.5, 0.1] }, (x) => lfilter([0.1, 0.2], [2, -0.5, 0.1], x).y],
  ['sections', butter(17, 0.2), (x) => sosfilt(butter(17, 0.2), x).y],
];

describe('StreamingFilter', () => {
  for (const [name, filter, whole] of filters) {
    it(`gives for pieces, to the last bit, what it gives for the whole: ${name}`, () => {
      fc.assert(
        fc.property(fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 20 })), (blocks) => {
          const streaming = new StreamingFilter(filter);
          const pieces = blocks.flatMap((block) => Array.from(streaming.process(block)));
          assert.deepEqual(pieces, Array.from(whole(Float64Array.from(blocks.flat()))));
        }),
      );
    });
  }

  it('forgets on reset', () => {
    const streaming = new StreamingFilter(butter(3, 0.2));
    const first = streaming.process([1, 2, 3]);
    assert.notDeepEqual(streaming.process([1, 2, 3]), first);
    streaming.reset();
    assert.deepEqual(streaming.process([1, 2, 3]), first);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => new StreamingFilter([] as never), /filter is \[\]; it must be taps/);
    assert.throws(() => new StreamingFilter(firwin(3, 0.2)).process([Number.NaN]), /block\[0\] is NaN/);
  });
});
