import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as dsp from 'polezero/dsp';
import { assertClose, assertSameSet } from './golden';

// Values that stand in books, tables and the tests of other programs.

const decibel = (h: ArrayLike<number>, w: number): number => {
  const { re, im } = dsp.freqz(h, [1], { w: [w], fs: 2 }).h;
  return 20 * Math.log10(Math.hypot(re[0], im[0]));
};

describe('published values', () => {
  it('of Bond’s tables of Bessel poles (Bessel Filter Constants, 2003)', () => {
    const tables: [norm: 'mag' | 'phase' | 'delay', order: number, upper: [re: number, im: number][]][] = [
      ['mag', 2, [[-1.1016013306, 0.6360098248]]],
      [
        'mag',
        3,
        [
          [-1.3226757999, 0],
          [-1.047409161, 0.9992644363],
        ],
      ],
      [
        'mag',
        4,
        [
          [-1.3700678306, 0.4102497175],
          [-0.9952087644, 1.2571057395],
        ],
      ],
      [
        'mag',
        5,
        [
          [-1.5023162714, 0],
          [-1.3808773259, 0.7179095876],
          [-0.9576765486, 1.4711243207],
        ],
      ],
      ['phase', 2, [[-0.8660254038, 0.5]]],
      [
        'phase',
        3,
        [
          [-0.9416000265, 0],
          [-0.7456403858, 0.711366625],
        ],
      ],
      [
        'delay',
        3,
        [
          [-2.3221853546, 0],
          [-1.8389073227, 1.7543809598],
        ],
      ],
      [
        'delay',
        4,
        [
          [-2.8962106028, 0.8672341289],
          [-2.1037893972, 2.6574180419],
        ],
      ],
    ];
    for (const [norm, order, upper] of tables) {
      const { p } = dsp.bessel(order, 1, { analog: true, norm, output: 'zpk' });
      const poles = upper.flatMap(([re, im]) =>
        im === 0
          ? [[re, 0]]
          : [
              [re, im],
              [re, -im],
            ],
      );
      const expected = { re: Float64Array.from(poles, ([re]) => re), im: Float64Array.from(poles, ([, im]) => im) };
      assertSameSet(p, expected, 1e-10, `${norm} ${order}`);
    }
  });

  it('of orders for one specification: Oppenheim & Schafer, 0.4π, 0.6π, 0.01, 0.001', () => {
    assert.equal(dsp.kaiserord(60, 0.2).numTaps - 1, 37);
    const rp = -20 * Math.log10(0.99);
    assert.equal(dsp.buttord(0.4, 0.6, rp, 60).order, 14);
    assert.equal(dsp.cheb1ord(0.4, 0.6, rp, 60).order, 8);
    assert.equal(dsp.cheb2ord(0.4, 0.6, rp, 60).order, 8);
    assert.equal(dsp.ellipord(0.4, 0.6, rp, 60).order, 6);
  });

  it('of MATLAB and SciPy’s own tests', () => {
    const order = dsp.buttord(0.2, 0.3, 3, 60);
    assert.equal(order.order, 16);
    assertClose([order.wn as number], [0.20002776782743284], 1e-15);
    assert.equal(dsp.ellipord(0.2, 0.3, 3, 60).order, 5);
    assertClose(dsp.firwin(3, [0.1, 0.2]).slice(0, 2), [-0.00801395, 1.0160279], 1e-7);
    const { b, a } = dsp.butter(4, 0.1, { output: 'ba' });
    assertClose(dsp.groupDelay(b, a, { w: [0] }).gd, [8.249313898506037], 1e-9);
    assert.deepEqual([...dsp.lfilter([1, -1], [0.5, -0.5], [0, 1, 2, 3, 4, 5]).y], [0, 2, 4, 6, 8, 10]);
    assertClose(dsp.lfilterZi([1, 0, 2], [1, -1, 0.5]), [5, -1], 1e-15);
    assert.equal(dsp.kaiserBeta(20), 0);
    assert.equal(dsp.kaiserAtten(1, 1), 7.95);
  });

  it('of Gibbs’ overshoot, (Si(π)·2/π − 1)/2, and of the stop bands of windows', () => {
    const overshoot = (numTaps: number) => {
      const h = dsp.firwin(numTaps, 0.5, { window: 'boxcar', scale: false });
      return Math.max(
        ...Array.from({ length: 2000 }, (_, i) => 10 ** (decibel(h, 0.5 - (i + 1) / 20 / numTaps) / 20) - 1),
      );
    };
    assert(Math.abs(overshoot(801) - 0.08949) < 1e-4, `${overshoot(801)}`);
    const stopBand = (window: dsp.WindowName) => {
      const h = dsp.firwin(401, 0.5, { window });
      const levels = Array.from({ length: 3000 }, (_, i) => decibel(h, 0.5 + i / 12000));
      const minimum = levels.findIndex((level, i) => i > 0 && level < -18 && levels[i + 1] > level);
      return Math.max(...levels.slice(minimum));
    };
    for (const [window, expected, within] of [
      ['boxcar', -20.96, 0.1],
      ['hann', -43.94, 0.3],
      ['hamming', -53.6, 0.7],
      ['blackman', -75.3, 0.6],
    ] as const)
      assert(Math.abs(stopBand(window) - expected) < within, `${window}: ${stopBand(window)} dB`);
  });

  it('of the taps that a cut needs: the first N with Σ |h[n]| beyond it at most ε', () => {
    const filters: [filter: dsp.Filter, taps: number[]][] = [
      [{ b: [0.1], a: [1, -0.9] }, [44, 66, 132]],
      [dsp.butter(4, 0.1), [45, 64, 121]],
      [dsp.butter(4, 0.3), [17, 24, 46]],
      [dsp.butter(8, 0.125), [74, 105, 197]],
      [dsp.ellip(5, 3, 60, 0.2), [199, 292, 571]],
      [dsp.ellip(6, 0.1, 60, 0.2), [103, 151, 294]],
      [dsp.cheby1(8, 0.5, 0.048), [752, 1104, 2159]],
    ];
    for (const [filter, taps] of filters) {
      assert.deepEqual(
        [1e-2, 1e-3, 1e-6].map((eps) => dsp.tapsForTolerance(filter, eps)),
        taps,
      );
      for (const [i, eps] of [1e-2, 1e-3, 1e-6].entries()) {
        assert(dsp.truncationBound(filter, taps[i]) <= eps);
        assert(dsp.truncationBound(filter, taps[i] - 1) > eps);
      }
    }
  });

  it('of 51 taps by 8, 10, 12 poles: errors and bounds', () => {
    const h = dsp.firwin(51, 0.2);
    for (const [order, error, bound] of [
      [8, 0.0566, 0.109],
      [10, 0.00694, 0.0265],
      [12, 0.00091, 0.0162],
    ]) {
      const reduced = dsp.balancedTruncation(h, order);
      const [H, G] = [dsp.freqz(h, [1], { n: 2048 }).h, dsp.freqz(reduced.b, reduced.a, { n: 2048 }).h];
      const worst = Math.max(...Array.from(H.re, (re, i) => Math.hypot(re - G.re[i], H.im[i] - G.im[i])));
      assert(Math.abs(worst / error - 1) < 0.01, `error ${worst}`);
      assert(Math.abs(reduced.bound / bound - 1) < 0.01, `bound ${reduced.bound}`);
    }
  });
});
