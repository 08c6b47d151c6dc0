import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as dsp from 'polezero/dsp';
import { calls } from '../../dsp/oracle/calls';
import { arrays } from '../../dsp/oracle/comparisons';
import type { Scipy } from '../../dsp/oracle/scipy';

// The functions of polezero/dsp that SciPy does not have, against what can be computed by those it has.

/** Random arguments, and what must hold of the results for them. */
interface Own {
  args: fc.Arbitrary<unknown[]>;
  check(args: never, scipy: Scipy): Promise<void> | void;
}

const integer = (min: number, max: number) => fc.noBias(fc.integer({ min, max }));
const samples = (min: number, max: number) =>
  fc.array(
    fc.noBias(fc.integer({ min: -1000, max: 1000 })).map((x) => x / 1000),
    { minLength: min, maxLength: max, size: 'max' },
  );
const coefficients = calls.tf2zpk as fc.Arbitrary<[b: number[], a: number[]]>;
const sections = calls.sosfiltZi as fc.Arbitrary<[dsp.Sos]>;

const close = (ours: unknown, theirs: unknown, tolerance: number, what: string) => {
  const error = arrays(ours, theirs);
  assert(error <= tolerance, `${what} is ${error} off`);
};

const impulse = (n: number) => Array.from({ length: n }, (_, i) => Number(i === 0));
async function responseByScipy(scipy: Scipy, b: readonly number[], a: readonly number[], n: number): Promise<number[]> {
  return (await scipy.ask({ f: 'signal.lfilter', args: [b, a, impulse(n)] })).y as number[];
}

const gainAt = (c: ArrayLike<number>, w: number): [re: number, im: number] => {
  let [re, im] = [0, 0];
  for (let n = 0; n < c.length; n++) [re, im] = [re + c[n] * Math.cos(n * w), im - c[n] * Math.sin(n * w)];
  return [re, im];
};
const worstResponse = (h: readonly number[], { b, a }: dsp.Ba): number =>
  Math.max(
    ...Array.from({ length: 257 }, (_, k) => {
      const w = (Math.PI * k) / 256;
      const [[x, y], [p, q], [u, v]] = [gainAt(h, w), gainAt(b, w), gainAt(a, w)];
      const size = u * u + v * v;
      return Math.hypot(x - (p * u + q * v) / size, y - (q * u - p * v) / size);
    }),
  );

/** How far poles within 0.99 of the centre are heard. */
const long = 6000;

const reductions = { balancedTruncation: dsp.balancedTruncation, hankelNormReduction: dsp.hankelNormReduction };
const reduction: Own = {
  args: fc.tuple(fc.constantFrom('balancedTruncation', 'hankelNormReduction'), samples(8, 40), integer(1, 6)),
  async check([name, h, order]: ['balancedTruncation', number[], number], scipy) {
    fc.pre(h.length - 1 > order && Math.abs(h[h.length - 1]) > 0.01);
    const { hankelSingularValues, bound, b, a } = reductions[name](h, order);
    const hankel = h.slice(1).map((_, i) => h.slice(1).map((_, j) => h[i + j + 1] ?? 0));
    const { y } = await scipy.ask({ f: 'linalg.svdvals', args: [hankel] });
    close(hankelSingularValues, y, 1e-10, 'the singular values');
    const worst = worstResponse(h, { b, a });
    const size = h.reduce((sum, x) => sum + Math.abs(x), 0);
    assert(worst <= bound * (1 + 1e-6) + 1e-7 * size, `a response is ${worst} off, more than ${bound}`);
  },
};

const selectors = { butter: dsp.buttord, cheby1: dsp.cheb1ord, cheby2: dsp.cheb2ord, ellip: dsp.ellipord };
const families = { butter: 0, cheby1: 1, cheby2: 1, ellip: 2 } as const;
type Family = keyof typeof families;

