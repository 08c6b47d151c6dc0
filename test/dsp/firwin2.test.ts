import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Firwin2Options, firwin2, freqz } from 'polezero/dsp';
import { assertClose, goldenFir } from './golden';

describe('firwin2', () => {
  it('samples the gain of one tap at two frequencies, as SciPy does', () =>
    assertClose(firwin2(1, [0, 0.5, 1], [1, 0, 0]), [0.5], 1e-15));

  it('agrees with SciPy to 1e-12, for all four symmetries', () => {
    for (const { numTaps, freq, gain, options, h } of goldenFir.firwin2)
      assertClose(firwin2(numTaps, freq, gain, options), h, 1e-12, `${numTaps} ${freq} ${JSON.stringify(options)}`);
  });

  it('has the gains that it was given', () => {
    const h = firwin2(301, [0, 0.2, 0.5, 1], [1, 0.3, 0.8, 0]);
    const { h: H } = freqz(h, [1], { w: [0.1, 0.2, 0.35, 0.75], fs: 2 });
    for (const [i, expected] of [0.65, 0.3, 0.55, 0.4].entries())
      assert(Math.abs(Math.hypot(H.re[i], H.im[i]) - expected) < 0.01);
  });

  it('says what is wrong with an argument', () => {
    const wrong =
      (numTaps: unknown, freq: unknown, gain: unknown, options: unknown = {}) =>
      () =>
        firwin2(numTaps as number, freq as number[], gain as number[], options as Firwin2Options);
    assert.throws(wrong(11, [0, 0.5, 1], [1, 0]), /freq has 3 values and gain 2/);
    assert.throws(wrong(11, [0.1, 0.5, 1], [1, 1, 0]), /it must begin with 0 and end with fs\/2, which is 1/);
    assert.throws(wrong(11, [0, 0.6, 0.5, 1], [1, 1, 0, 0]), /it must not decrease/);
    assert.throws(wrong(11, [0, 0.5, 0.5, 0.5, 1], [1, 1, 1, 0, 0]), /0.5 more than twice/);
    assert.throws(wrong(11, [0, 0, 1], [1, 0, 0]), /no step at 0 or at fs\/2/);
    assert.throws(wrong(10, [0, 0.5, 1], [1, 1, 1]), /gain\[2\] is 1, at the Nyquist frequency; .*: take 11 taps/);
    assert.throws(wrong(11, [0, 0.5, 1], [1, 1, 0], { antisymmetric: true }), /gain\[0\] is 1; .* must be 0/);
    assert.throws(wrong(11, [0, 0.5, 1], [0, 1, 1], { antisymmetric: true }), /take 12 taps/);
    assert.throws(
      wrong(11, [0, 0.5, 1], [1, 1, 0], { nFreqs: 11 }),
      /nFreqs is 11; it must be an integer of at least 12/,
    );
    assert.throws(wrong(11, [0, 0.5, 1], [1, Number.NaN, 0]), /gain\[1\] is NaN/);
    assert.throws(wrong(0, [0, 0.5, 1], [1, 1, 0]), /numTaps is 0/);
    assert.throws(wrong(11, [0, 0.5, 1], [1, 1, 0], { nfreqs: 33 }), /Unknown option 'nfreqs'/);
  });
});
