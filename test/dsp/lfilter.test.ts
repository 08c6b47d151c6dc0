import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lfilter } from 'polezero/dsp';

const samples = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('lfilter', () => {
  it('gives in blocks what it gives in one pass', () => {
    fc.assert(
      fc.property(samples, samples, (first, second) => {
        const [b, a] = [
          [0.2, 0.3, 0.1],
          [2, -1.2, 0.5, 0.1],
        ];
        const whole = lfilter(b, a, [...first, ...second]);
        const one = lfilter(b, a, first);
        const two = lfilter(b, a, second, { zi: one.zf });
        const unsigned = (values: Iterable<number>) => [...values].map((value) => value + 0); // rest is 0, where a pass may have had -0
        assert.deepEqual(unsigned([...one.y, ...two.y]), unsigned(whole.y));
        assert.deepEqual(unsigned(two.zf), unsigned(whole.zf));
      }),
      { examples: [[[-0], [-0]]] },
    );
  });

  it('filters nothing to nothing, and a gain alone', () => {
    assert.deepEqual(lfilter([1, 2], [1], []).y, new Float64Array(0));
    assert.deepEqual([...lfilter([3], [2], [1, 2]).y], [1.5, 3]);
  });

  it('leaves its arguments alone', () => {
    const [b, a, x, zi] = [[1, 2], [2, 1], [1, 2, 3], [4]].map((values) => Object.freeze(values));
    lfilter(b, a, x, { zi });
    assert.deepEqual([b, a, x, zi], [[1, 2], [2, 1], [1, 2, 3], [4]]);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => lfilter([], [1], [1]), /RangeError: b is empty/);
    assert.throws(() => lfilter([1], [0, 1], [1]), /RangeError: a\[0\] is 0/);
    assert.throws(() => lfilter([1], [1], [1, Number.NaN]), /RangeError: x\[1\] is NaN; it must be a finite number/);
    assert.throws(() => lfilter([1, 2], [1], [1], { zi: [1, 2] }), /RangeError: zi has length 2; it must have 1/);
    assert.throws(
      () => lfilter([1], [1], [1], { state: [] } as object),
      /TypeError: Unknown option 'state'; valid: zi/,
    );
  });
});