export const ownFunctions: Record<string, Own> = {
  impulseResponse: {
    args: fc.tuple(fc.oneof(coefficients, sections), integer(1, 300)),
    async check([filter, n]: [[number[], number[]] | [dsp.Sos], number], scipy) {
      if (filter.length === 2) {
        const [b, a] = filter;
        close(dsp.impulseResponse({ b, a }, n), await responseByScipy(scipy, b, a, n), 1e-10, 'h');
      } else {
        const { y } = await scipy.ask({ f: 'signal.sosfilt', args: [filter[0], impulse(n)] });
        close(dsp.impulseResponse(filter[0], n), y, 1e-10, 'h');
      }
    },
  },
  truncateImpulseResponse: {
    args: fc.tuple(coefficients, integer(1, 200), fc.constantFrom('boxcar', 'hann', 'hamming', ['kaiser', 6])),
    async check([[b, a], n, window]: [[number[], number[]], number, dsp.WindowSpec], scipy) {
      const h = await responseByScipy(scipy, b, a, n);
      const { y } = await scipy.ask({ f: 'signal.get_window', args: [window, 2 * n - 1, false] });
      const fade = (y as number[]).slice(n - 1);
      close(
        dsp.truncateImpulseResponse({ b, a }, n, { window }),
        h.map((x, i) => x * fade[i]),
        1e-10,
        'the cut response',
      );
    },
  },
  truncation: {
    args: fc.tuple(
      coefficients,
      integer(0, 200),
      fc.noBias(fc.integer({ min: 1, max: 9999 })).map((x) => x / 10_000),
    ),
    async check([[b, a], n, share]: [[number[], number[]], number, number], scipy) {
      const tails = async (size: (x: number) => number) => {
        const h = await responseByScipy(scipy, b, a, long);
        const sums = new Float64Array(long + 1);
        for (let i = long - 1; i >= 0; i--) sums[i] = sums[i + 1] + size(h[i]);
        return sums;
      };
      const [sums, energies] = [await tails(Math.abs), await tails((x) => x * x)];
      const allowed = 1e-9;
      assert(Math.abs(dsp.truncationBound({ b, a }, n) - sums[n]) <= allowed * sums[0], 'the bound');
      assert(Math.abs(dsp.truncationEnergy({ b, a }, n) - energies[n]) <= allowed * energies[0], 'the energy');
      const eps = share * sums[0];
      const taps = dsp.tapsForTolerance({ b, a }, eps);
      assert(sums[taps] <= eps + allowed * sums[0], `${taps} taps cost ${sums[taps]}, more than ${eps}`);
      assert(taps === 0 || sums[taps - 1] >= eps - allowed * sums[0], `one tap fewer than ${taps} is enough`);
    },
  },
  iirfilter: {
    args: fc
      .constantFrom<Family[]>('butter', 'cheby1', 'cheby2', 'ellip')
      .chain((family) => calls[family].map((args) => [family, args])),
    check([family, args]: [Family, unknown[]]) {
      const ripples = args.slice(1, 1 + families[family]) as number[];
      const [order, wn, options] = [args[0], ...args.slice(1 + families[family])] as [
        number,
        number,
        dsp.IirOptions<'zpk'>,
      ];
      const named = {
        cheby1: { rp: ripples[0] },
        cheby2: { rs: ripples[0] },
        ellip: { rp: ripples[0], rs: ripples[1] },
        butter: {},
      };
      const direct = (dsp as unknown as Record<string, (...args: unknown[]) => unknown>)[family](...args);
      assert.deepEqual(dsp.iirfilter(order, wn, { ...options, ftype: family, ...named[family] }), direct);
    },
  },
  iirdesign: {
    args: fc.tuple(fc.constantFrom<Family[]>('butter', 'cheby1', 'cheby2', 'ellip'), calls.ellipord),
    check([ftype, [wp, ws, gpass, gstop, options]]: [Family, [number, number, number, number, dsp.OrderOptions]]) {
      fc.pre(selectors[ftype](wp, ws, gpass, gstop, options).order <= 20);
      const { z, p, k } = dsp.iirdesign(wp, ws, gpass, gstop, { ...options, ftype, output: 'zpk' });
      if (options.analog) return;
      const { fs = 2 } = options;
      const decibel = (edges: number | number[]) => {
        const { h } = dsp.freqzZpk(z, p, k, { w: [edges].flat(), fs });
        return Array.from(h.re, (re, i) => -20 * Math.log10(Math.hypot(re, h.im[i])));
      };
      for (const loss of decibel(wp)) assert(loss <= gpass + 0.01, `${loss} dB are lost at the edge of the pass band`);
      for (const loss of decibel(ws))
        assert(loss >= gstop - 0.01, `${loss} dB are stopped at the edge of the stop band`);
    },
  },
  prony: {
    args: fc.tuple(coefficients),
    check([[b, a]]: [[number[], number[]]]) {
      const [nb, na] = [b.length - 1, a.length - 1];
      fc.pre(na >= 1 && na <= 6 && nb <= na);
      const h = dsp.impulseResponse({ b, a }, 6 * (na + nb) + 20);
      close(dsp.impulseResponse(dsp.prony(h, nb, na), h.length), h, 1e-5, 'the response');
    },
  },
  reduction,
  StreamingFilter: {
    args: fc.tuple(sections, samples(1, 300), integer(1, 60)),
    async check([[sos], x, size]: [[dsp.Sos], number[], number], scipy) {
      const { y } = await scipy.ask({ f: 'signal.sosfilt', args: [sos, x] });
      const filter = new dsp.StreamingFilter(sos);
      const blocks = Array.from({ length: Math.ceil(x.length / size) }, (_, i) => x.slice(i * size, (i + 1) * size));
      close(
        blocks.flatMap((block) => [...filter.process(block)]),
        y,
        1e-10,
        'the output',
      );
    },
  },
  sinc: {
    args: fc.tuple(fc.double({ min: -50, max: 50, noNaN: true })),
    async check([x]: [number], scipy) {
      const { y } = await scipy.ask({ f: 'np.sinc', args: [x] });
      assert(Math.abs(dsp.sinc(x) - (y as number)) <= 1e-14, `sinc(${x})`);
    },
  },
};
