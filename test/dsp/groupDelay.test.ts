import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { butter, firwin, freqz, groupDelay } from 'polezero/dsp';
import { assertClose, golden } from './golden';

describe('groupDelay', () => {
  it('agrees with SciPy wherever the gain is not zero', () => {
    for (const { b, a, options, gd, re, im } of golden.responses) {
      const found = groupDelay(b, a, options).gd;
      found.forEach((delay, i) => {
        if (Math.hypot(re[i], im[i]) > 1e-5) assertClose([delay], [gd[i]], 1e-7, `${JSON.stringify(options)} ${i}`);
      });
    }
  });

  it('is (numTaps − 1)/2 for symmetric taps, wherever the gain is not zero', () => {
    const taps = firwin(53, 0.4);
    const { h } = freqz(taps, [1], { n: 200 });
    groupDelay(taps, [1], { n: 200 }).gd.forEach((delay, i) => {
      const isZero = Math.hypot(h.re[i], h.im[i]) < 1e-13;
      assert(isZero ? Number.isNaN(delay) : Math.abs(delay - 26) < 1e-6, `${i}: ${delay}`);
    });
  });

  it('of a narrow filter of high order is known in its pass band, where A is small but no rounding error', () => {
    const w = [0, 0.1, 0.3, 0.5, 0.8, 1, 2].map((part) => part * 0.01 * Math.PI);
    const { b, a } = butter(8, 0.01, { output: 'ba' });
    const bySections = butter(8, 0.01).map((section) => groupDelay(section.slice(0, 3), section.slice(3), { w }).gd);
    groupDelay(b, a, { w }).gd.forEach((delay, i) => {
      const expected = bySections.reduce((sum, gd) => sum + gd[i], 0);
      assert(Math.abs(delay / expected - 1) < 0.01, `${i}: ${delay}, expected ${expected}`);
    });
  });

  it('does not depend on how loud the taps are', () => {
    const [b, a] = [
      [1, 2, 3],
      [1, -0.5],
    ];
    const { gd } = groupDelay(b, a);
    for (const factor of [2 ** -900, 2 ** 900])
      assert.deepEqual(
        groupDelay(
          b.map((value) => value * factor),
          a,
        ).gd,
        gd,
      );
  });

  it('is undefined where the gain is zero or infinite', () => {
    assert(Number.isNaN(groupDelay([1, 1], [1], { w: [Math.PI] }).gd[0]));
    assert(Number.isNaN(groupDelay([1], [1, -1], { w: [0] }).gd[0]));
    assert(groupDelay([0], [1]).gd.every(Number.isNaN));
  });
});
