import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ellip, type FreqsOptions, freqs, freqz, freqzSos, freqzZpk } from 'polezero/dsp';
import { assertClose, goldenFiltering } from './golden';

describe('freqs', () => {
  it('agrees with SciPy, also in the frequencies that it chooses', () => {
    for (const { b, a, options, w, re, im } of goldenFiltering.responses) {
      const ours = freqs(b, a, options);
      assertClose(ours.w, w, 1e-12);
      assertClose(ours.h.re, re, 1e-9);
      assertClose(ours.h.im, im, 1e-9);
    }
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => freqs([], [1]), /b is empty/);
    assert.throws(() => freqs([1], [1], { n: 0 }), /n is 0/);
    assert.throws(() => freqs([1], [1], { n: 3, w: [1] }), /n and w are both given/);
    assert.throws(() => freqs([1], [1], { worN: 3 } as FreqsOptions), /Unknown option 'worN'; valid: n, w/);
  });
});

describe('freqz on evenly spaced frequencies', () => {
  it('agrees with SciPy', () => {
    for (const { b, n, whole, w, re, im } of goldenFiltering.spectra) {
      const ours = freqz(b, [1], { n, whole });
      const every7th = (values: Float64Array) => values.filter((_, i) => i % 7 === 0);
      assertClose(every7th(ours.w), w, 1e-12);
      assertClose(every7th(ours.h.re), re, 1e-12);
      assertClose(every7th(ours.h.im), im, 1e-12);
    }
  });

  it('is what it is one by one, with feedback too', () => {
    const b = Float64Array.from({ length: 40 }, (_, n) => Math.cos(n));
    for (const a of [[1], [2], [1, -0.5, 0.2], Array.from({ length: 30 }, (_, n) => 0.5 ** n)]) {
      const grid = freqz(b, a, { n: 256 });
      const single = freqz(b, a, { w: grid.w });
      assertClose(grid.h.re, single.h.re, 1e-12);
      assertClose(grid.h.im, single.h.im, 1e-12);
    }
  });
});

describe('freqzZpk', () => {
  it('is the response of the sections', () => {
    const { z, p, k } = ellip(9, 1, 60, [0.2, 0.4], { type: 'bandpass', output: 'zpk' });
    const [ours, sections] = [
      freqzZpk(z, p, k, { n: 100 }),
      freqzSos(ellip(9, 1, 60, [0.2, 0.4], { type: 'bandpass' }), { n: 100 }),
    ];
    assertClose(ours.h.re, sections.h.re, 1e-9);
    assertClose(ours.h.im, sections.h.im, 1e-9);
  });

  it('says what is wrong with an argument', () => {
    const none = { re: new Float64Array(0), im: new Float64Array(0) };
    assert.throws(() => freqzZpk(none, none, Number.NaN), /k is NaN/);
    assert.throws(() => freqzZpk([] as never, none, 1), /z is \[\]; it must be \{re, im\}/);
  });
});
