import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fftConvolve, oaConvolve } from 'polezero/dsp';

describe('fftConvolve', () => {
  it('is the sum, block by block too, however long and however loud the two are', () => {
    const signal = (length: number, loudness: number) =>
      fc
        .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: length })
        .map((values) => values.map((value) => value * loudness));
    fc.assert(
      fc.property(signal(400, 1e6), signal(12, 1e-3), (long, short) => {
        const sum = new Float64Array(long.length + short.length - 1);
        long.forEach((x, n) => short.forEach((h, k) => (sum[n + k] += x * h)));
        const size = Math.hypot(...long) * Math.hypot(...short) + 1e-280;
        for (const convolve of [fftConvolve, oaConvolve])
          for (const y of [convolve(long, short), convolve(short, long)])
            y.forEach((value, n) => assert(Math.abs(value - sum[n]) < 1e-14 * size));
      }),
    );
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => fftConvolve([], [1]), /RangeError: x is empty/);
    assert.throws(() => fftConvolve([1], [Number.POSITIVE_INFINITY]), /RangeError: h\[0\] is Infinity/);
    assert.throws(
      () => fftConvolve([1], [1], { mode: 'middle' as 'same' }),
      /RangeError: mode is 'middle'; it must be one of 'full', 'same', 'valid'/,
    );
  });
});
