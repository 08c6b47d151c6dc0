import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fftConvolve } from 'polezero/dsp';
import { assertClose, golden } from './golden';

describe('fftConvolve', () => {
  it('agrees with SciPy in every mode', () => {
    for (const { x, h, mode, y } of golden.convolutions) assertClose(fftConvolve(x, h, { mode }), y, 1e-13, mode);
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
