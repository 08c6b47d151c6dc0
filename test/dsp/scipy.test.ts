import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import * as dsp from 'polezero/dsp';
import { anyDesign, calls } from './oracle/calls';
import { compare } from './oracle/compare';
import { comparisons } from './oracle/comparisons';
import { Scipy } from './oracle/scipy';

// The same random calls here and in SciPy; npm run fuzz -- filters goes on for as long as is wished.

const magnitude = ({ re, im }: { re: ArrayLike<number>; im: ArrayLike<number> }) =>
  Array.from(re, (x, i) => Math.hypot(x, im[i]));
type C = { re: number[]; im: number[] };
const complexArray = (values: unknown) =>
  Array.isArray(values)
    ? { re: Float64Array.from(values as number[]), im: new Float64Array(values.length) }
    : { re: Float64Array.from((values as C).re), im: Float64Array.from((values as C).im) };
const farthest = (u: readonly number[], v: readonly number[]) => Math.max(...u.map((x, i) => Math.abs(x - v[i])));

describe('random calls', () => {
  const scipy = new Scipy();
  after(() => scipy.close());

  it('are made of every function that is compared', () => {
    assert.deepEqual(Object.keys(calls).sort(), Object.keys(comparisons).sort());
  });

  for (const [name, arbitrary] of Object.entries(calls)) {
    it(`${name} gives what SciPy gives, or what is exact where SciPy is off`, async () => {
      const { y: version } = await scipy.ask({ f: 'scipy.__version__' });
      const isOld = Number(String(version).split('.')[1]) < 17;
      for (const args of fc.sample(arbitrary, { numRuns: 12, seed: 20 })) {
        if (isOld && name.endsWith('ord') && Array.isArray(args[0])) continue; // band edges are searched in another way since 1.17
        const { trouble } = await compare(scipy, name, args);
        assert.equal(trouble, undefined, `${name}(${JSON.stringify(args)})`);
      }
    });
  }

  const rp = fc.constantFrom(0.01, 0.1, 1, 3);
  const rs = fc.constantFrom(20, 60, 120);
  const designs: [family: string, ripples: string[], args: fc.Arbitrary<unknown[]>][] = [
    ['butter', [], anyDesign(fc.constant<unknown[]>([]))],
    ['cheby1', ['rp'], anyDesign(fc.tuple(rp))],
    ['cheby2', ['rs'], anyDesign(fc.tuple(rs))],
    ['ellip', ['rp', 'rs'], anyDesign(fc.tuple(rp, rs))],
  ];
  for (const [family, ripples, arbitrary] of designs) {
    it(`${family} has the exact magnitude to 1e-9, by sections no worse than SciPy's`, async () => {
      const design = (dsp as unknown as Record<string, (...args: unknown[]) => unknown>)[family];
      for (const args of fc.sample(arbitrary, { numRuns: 25, seed: 4 })) {
        const [order, edges] = [args[0], args[1 + ripples.length]];
        const { type, analog, fs = 2 } = args[2 + ripples.length] as { type: string; analog?: boolean; fs?: number };
        if (analog) continue; // freqs takes coefficients only
        const [low, high] = [edges].flat() as number[];
        const w = [
          low,
          low / 2,
          low * 0.99,
          (low + fs / 2) / 2,
          ...(high ? [high, (low + high) / 2, Math.sqrt(low * high)] : []),
        ];
        const named = Object.fromEntries(ripples.map((ripple, i) => [ripple, args[1 + i]]));
        const exact = (
          await scipy.ask({
            f: 'exact.magnitude',
            args: [w, family, order, edges],
            kwargs: { kind: type, fs, ...named },
          })
        ).y as number[];
        const { z, p, k } = design(...args) as dsp.Zpk;
        const ours = magnitude(dsp.freqzZpk(z, p, k, { w, fs }).h);
        // At order 20 and more roots that are rounded to doubles, however exact, may not do.
        const kwargs = { kind: type, fs, ...named };
        const roots = (await scipy.ask({ f: 'exact.zpk', args: [family, order, edges], kwargs })).y as [C, C, number];
        const [exactZ, exactP] = roots.slice(0, 2).map(complexArray);
        const rounded = magnitude(dsp.freqzZpk(exactZ, exactP, roots[2], { w, fs }).h);
        assert(
          farthest(ours, exact) < Math.max(1e-9, 4 * farthest(rounded, exact)),
          `${family}(${JSON.stringify(args)}): ${ours}, exact ${exact}`,
        );

        const form = { type, fs };
        const bySections = magnitude(dsp.freqzSos(design(...args.slice(0, -1), form) as dsp.Sos, { w, fs }).h);
        const { y: sos } = await scipy.ask(comparisons[family].request([...args.slice(0, -1), form]));
        const [, h] = (await scipy.ask({ f: 'signal.freqz_sos', args: [sos], kwargs: { worN: w, fs } })).y as [
          unknown,
          { re: number[]; im: number[] },
        ];
        const theirs = farthest(magnitude(h), exact);
        const error = farthest(bySections, exact);
        assert(
          error < 1e-9 || error < 10 * theirs,
          `${family}(${JSON.stringify(args)}): sections off by ${error}, SciPy's by ${theirs}`,
        );
      }
    });
  }
});
