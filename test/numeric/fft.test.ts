import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { convolveByFft, nextPowerOfTwo } from 'polezero/numeric';

const signal = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

function convolveBySum(x: number[], h: number[]): number[] {
  const y = new Array<number>(x.length + h.length - 1).fill(0);
  x.forEach((xi, i) => h.forEach((hk, k) => (y[i + k] += xi * hk)));
  return y;
}

describe('convolveByFft', () => {
  it('is the convolution sum', () => {
    fc.assert(
      fc.property(signal, signal, fc.constantFrom(1e-6, 1, 1e6), (small, h, scale) => {
        const x = small.map((value) => scale * value);
        const expected = convolveBySum(x, h);
        convolveByFft(x, h).forEach((y, n) => assert(Math.abs(y - expected[n]) < 1e-14 * 40 * scale));
      }),
    );
  });
});

describe('nextPowerOfTwo', () => {
  it('is the smallest that fits', () =>
    assert.deepEqual([1, 2, 3, 4, 5, 1024, 1025].map(nextPowerOfTwo), [1, 2, 4, 4, 8, 1024, 2048]));
});
