import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { butter, buttord, type FirwinOptions, firwin, freqz, type WindowSpec } from 'polezero/dsp';
import { assertClose, golden } from './golden';

const gains = (taps: Float64Array, w: number[]) => {
  const { h } = freqz(taps, [1], { w, fs: 2 });
  return Array.from(w, (_, i) => Math.hypot(h.re[i], h.im[i]));
};
const decibel = (gain: number) => 20 * Math.log10(gain);
const grid = (from: number, to: number, n = 4000) =>
  Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1));

describe('firwin', () => {
  it('takes cutoffs in an array of integers', () => {
    const whole = new Int32Array([10, 20]) as unknown as number[];
    assert.deepEqual(firwin(5, whole, { fs: 100 }), firwin(5, [10, 20], { fs: 100 }));
    const band = { fs: 100, type: 'bandpass' } as const;
    assert.deepEqual(butter(2, whole, band), butter(2, [10, 20], band));
    const stop = new Int32Array([5, 30]) as unknown as number[];
    assert.deepEqual(buttord(whole, stop, 1, 40, { fs: 100 }), buttord([10, 20], [5, 30], 1, 40, { fs: 100 }));
  });

  it('agrees with SciPy to 1e-12', () => {
    for (const { numTaps, cutoff, options, h } of golden.firwin)
      assertClose(firwin(numTaps, cutoff, options), h, 1e-12, `${numTaps} ${cutoff} ${JSON.stringify(options)}`);
  });

  it('is symmetric, has gain 1 at zero frequency, and does not depend on the unit of frequency', () => {
    const window = fc.constantFrom<WindowSpec>('boxcar', 'hann', 'hamming', 'blackman', ['kaiser', 6]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 301 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        window,
        fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
        (numTaps, cutoff, window, fs) => {
          fc.pre(numTaps !== 2 || (window !== 'hann' && window !== 'blackman')); // both ends are zero: nothing is left to scale
          const h = firwin(numTaps, cutoff, { window });
          h.forEach((value, n) => assert(Math.abs(value - h[numTaps - 1 - n]) < 1e-14));
          assert(Math.abs(h.reduce((sum, value) => sum + value) - 1) < 1e-12);
          assertClose(firwin(numTaps, (cutoff * fs) / 2, { window, fs }), h, 1e-10);
        },
      ),
    );
  });

  it('meets 80 dB outside the transition that Kaiser’s formula promises', () => {
    const h = firwin(201, 0.4, { width: 0.05 });
    const promised = 2.285 * 200 * Math.PI * 0.05 + 7.95;
    assert(Math.max(...gains(h, grid(0.425, 1)).map(decibel)) < -promised + 1.5);
    assert(
      Math.max(...gains(h, grid(0, 0.375)).map((gain) => Math.abs(decibel(Math.abs(gain - 1))) * -1)) < -promised + 1.5,
    );
  });

  it('shows Gibbs’ 8.949 % and the rectangular window’s −20.96 dB, whatever the length', () => {
    for (const numTaps of [401, 801]) {
      const h = firwin(numTaps, 0.5, { window: 'boxcar', scale: false });
      const overshoot = Math.max(...gains(h, grid(0.4, 0.5))) - 1;
      assert(Math.abs(overshoot - 0.08949) < 2e-4, `overshoot ${overshoot}`);
      assert(Math.abs(Math.max(...gains(h, grid(0.5025, 0.6)).map(decibel)) + 20.96) < 0.05);
    }
  });

  it('leaves its arguments alone', () => {
    const cutoff = Object.freeze([0.2, 0.5]);
    const options: FirwinOptions = Object.freeze({
      passZero: 'bandpass',
      window: Object.freeze(['kaiser', 5] as const),
    });
    firwin(51, cutoff, options);
    assert.deepEqual(cutoff, [0.2, 0.5]);
  });

  it('refuses what the window leaves nothing of', () => {
    for (const window of ['hann', 'blackman'] as const)
      assert.throws(() => firwin(2, 0.3, { window }), /RangeError: numTaps is 2, .* take more taps/);
  });

  it('says what is wrong with an argument', () => {
    const wrong = (numTaps: unknown, cutoff: unknown, options?: unknown) => () =>
      firwin(numTaps as number, cutoff as number, options as FirwinOptions);
    for (const numTaps of [0, -3, 2.5, Number.NaN, '5'])
      assert.throws(wrong(numTaps, 0.3), /RangeError: numTaps is .* integer of at least 1/);
    for (const cutoff of [0, 1, -0.5, 1.5])
      assert.throws(wrong(11, cutoff), /RangeError: cutoff .* must lie in \(0, 1\)/);
    assert.throws(wrong(11, 30, { fs: 52 }), /RangeError: cutoff is 30; it must lie in \(0, 26\)/);
    assert.throws(wrong(11, Number.NaN), /RangeError: cutoff\[0\] is NaN; it must be a finite number/);
    assert.throws(wrong(11, []), /RangeError: cutoff is empty/);
    assert.throws(wrong(11, [0.5, 0.3]), /RangeError: cutoff is \[0.5,0.3\]; it must increase strictly/);
    assert.throws(wrong(11, [0.3, 0.3]), /it must increase strictly/);
    assert.throws(
      wrong(10, 0.3, { passZero: 'highpass' }),
      /RangeError: numTaps is 10; .* needs an odd number: take 11/,
    );
    assert.throws(wrong(11, [0.2, 0.4], { passZero: 'lowpass' }), /needs one cutoff; got 2/);
    assert.throws(wrong(11, 0.2, { passZero: 'bandpass' }), /needs at least two cutoffs; got 1/);
    assert.throws(
      wrong(11, 0.2, { passZero: 1 }),
      /RangeError: passZero is 1; it must be one of true, false, 'lowpass'/,
    );
    assert.throws(wrong(11, 0.2, { fs: 0 }), /RangeError: fs is 0; it must be positive/);
    assert.throws(wrong(11, 0.2, { width: -1 }), /RangeError: width is -1; it must be in \(0, 1\]/);
    assert.throws(
      wrong(11, 0.2, { pass_zero: false }),
      /TypeError: Unknown option 'pass_zero'; valid: window, width, passZero, scale, fs/,
    );
  });
});
