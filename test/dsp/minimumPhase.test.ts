import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freqz, type MinimumPhaseOptions, minimumPhase, remez, tf2zpk } from 'polezero/dsp';
import { assertClose, goldenFir } from './golden';

const gain = (h: Float64Array) => {
  const { re, im } = freqz(h, [1], { n: 512 }).h;
  return re.map((value, i) => Math.hypot(value, im[i]));
};

describe('minimumPhase', () => {
  it("says that 'hilbert' needs a gain of 1", () =>
    assert.throws(() => minimumPhase([1, 2, 1], { method: 'hilbert' }), /h has a gain of 4; .* divide h by it/));

  it('agrees with SciPy', () => {
    for (const { h, options, taps } of goldenFir.minimumPhase)
      assertClose(minimumPhase(h, options), taps, 1e-4, `${h.length} ${JSON.stringify(options)}`);
  });

  it('has the same gain, or its square root, and its zeros inside the circle', () => {
    for (const { h } of goldenFir.minimumPhase) {
      const wanted = gain(Float64Array.from(h));
      const half = minimumPhase(h);
      assertClose(
        gain(half).map((value) => value * value),
        wanted,
        1e-4,
      );
      assertClose(gain(minimumPhase(h, { half: false })), wanted, 1e-4);
      const { z } = tf2zpk(half, [1, ...new Array(half.length - 1).fill(0)]);
      assert(z.re.every((re, i) => Math.hypot(re, z.im[i]) < 1));
    }
  });

  it('is as good with a given length of the transform, where SciPy 1.17 is not', () => {
    const [{ h }] = goldenFir.minimumPhase;
    assertClose(minimumPhase(h, { nFft: 4096 }), minimumPhase(h, { nFft: 65536 }), 1e-6);
  });

  it('keeps the gain of an equiripple filter', () => {
    const h = remez(51, [0, 0.2, 0.3, 1], [1, 0], { weight: [1, 10] });
    const [ours, wanted] = [gain(minimumPhase(h, { half: false })), gain(h)];
    ours.forEach((value, i) => assert(Math.abs(value - wanted[i]) < 1e-3));
  });

  it('says what is wrong with an argument', () => {
    const wrong =
      (h: unknown, options: unknown = {}) =>
      () =>
        minimumPhase(h as number[], options as MinimumPhaseOptions);
    assert.throws(wrong([1, 2]), /h has length 2; it must have at least 3 taps/);
    assert.throws(wrong([1, Number.NaN, 1]), /h\[1\] is NaN/);
    assert.throws(wrong([1, 2, 1], { method: 'best' }), /method is 'best'/);
    assert.throws(wrong([1, 2, 1], { nFft: 2 }), /nFft is 2; it must be an integer of at least 3/);
    assert.throws(wrong([1, 2, 1], { method: 'hilbert', half: false }), /half is false; the method 'hilbert'/);
    assert.throws(wrong([1, 2, 1], { n_fft: 2 }), /Unknown option 'n_fft'/);
  });
});
