import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FirlsOptions, firls, firwin, freqz } from 'polezero/dsp';
import { assertClose, goldenFir } from './golden';

describe('firls', () => {
  it('keeps taps small where the bands leave much free, and meets them', () => {
    // SciPy's largest taps are 2600, its errors 1e-2.
    const taps = firls(81, [0.3, 0.55, 0.6, 0.75], [1, 1, 0, 0]);
    const w = Float64Array.from({ length: 100 }, (_, i) => 0.3 + (i * 0.45) / 99);
    const { re, im } = freqz(taps, [1], { w, fs: 2 }).h;
    re.forEach((value, i) => {
      const gain = Math.hypot(value, im[i]);
      if (w[i] < 0.55) assert(Math.abs(gain - 1) < 0.02, `${gain} at ${w[i]}`);
      if (w[i] > 0.6) assert(gain < 0.02, `${gain} at ${w[i]}`);
    });
    const largest = taps.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0);
    assert(largest < 1e4, `${largest}`);
  });

  it('agrees with SciPy to 1e-12', () => {
    for (const { numTaps, bands, desired, options, h } of goldenFir.firls)
      assertClose(firls(numTaps, bands, desired, options), h, 1e-12, `${numTaps} ${bands}`);
  });

  it('is the cut ideal filter where one band meets the other: no window has a smaller squared error', () =>
    assertClose(firls(51, [0, 0.3, 0.3, 1], [1, 1, 0, 0]), firwin(51, 0.3, { window: 'boxcar', scale: false }), 1e-12));

  it('takes pairs too, and more taps than the bands determine', () => {
    assert.deepEqual(
      firls(
        11,
        [
          [0, 0.4],
          [0.6, 1],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
      firls(11, [0, 0.4, 0.6, 1], [1, 1, 0, 0]),
    );
    const h = firls(101, [0, 0.01], [1, 1]);
    assert(h.every(Number.isFinite));
    assert(Math.abs(h.reduce((sum, tap) => sum + tap) - 1) < 1e-6);
  });

  it('says what is wrong with an argument', () => {
    const wrong =
      (numTaps: unknown, bands: unknown, desired: unknown = [1, 1, 0, 0], options: unknown = {}) =>
      () =>
        firls(numTaps as number, bands as number[], desired as number[], options as FirlsOptions);
    assert.throws(wrong(10, [0, 0.3, 0.5, 1]), /numTaps is 10; it must be odd: take 11/);
    assert.throws(wrong(11, [0, 0.3, 0.5]), /two edges for each band/);
    assert.throws(wrong(11, [0, 0.5, 0.3, 1]), /its edges must increase/);
    assert.throws(wrong(11, [0, 0.3, 0.5, 1.5]), /bands\[3\] is 1.5; it must lie in \[0, 1\]/);
    assert.throws(wrong(11, [0, 0.3, 0.5, 1], [1, 0]), /desired has 2 values; it must have one for each edge, 4/);
    assert.throws(wrong(11, [0, 0.3, 0.5, 1], [1, 1, 0, Number.NaN]), /desired\[3\] is NaN/);
    assert.throws(
      wrong(11, [0, 0.3, 0.5, 1], [1, 1, 0, 0], { weight: [1, 0] }),
      /weight\[1\] is 0; it must be positive/,
    );
    assert.throws(wrong(11, [0, 0.3, 0.5, 1], [1, 1, 0, 0], { weights: [1, 1] }), /Unknown option 'weights'/);
  });
});
