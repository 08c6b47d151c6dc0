import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buttord, cheb1ord, cheb2ord, ellipord, freqz, iirdesign, type Order, type OrderOptions } from 'polezero/dsp';
import { goldenIir } from './golden';

const selectors = { buttord, cheb1ord, cheb2ord, ellipord };

describe('order selection', () => {
  it('chooses SciPy’s orders, and its edges to 1e-6', () => {
    for (const { name, wp, ws, gpass, gstop, options, order, wn } of goldenIir.orders) {
      const ours = selectors[name as keyof typeof selectors](wp, ws, gpass, gstop, options);
      const message = `${name} ${wp} ${ws} ${gpass} ${gstop} ${JSON.stringify(options)}: ${JSON.stringify(ours)}, expected ${order} ${wn}`;
      assert.equal(ours.order, order, message);
      const expected = [wn].flat();
      assert(
        [ours.wn].flat().every((edge, i) => Math.abs(edge / expected[i] - 1) < 1e-6),
        message,
      );
    }
  });

  it('needs the orders of Oppenheim & Schafer’s example: 0.4π, 0.6π, ripple 0.01, 60 dB', () => {
    const rp = -20 * Math.log10(0.99);
    const orders = Object.values(selectors).map((select) => select(0.4, 0.6, rp, 60).order);
    assert.deepEqual(orders, [14, 8, 8, 6]);
  });

  it('finds a filter that meets the specification at all four edges', () => {
    const edges = fc.uniqueArray(fc.integer({ min: 5, max: 95 }), { minLength: 4, maxLength: 4 });
    const gain = (sos: number[][], w: number) =>
      sos.reduce((sum, section) => {
        const { h } = freqz(section.slice(0, 3), section.slice(3), { w: [w], fs: 2 });
        return sum + 20 * Math.log10(Math.hypot(h.re[0], h.im[0]));
      }, 0);
    const family = fc.constantFrom('cheby1', 'cheby2', 'ellip');
    fc.assert(
      fc.property(edges, family, fc.boolean(), fc.boolean(), (places, ftype, inside, single) => {
        const [a, b, c, d] = places.map((place) => place / 100).sort((u, v) => u - v);
        const [outer, inner] = single ? [a, c] : [[a, d] as const, [b, c] as const];
        const [wp, ws] = inside ? [inner, outer] : [outer, inner];
        const sos = iirdesign(wp, ws, 1, 40, { ftype: ftype as 'ellip' });
        for (const edge of [wp].flat())
          assert(gain(sos, edge) > -1 - 1e-5, `${gain(sos, edge)} dB at the pass edge ${edge}`);
        for (const edge of [ws].flat())
          assert(gain(sos, edge) < -40 + 1e-4, `${gain(sos, edge)} dB at the stop edge ${edge}`);
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the unit of an analog filter', () => {
    const unitless = ({ order, wn }: Order, unit: number) => [order, ...[wn].flat().map((edge) => edge / unit)];
    for (const select of Object.values(selectors)) {
      const expected = unitless(select([1, 4], [2, 3], 1, 40, { analog: true }), 1);
      for (const unit of [1e-15, 1e-6, 1e-3, 1e3, 1e6, 1e12]) {
        const edges = [1, 4, 2, 3].map((edge) => edge * unit);
        const found = unitless(select(edges.slice(0, 2), edges.slice(2), 1, 40, { analog: true }), unit);
        found.forEach((value, i) =>
          assert(Math.abs(value / expected[i] - 1) < 1e-5, `${select.name} ${unit}: ${found}`),
        );
      }
    }
  });

  it('says what is wrong with an argument', () => {
    const wrong =
      (wp: unknown, ws: unknown, gpass: unknown = 1, gstop: unknown = 40, options?: unknown) =>
      () =>
        buttord(wp as number, ws as number, gpass as number, gstop as number, options as OrderOptions);
    assert.throws(wrong(0.2, 0.2), /they must differ/);
    assert.throws(wrong([0.2, 0.4], 0.3), /both must be one edge, or both two/);
    assert.throws(wrong([0.2, 0.4], [0.3, 0.6]), /one band must lie strictly inside the other/);
    assert.throws(wrong(1.2, 0.3), /wp is 1.2; it must lie in \(0, 1\)/);
    assert.throws(wrong(0.2, Number.NaN), /ws\[0\] is NaN/);
    assert.throws(wrong(0.2, 0.3, 0), /gpass is 0; it must be positive/);
    assert.throws(wrong(0.2, 0.3, 3, 2), /gstop is 2; it must be more than gpass, which is 3/);
    assert.throws(wrong(0.2, 0.3, 1, 40, { FS: 2 }), /Unknown option 'FS'; valid: analog, fs/);
    assert.throws(
      () => iirdesign(0.2, 0.3, 1, 40, { ftype: 'bessel' as never }),
      /ftype is 'bessel'; it must be one of/,
    );
  });
});
