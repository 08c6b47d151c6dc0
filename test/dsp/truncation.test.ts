import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Filter,
  firwin,
  freqz,
  impulseResponse,
  lfilter,
  tapsForTolerance,
  truncateImpulseResponse,
  truncationBound,
  truncationEnergy,
} from 'polezero/dsp';
import { golden } from './golden';

const onePole = (a: number): Filter => ({ b: [1 - a], a: [1, -a] });
const recursive = (golden.responses as { b: number[]; a: number[] }[])
  .filter(({ a }) => a.length > 1)
  .map(({ b, a }) => ({ b, a }));

describe('impulseResponse', () => {
  it('of one pole is a geometric series', () => {
    const h = impulseResponse(onePole(0.9), 50);
    h.forEach((value, n) => assert(Math.abs(value - 0.1 * 0.9 ** n) < 1e-15));
  });

  it('is the same for taps, coefficients and sections', () => {
    const taps = new Float64Array([1, 2, 3]);
    const forms: Filter[] = [taps, { b: [1, 2, 3], a: [1] }, [[1, 2, 3, 1, 0, 0]]];
    for (const form of forms) assert.deepEqual([...impulseResponse(form, 5)], [1, 2, 3, 0, 0]);
    const series = impulseResponse(
      [
        [1, 0, 0, 1, -0.5, 0],
        [1, 1, 0, 1, 0, 0],
      ],
      4,
    );
    assert.deepEqual([...series], [1, 1.5, 0.75, 0.375]);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => impulseResponse([[1, 2, 3]], 5), /TypeError: filter is \[\[1,2,3\]\]; it must be taps/);
    assert.throws(() => impulseResponse(onePole(0.5), 0), /RangeError: n is 0/);
    assert.throws(() => impulseResponse({ b: [1], a: [0, 1] }, 5), /RangeError: filter\.a\[0\] is 0; it must not be/);
    assert.throws(() => impulseResponse({ b: [1], a: [] }, 5), /RangeError: filter\.a is empty/);
    assert.throws(
      () => impulseResponse([[1, 0, 0, 0, 1, 0]], 5),
      /RangeError: filter\[0\] is \[1,0,0,0,1,0\]; its a0 must not be 0/,
    );
    assert.throws(() => impulseResponse([[1, 0, 0, 1, Number.NaN, 0]], 5), /RangeError: filter\[0\]\[4\] is NaN/);
  });
});

describe('truncation', () => {
  it('of one pole costs aᴺ, and needs ⌈ln ε / ln a⌉ taps', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 400 }), (a, numTaps) => {
        assert(Math.abs(truncationBound(onePole(a), numTaps) - a ** numTaps) <= 1e-9 * a ** numTaps + 1e-16);
        const eps = 1e-3;
        assert.equal(tapsForTolerance(onePole(a), eps), Math.ceil(Math.log(eps) / Math.log(a) - 1e-9));
      }),
    );
  });

  it('bounds the error at every frequency, and is at least half reached by one-signed or slowly ringing responses', () => {
    for (const filter of recursive) {
      for (const numTaps of [5, 20, 60]) {
        const bound = truncationBound(filter, numTaps);
        const exact = freqz(filter.b, filter.a, { n: 512 }).h;
        const cut = freqz(truncateImpulseResponse(filter, numTaps), [1], { n: 512 }).h;
        const worst = Math.max(...exact.re.map((re, i) => Math.hypot(re - cut.re[i], exact.im[i] - cut.im[i])));
        assert(worst <= bound * (1 + 1e-9) + 1e-14, `${worst} > ${bound}`);
        assert(worst >= 0.4 * bound - 1e-12, `${worst} is far below ${bound}`);
      }
    }
  });

  it('is what unrolling the recursion to a finite depth computes', () => {
    const a = 0.8;
    const x = Array.from({ length: 40 }, (_, n) => Math.sin(n * n));
    const depth = 7;
    // z ← x + a·(z one sample later), `depth` times from 0: the recursion y[n] = a·y[n−1] + x[n] unrolled.
    let z = new Array<number>(x.length).fill(0);
    for (let k = 0; k < depth; k++) z = x.map((value, n) => value + (n > 0 ? a * z[n - 1] : 0));
    const taps = truncateImpulseResponse({ b: [1], a: [1, -a] }, depth);
    lfilter(taps, [1], x).y.forEach((y, n) => assert(Math.abs(y - z[n]) < 1e-14));
  });

  it('with a window is the plain cut times the window’s falling half', () => {
    const taps = truncateImpulseResponse(onePole(0.9), 11, { window: 'bartlett' });
    taps.forEach((value, n) => assert(Math.abs(value - 0.1 * 0.9 ** n * (1 - n / 10)) < 1e-15));
  });

  it('of an FIR filter costs nothing once all taps are kept', () => {
    const taps = firwin(21, 0.3);
    assert.equal(truncationBound(taps, 21), 0);
    assert(truncationBound(taps, 20) > 0);
    assert.equal(tapsForTolerance(taps, 1e-300), 21);
  });

  it('is long enough however small the tolerance, as far as doubles go', () => {
    for (const eps of [1e-10, 1e-18, 1e-100, 1e-300])
      assert.equal(tapsForTolerance(onePole(0.9), eps), Math.ceil(Math.log(eps) / Math.log(0.9)));
    assert.throws(
      () => tapsForTolerance(onePole(0.9), 1e-322),
      /RangeError: eps is 1e-322; it must be at least 1e-290/,
    );
  });

  it('refuses a filter whose response does not fade, and a bad tolerance', () => {
    assert.throws(
      () => truncationBound({ b: [1], a: [1, -1] }, 5),
      /RangeError: filter is \{"b":\[1\],"a":\[1,-1\]\}; it must be stable, all its poles inside the unit circle/,
    );
    assert.throws(() => truncationBound({ b: [1], a: [1, -2.5, 1] }, 5), /must be stable/);
    assert.throws(() => tapsForTolerance(onePole(0.5), 0), /RangeError: eps is 0; it must be positive/);
    assert.throws(() => tapsForTolerance(onePole(0.5), Number.NaN), /eps is NaN/);
    assert.throws(
      () => truncateImpulseResponse(onePole(0.5), 5, { windows: 'hann' } as object),
      /Unknown option 'windows'; valid: window/,
    );
  });

  it('loses the energy that it says: of one pole p, p²ᴺ/(1 − p²)', () => {
    for (const numTaps of [0, 1, 7, 40]) {
      const energy = truncationEnergy({ b: [1], a: [1, -0.9] }, numTaps);
      assert(Math.abs(energy / (0.81 ** numTaps / 0.19) - 1) < 1e-12);
    }
    assert.equal(truncationEnergy(Float64Array.of(1, 2, 3), 1), 13);
    assert.throws(() => truncationEnergy({ b: [1], a: [1, -1] }, 3), /must be stable/);
  });
});
