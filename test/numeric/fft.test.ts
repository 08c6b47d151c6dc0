import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { convolveByFft, nextPowerOfTwo, polynomialOnGrid } from 'polezero/numeric';

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

describe('polynomialOnGrid', () => {
  it('is the sum at every frequency, whatever the even size', () => {
    const coefficients = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 70 });
    const sizes = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(64, 96, 128, 500, 509));
    fc.assert(
      fc.property(coefficients, sizes, fc.double({ min: 0.01, max: 1, noNaN: true }), (c, half, share) => {
        const size = 2 * half;
        const count = Math.ceil(share * size);
        const { re, im } = polynomialOnGrid(c, size, count);
        assert.deepEqual([re.length, im.length], [count, count]);
        for (let k = 0; k < count; k++) {
          let [sumRe, sumIm] = [0, 0];
          c.forEach((value, n) => {
            const angle = (2 * Math.PI * ((k * n) % size)) / size;
            sumRe += value * Math.cos(angle);
            sumIm -= value * Math.sin(angle);
          });
          const apart = Math.hypot(re[k] - sumRe, im[k] - sumIm);
          assert(apart < 1e-13 * c.length, `${c.length} coefficients, ${k} of ${size}: ${apart}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('nextPowerOfTwo', () => {
  it('is the smallest that fits', () =>
    assert.deepEqual([1, 2, 3, 4, 5, 1024, 1025].map(nextPowerOfTwo), [1, 2, 4, 4, 8, 1024, 2048]));
});
