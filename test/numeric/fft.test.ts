import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  convolveByBlocks,
  convolveByFft,
  fftReal,
  inverseFftReal,
  nextPowerOfTwo,
  polynomialOnGrid,
} from 'polezero/numeric';

const signal = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

function convolveBySum(x: number[], h: number[]): number[] {
  const y = new Array<number>(x.length + h.length - 1).fill(0);
  x.forEach((xi, i) => h.forEach((hk, k) => (y[i + k] += xi * hk)));
  return y;
}

describe('fftReal', () => {
  const padded = fc.tuple(signal, fc.integer({ min: 0, max: 2 }), fc.nat()).map(([x, doublings, part]) => {
    const size = Math.max(2, nextPowerOfTwo(x.length)) * 2 ** doublings;
    return { x, size, n: part % (size + 1) };
  });

  it('is the sum of the transform, of as many frequencies as are asked for', () => {
    fc.assert(
      fc.property(padded, ({ x, size, n }) => {
        const { re, im } = fftReal(x, size, n);
        assert.deepEqual([re.length, im.length], [n, n]);
        for (let k = 0; k < n; k++) {
          const angles = x.map((_, i) => (2 * Math.PI * ((k * i) % size)) / size);
          const sumRe = x.reduce((sum, value, i) => sum + value * Math.cos(angles[i]), 0);
          const sumIm = x.reduce((sum, value, i) => sum - value * Math.sin(angles[i]), 0);
          assert(Math.hypot(re[k] - sumRe, im[k] - sumIm) < 1e-13 * x.length, `${k} of ${size}`);
        }
      }),
    );
  });

  it('comes back by inverseFftReal, with the zeros that it was padded with', () => {
    fc.assert(
      fc.property(padded, ({ x, size }) => {
        const back = inverseFftReal(fftReal(x, size));
        assert.equal(back.length, size);
        back.forEach((value, n) => assert(Math.abs(value - (x[n] ?? 0)) < 1e-14 * x.length));
      }),
    );
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => fftReal([1, 2, 3, 4, 5], 4), /RangeError: samples has length 5; it must have at most size/);
    assert.throws(() => fftReal([1, 2], 4, 6), /RangeError: n is 6; it must be an integer in \[0, 4\]/);
    assert.throws(() => fftReal([1, 2], 5), /RangeError: size is 5; it must be a power of two: pad with zeros to 8/);
    assert.throws(() => fftReal([], 1), /RangeError: size is 1; it must be an integer of at least 2/);
    const parts = (re: number, im = re) => ({ re: new Float64Array(re), im: new Float64Array(im) });
    assert.throws(() => inverseFftReal(parts(6)), /RangeError: The length of re is 6; it must be a power of two/);
    assert.throws(() => inverseFftReal(parts(4, 2)), /RangeError: re has length 4 and im 2; they must have the same/);
  });
});

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

describe('convolveByBlocks', () => {
  it('is the convolution sum, of one block or of many', () => {
    const any = (most: number) =>
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: most });
    fc.assert(
      fc.property(any(700), any(40), (x, h) => {
        const expected = convolveBySum(x, h);
        const y = convolveByBlocks(x, h);
        assert.equal(y.length, expected.length);
        y.forEach((value, n) => assert(Math.abs(value - expected[n]) < 1e-14 * 40));
      }),
    );
  });
});

describe('both convolutions', () => {
  it('stay within the range of doubles where the sum does', () => {
    for (const convolve of [convolveByFft, convolveByBlocks])
      for (const size of [1e-300, 1e307, 1.5e308]) {
        const y = convolve(new Array(200).fill(size), [1e-3, 2e-3]);
        assert(
          y.subarray(1, -1).every((value) => Math.abs(value / (3e-3 * size) - 1) < 1e-12),
          `${size}: ${y[5]}`,
        );
      }
  });

  it('refuse nothing and what is no number', () => {
    for (const convolve of [convolveByFft, convolveByBlocks]) {
      assert.throws(() => convolve([], []), /RangeError: x is empty; it needs at least one number/);
      assert.throws(() => convolve([1, 2], []), /RangeError: h is empty/);
      assert.throws(() => convolve([1, Number.NaN], [1]), /RangeError: x\[1\] is NaN; it must be a finite number/);
    }
  });
});

describe('polynomialOnGrid', () => {
  it('refuses an odd size, and more frequencies than there are', () => {
    assert.throws(() => polynomialOnGrid(new Array(20).fill(1), 7, 3), /RangeError: size is 7; it must be even/);
    assert.throws(() => polynomialOnGrid([1, 2], 4, 5), /RangeError: count is 5; it must be an integer in \[0, 4\]/);
  });

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

  it('refuses what no power of two is nearest above', () => {
    for (const n of [-1, 0, Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => nextPowerOfTwo(n), /RangeError: n is .*; it must be positive/);
  });
});
