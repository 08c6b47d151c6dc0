import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firwin, groupDelay } from 'polezero/dsp';
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

  it('is (numTaps − 1)/2 for symmetric taps, at every frequency', () => {
    const { gd } = groupDelay(firwin(53, 0.4), [1], { n: 200 });
    gd.forEach((delay) => assert(Math.abs(delay - 26) < 1e-6 || Number.isNaN(delay)));
  });

  it('is undefined where the gain is zero', () =>
    assert(Number.isNaN(groupDelay([1, 1], [1], { w: [Math.PI] }).gd[0])));
});
