import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  bessel,
  butter,
  cheby1,
  ellip,
  freqz,
  type IirfilterOptions,
  iirfilter,
  type PassType,
  sos2zpk,
  zpk2tf,
} from 'polezero/dsp';
import type { ComplexArray } from 'polezero/numeric';
import { assertClose, assertSameSet, goldenIir } from './golden';

const named = ({ ftype, order, wn, options }: { ftype: string; order: number; wn: unknown; options: object }) =>
  `${ftype} ${order} ${wn} ${JSON.stringify(options)}`;
const magnitudes = ({ re, im }: ComplexArray) => Array.from(re, (value, i) => Math.hypot(value, im[i]));

/** Gain of a cascade in dB at a frequency relative to Nyquist. */
function decibel(sos: number[][], w: number): number {
  return sos.reduce((sum, section) => {
    const { h } = freqz(section.slice(0, 3), section.slice(3), { w: [w], fs: 2 });
    return sum + 20 * Math.log10(Math.hypot(h.re[0], h.im[0]));
  }, 0);
}

describe('iirfilter', () => {
  it('has SciPy’s sections and coefficients', () => {
    for (const each of goldenIir.designs) {
      const design = { ...each.options, ftype: each.ftype };
      if (each.sos) {
        const sos = iirfilter(each.order, each.wn, design);
        assertSameSet(sos2zpk(sos).p, sos2zpk(each.sos).p, 1e-7, named(each));
        assert.equal(sos.length, each.sos.length);
        if (each.wn.length === undefined)
          sos.forEach((section, i) => assertClose(section, each.sos[i], 1e-7, named(each)));
      }
      if (each.b) {
        const { b, a } = iirfilter<'ba'>(each.order, each.wn, { ...design, output: 'ba' });
        assertClose(b, each.b, 1e-9, `b of ${named(each)}`);
        assertClose(a, each.a, 1e-9, `a of ${named(each)}`);
      }
    }
  });

  const anyDesign = fc.record({
    order: fc.integer({ min: 1, max: 12 }),
    ftype: fc.constantFrom('butter', 'cheby1', 'cheby2', 'ellip'),
    type: fc.constantFrom<PassType>('lowpass', 'highpass', 'bandpass', 'bandstop'),
    low: fc.double({ min: 0.02, max: 0.6, noNaN: true }),
    width: fc.double({ min: 0.05, max: 0.35, noNaN: true }),
    rp: fc.double({ min: 0.01, max: 3, noNaN: true }),
    rs: fc.double({ min: 20, max: 120, noNaN: true }),
  });

  it('is stable, and meets its specification at the band edges', () => {
    fc.assert(
      fc.property(anyDesign, ({ order, ftype, type, low, width, rp, rs }) => {
        const wn = type.startsWith('band') ? [low, low + width] : low;
        const options = { ftype, type, rp, rs } as const;
        const { p } = iirfilter(order, wn, { ...options, ftype: ftype as 'butter', output: 'zpk' });
        assert(magnitudes(p).every((radius) => radius < 1));
        const sos = iirfilter(order, wn, { ...options, ftype: ftype as 'butter' });
        const wanted = { butter: -10 * Math.log10(2), cheby1: -rp, cheby2: -rs, ellip: -rp }[ftype]!;
        for (const edge of [wn].flat()) assert(Math.abs(decibel(sos, edge) - wanted) < 1e-6 * Math.abs(wanted) + 1e-7);
      }),
    );
  });

  it('does not depend on the unit of frequency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (order, fs) => {
        const [relative, absolute] = [ellip(order, 1, 60, 0.3), ellip(order, 1, 60, (0.3 * fs) / 2, { fs })];
        absolute.forEach((section, i) => assertClose(section, relative[i], 1e-9));
      }),
    );
  });

  it('is right where coefficients have long failed', () => {
    const sos = butter(20, 0.02);
    assert(Math.abs(decibel(sos, 0.02) + 10 * Math.log10(2)) < 1e-6);
    assert(decibel(sos, 0.04) < -119);
    assert(magnitudes(sos2zpk(sos).p).every((radius) => radius < 1));
  });

  it('gives Bessel filters the delay, the gain or the phase that the norm promises', () => {
    for (const order of [2, 5, 9, 24]) {
      const delay = bessel(order, 1, { analog: true, norm: 'delay', output: 'zpk' });
      const atZero = Array.from(delay.p.re, (re, i) => -re / (re * re + delay.p.im[i] ** 2)).reduce(
        (sum, d) => sum + d,
      );
      assert(Math.abs(atZero - 1) < 1e-12, `delay of order ${order}: ${atZero}`);
      const { p, k } = bessel(order, 1, { analog: true, norm: 'mag', output: 'zpk' });
      const gain = Array.from(p.re, (re, i) => Math.hypot(re, 1 - p.im[i])).reduce((product, d) => product / d, k);
      assert(Math.abs(gain - Math.SQRT1_2) < 1e-12, `gain of order ${order}: ${gain}`);
    }
  });

  it('leaves its arguments alone', () => {
    const wn = Object.freeze([0.2, 0.4]);
    butter(3, wn, Object.freeze({ type: 'bandpass' as const }));
    assert.deepEqual(wn, [0.2, 0.4]);
  });

  it('says what is wrong with an argument', () => {
    const wrong = (order: unknown, wn: unknown, options?: object) => () =>
      iirfilter(order as number, wn as number, options as IirfilterOptions);
    for (const order of [-1, 1.5, Number.NaN, '4'])
      assert.throws(wrong(order, 0.3), /RangeError: order is .* integer in \[0, 10000\]/);
    for (const wn of [0, 1, -0.2, 2]) assert.throws(wrong(4, wn), /RangeError: wn is .*; it must lie in \(0, 1\)/);
    assert.throws(wrong(4, Number.NaN), /wn\[0\] is NaN; it must be a finite number/);
    assert.throws(wrong(4, []), /wn is empty/);
    assert.throws(wrong(4, [0.2, 0.3]), /wn is \[0.2,0.3\]; a lowpass filter needs one edge/);
    assert.throws(wrong(4, 0.2, { type: 'bandpass' }), /a bandpass filter needs two edges/);
    assert.throws(wrong(4, [0.3, 0.2], { type: 'bandpass' }), /its two edges must increase strictly/);
    assert.throws(wrong(4, 0.2, { type: 'low' }), /type is 'low'; it must be one of 'lowpass', /);
    assert.throws(wrong(4, 0.2, { ftype: 'butterworth' }), /ftype is 'butterworth'; it must be one of 'butter', /);
    assert.throws(wrong(4, 30, { fs: 52 }), /it must lie in \(0, 26\)/);
    assert.throws(wrong(4, 0.2, { analog: true, fs: 2 }), /fs is 2; an analog filter has no sampling frequency/);
    assert.throws(wrong(4, -1, { analog: true }), /wn is -1; it must lie in \(0, Infinity\), in rad\/s/);
    assert.throws(wrong(4, 0.2, { ftype: 'ellip', rp: 1 }), /TypeError: rs is missing; ellip needs it/);
    assert.throws(wrong(4, 0.2, { ftype: 'ellip', rp: 3, rs: 2 }), /rp is 3; it must be less than rs, which is 2/);
    assert.throws(wrong(4, 0.2, { ftype: 'cheby1', rp: 0 }), /rp is 0; it must be in \(0, 3000\] dB/);
    assert.throws(wrong(4, 0.2, { ftype: 'bessel', norm: 'gain' }), /norm is 'gain'; it must be one of 'phase'/);
    assert.throws(wrong(4, 0.2, { output: 'zp' }), /output is 'zp'; it must be one of/);
    assert.throws(wrong(4, 0.2, { btype: 'lowpass' }), /Unknown option 'btype'/);
    assert.throws(
      () => cheby1(4, 1, 0.2, { ripple: 2 } as never),
      /Unknown option 'ripple'; valid: type, analog, fs, output/,
    );
    assert.throws(
      () =>
        zpk2tf(
          { re: new Float64Array([1]), im: new Float64Array(0) },
          { re: new Float64Array(0), im: new Float64Array(0) },
          1,
        ),
      /z\.re has length 1 and z\.im 0/,
    );
  });
});
