import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freqz } from 'polezero/dsp';
import { assertClose, golden } from './golden';

describe('freqz', () => {
  it('agrees with SciPy to 1e-11', () => {
    for (const { b, a, options, w, re, im } of golden.responses) {
      const found = freqz(b, a, options);
      assertClose(found.w, w, 1e-15);
      const [expected, actual] = [
        [...re, ...im],
        [...found.h.re, ...found.h.im],
      ];
      assertClose(actual, expected, 1e-11, JSON.stringify(options));
    }
  });

  it('is infinite or undefined where a pole lies on the circle, and finite elsewhere', () => {
    const { h } = freqz([1], [1, -1], { w: [0, Math.PI] });
    assert(!Number.isFinite(h.re[0]));
    assert.equal(h.re[1].toFixed(12), '0.500000000000');
  });

  it('is right for coefficients that are huge or tiny', () => {
    const w = [0, 1, 3];
    const { h } = freqz([1, 2], [1, 0.5, 0.25], { w });
    for (const factor of [1e-200, 1e-60, 1e60, 1e200]) {
      const found = freqz([factor, 2 * factor], [factor, 0.5 * factor, 0.25 * factor], { w }).h;
      assertClose([...found.re, ...found.im], [...h.re, ...h.im], 1e-14, `${factor}`);
    }
    assert(Math.abs(freqz([1], [1, 1e155], { w: [0] }).h.re[0] / 1e-155 - 1) < 1e-14);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => freqz([]), /RangeError: b is empty/);
    assert.throws(() => freqz([1, Number.NaN]), /RangeError: b\[1\] is NaN/);
    assert.throws(() => freqz([1], [0, 1]), /RangeError: a\[0\] is 0/);
    assert.throws(() => freqz([1], [1], { n: 0 }), /RangeError: n is 0; it must be an integer of at least 1/);
    assert.throws(() => freqz([1], [1], { n: 8, w: [1] }), /TypeError: n and w are both given/);
    assert.throws(() => freqz([1], [1], { fs: -1 }), /RangeError: fs is -1; it must be positive/);
    assert.throws(
      () => freqz([1], [1], { worN: 8 } as object),
      /TypeError: Unknown option 'worN'; valid: n, w, whole, fs/,
    );
  });
});
