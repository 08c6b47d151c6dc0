import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GenerateCopyMemoryOptions, generateCopyMemory } from 'polezero/tasks';

describe('generateCopyMemory', () => {
  it('is ten symbols, T − 1 blanks and eleven nines; the answer is blank but for the ten symbols at the end', () => {
    for (const T of [1, 5, 50, 400]) {
      const { inputs, labels, size, seqLen, vocabSize } = generateCopyMemory({ blankLength: T, size: 20, seed: 1 });
      assert.deepEqual(
        [size, seqLen, vocabSize, inputs.length, labels.length],
        [20, T + 20, 11, 20 * (T + 20), 20 * (T + 20)],
      );
      for (let row = 0; row < size; row++) {
        const x = [...inputs.subarray(row * seqLen, (row + 1) * seqLen)].map((token) => token - 1);
        const y = [...labels.subarray(row * seqLen, (row + 1) * seqLen)].map((token) => token - 1);
        assert(x.slice(0, 10).every((symbol) => symbol >= 1 && symbol <= 8));
        assert.deepEqual(x.slice(10), [...new Array(T - 1).fill(0), ...new Array(11).fill(9)]);
        assert.equal(x.indexOf(9) + 1, T + 10);
        assert.deepEqual(y, [...new Array(T + 10).fill(0), ...x.slice(0, 10)]);
      }
    }
  });

  it('draws every symbol equally often, and repeats for the same seed', () => {
    const { labels } = generateCopyMemory({ blankLength: 1, size: 4000, seed: 2 });
    for (let symbol = 1; symbol <= 8; symbol++) {
      const share = labels.filter((token) => token === symbol + 1).length / 40_000;
      assert(Math.abs(share - 1 / 8) < 0.01, `${symbol}: ${share}`);
    }
    const make = (seed: number) => generateCopyMemory({ blankLength: 3, size: 5, seed });
    assert.deepEqual(make(1), make(1));
    assert.notDeepEqual(make(1), make(2));
  });

  it('names what is wrong', () => {
    const make = (options: object) => () => generateCopyMemory(options as GenerateCopyMemoryOptions);
    assert.throws(make({ blankLength: 0, size: 1 }), /RangeError: blankLength is 0/);
    assert.throws(make({ blankLength: 5, size: 1.5 }), /RangeError: size is 1.5/);
    assert.throws(make({ T: 5, size: 1 }), /TypeError: Unknown option 'T'/);
  });
});
