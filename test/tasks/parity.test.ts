import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { random } from 'polezero/numeric';
import { type GenerateParityOptions, generateParity, prefixParity } from 'polezero/tasks';

const bit = fc.integer({ min: 0, max: 1 });

describe('prefixParity', () => {
  it('is right by hand', () => {
    assert.deepEqual([...prefixParity([1, 0, 1, 1, 0, 1])], [1, 1, 0, 1, 1, 0]);
    assert.deepEqual([...prefixParity([1, 0, 1, 1, 0, 1], [0, 0, 1, 0, 1, 0])], [1, 1, 1, 0, 0, 1]);
    assert.deepEqual([...prefixParity([])], []);
  });

  it('is the parity of the sum since the past was forgotten last, and the filter y[n] = y[n−1] ⊕ x[n]', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(bit, bit), { minLength: 1, maxLength: 60 }), (pairs) => {
        const [bits, forget] = [pairs.map(([x]) => x), pairs.map(([, f]) => f)];
        const y = prefixParity(bits, forget);
        y.forEach((value, n) => {
          const since = Math.max(0, forget.lastIndexOf(1, n));
          assert.equal(value, bits.slice(since, n + 1).reduce((sum, x) => sum + x, 0) % 2);
        });
      }),
    );
  });

  it('is linear over GF(2) and has the impulse response of a pole on the unit circle: 1 for ever', () => {
    const x = Uint8Array.from({ length: 40 }, (_, n) => ((n * n + 1) % 3) & 1);
    for (let k = 0; k < 40; k++) {
      const turned = x.map((value, n) => (n === k ? 1 - value : value));
      const response = prefixParity(turned).map((value, n) => value ^ prefixParity(x)[n]);
      assert.deepEqual(
        [...response],
        Array.from({ length: 40 }, (_, n) => Number(n >= k)),
      );
    }
  });

  it('names what is wrong', () => {
    assert.throws(() => prefixParity([0, 2]), /RangeError: bits\[1\] is 2; it must be 0 or 1/);
    assert.throws(() => prefixParity([0, 1], [0]), /RangeError: forget has 1 values; it must have 2/);
  });
});

describe('generateParity', () => {
  it('has tokens that say all, and labels that are their parity', () => {
    for (const pole of [1, 0.8, 0]) {
      const { inputs, labels, size, seqLen, vocabSize, difficulty } = generateParity({
        length: 30,
        size: 50,
        pole,
        seed: 1,
      });
      assert.deepEqual(
        [size, seqLen, vocabSize, inputs.length, labels.length, difficulty!.length],
        [50, 30, 5, 1500, 1500, 50],
      );
      for (let row = 0; row < size; row++) {
        const tokens = [...inputs.subarray(row * 30, (row + 1) * 30)];
        const forget = tokens.map((token) => Number(token > 2));
        const y = prefixParity(
          tokens.map((token) => (token - 1) % 2),
          forget,
        );
        assert.deepEqual(
          [...labels.subarray(row * 30, (row + 1) * 30)],
          [...y].map((value) => value + 1),
        );
        if (pole === 1) assert(tokens.every((token) => token === 1 || token === 2));
        if (pole === 0) assert.equal(difficulty![row], 1);
        const runs = tokens
          .map((token, n) => (token > 2 && n > 0 ? '|.' : '.'))
          .join('')
          .split('|');
        assert.equal(difficulty![row], Math.max(...runs.map((run) => run.length)));
      }
      assert(inputs.every((token) => token >= 1 && token <= 4));
    }
  });

  it('has an impulse response of p^k on average: a pole at p', () => {
    const [pole, length, size] = [0.8, 25, 4000];
    const { inputs } = generateParity({ length, size, pole, seed: 2 });
    const turnedOver = new Float64Array(length);
    for (let row = 0; row < size; row++) {
      const tokens = [...inputs.subarray(row * length, (row + 1) * length)];
      const forget = tokens.map((token) => Number(token > 2));
      const bits = tokens.map((token) => (token - 1) % 2);
      const y = prefixParity(bits, forget);
      prefixParity([1 - bits[0], ...bits.slice(1)], forget).forEach(
        (value, k) => (turnedOver[k] += (value ^ y[k]) / size),
      );
    }
    turnedOver.forEach((share, k) =>
      assert(Math.abs(share - pole ** k) < 0.03, `${k}: ${share}, expected ${pole ** k}`),
    );
  });

  it('is wrong in p^N/2 of the cases for who sees N bits', () => {
    const [pole, length, size] = [0.7, 60, 1000];
    const { inputs, labels } = generateParity({ length, size, pole, seed: 3 });
    for (const window of [1, 3, 6]) {
      let [wrong, all] = [0, 0];
      for (let row = 0; row < size; row++)
        for (let n = 30; n < length; n++) {
          const tokens = [...inputs.subarray(row * length + n - window + 1, row * length + n + 1)];
          const y = prefixParity(
            tokens.map((token) => (token - 1) % 2),
            tokens.map((token) => Number(token > 2)),
          );
          if (y[window - 1] + 1 !== labels[row * length + n]) wrong++;
          all++;
        }
      assert(Math.abs(wrong / all - pole ** window / 2) < 0.02, `${window}: ${wrong / all}`);
    }
  });

  it('repeats for the same seed, has fair bits, and names what is wrong', () => {
    assert.deepEqual(generateParity({ length: 9, size: 3, seed: 1 }), generateParity({ length: 9, size: 3, seed: 1 }));
    assert.notDeepEqual(
      generateParity({ length: 9, size: 3, seed: 1 }),
      generateParity({ length: 9, size: 3, seed: 2 }),
    );
    const { inputs } = generateParity({ length: 100, size: 100 });
    const ones = inputs.filter((token) => token === 2).length / inputs.length;
    assert(Math.abs(ones - 0.5) < 0.02);
    const generate = (options: unknown) => () => generateParity(options as GenerateParityOptions);
    for (const pole of [-0.1, 1.1, Number.NaN])
      assert.throws(generate({ length: 5, size: 1, pole }), /RangeError: pole is .* in \[0, 1\]/);
    assert.equal(generateParity({ length: 200_000, size: 1 }).difficulty!.length, 1);
    assert.throws(generate({ length: 0, size: 1 }), /RangeError: length is 0/);
    assert.throws(generate({ length: 5 }), /RangeError: size is undefined/);
    assert.throws(generate({ length: 5, size: 1, leak: 0.1 }), /TypeError: Unknown option 'leak'/);
    assert.throws(() => random(-1), /RangeError/);
  });
});
