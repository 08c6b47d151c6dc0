import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as dsp from 'polezero/dsp';
import { goldenCalls } from './golden';
import { comparisons, sets } from './oracle/comparisons';
import type { Golden } from './oracle/generate';

type Complex = { re: number[]; im: number[] };

/** Zeros or poles with the conjugates of those above the real axis. */
const whole = ({ re, im }: Complex): Complex => ({
  re: re.flatMap((x, i) => (im[i] > 0 ? [x, x] : [x])),
  im: im.flatMap((y) => (y > 0 ? [y, -y] : [y])),
});
const isDesign = ({ args }: Golden) => (args[args.length - 1] as dsp.IirOptions | undefined)?.output === 'zpk';
const expected = (golden: Golden): unknown => {
  if (!isDesign(golden)) return golden.y;
  const [z, p, k] = golden.y as [Complex, Complex, number];
  return [whole(z), whole(p), k];
};

/** The options and their values, as far as they are words, flags or orders. */
function variants(args: readonly unknown[]): string[] {
  const options = args[args.length - 1];
  if (options === null || typeof options !== 'object' || Array.isArray(options)) return [];
  return Object.entries(options).map(([name, value]) =>
    typeof value === 'string' || typeof value === 'boolean' || value === null ? `${name} ${value}` : name,
  );
}

const byName = new Map<string, Golden[]>();
for (const each of goldenCalls.calls as Golden[]) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);

describe(`what SciPy ${goldenCalls.scipy} gives`, () => {
  it('is known for every function that SciPy has too', () => {
    const own = [
      'iirfilter',
      'iirdesign',
      'impulseResponse',
      'truncateImpulseResponse',
      'truncationBound',
      'truncationEnergy',
      'tapsForTolerance',
      'prony',
      'balancedTruncation',
      'hankelNormReduction',
      'sinc',
      'StreamingFilter',
    ];
    const functions = Object.entries(dsp).filter(([, value]) => typeof value === 'function');
    assert.deepEqual([...byName.keys(), ...own].sort(), functions.map(([name]) => name).sort());
  });

  for (const [name, calls] of byName) {
    it(`${name} gives too`, (t) => {
      const { error, tolerance } = comparisons[name];
      let worst = 0;
      let exact = 0;
      for (const golden of calls) {
        const ours = (dsp as unknown as Record<string, (...args: unknown[]) => unknown>)[name](...golden.args);
        const found = error(ours, expected(golden), golden.args);
        assert(found <= tolerance, `${name}(${JSON.stringify(golden.args)}): off by ${found}`);
        worst = Math.max(worst, found);
        // Where the digits are mpmath's, SciPy's were farther away: the verdict stands.
        if (golden.scipyError === undefined) continue;
        exact++;
        assert(golden.scipyError > tolerance);
      }
      const options = [...new Set(calls.flatMap(({ args }) => variants(args)))].sort();
      t.diagnostic(
        `${name}: ${calls.length} calls, worst ${worst.toExponential(1)} of ${tolerance}${exact ? `, ${exact} by mpmath` : ''}; ${options.join(', ')}`,
      );
    });
  }

  it('covers every window, option and kind of band, and all orders up to 24', () => {
    const seen = (name: string) => new Set(byName.get(name)!.flatMap(({ args }) => variants(args)));
    const windows = new Set(byName.get('getWindow')!.map(({ args: [spec] }) => [spec].flat()[0]));
    assert.deepEqual([...windows].sort(), [...dsp.windowNames].sort());
    for (const name of ['butter', 'cheby1', 'cheby2', 'ellip', 'bessel']) {
      for (const variant of [
        'type lowpass',
        'type highpass',
        'type bandpass',
        'type bandstop',
        'analog true',
        'fs',
        'output zpk',
        'output sos',
        'output ba',
      ])
        assert(seen(name).has(variant), `${name} ${variant}`);
      const orders = new Set(byName.get(name)!.map(({ args }) => args[0]));
      assert.equal(orders.size, 25, `${name}: orders`);
    }
    const wanted: Record<string, string[]> = {
      bessel: ['norm phase', 'norm delay', 'norm mag'],
      buttord: ['analog true', 'fs'],
      firwin: [
        'passZero lowpass',
        'passZero highpass',
        'passZero bandpass',
        'passZero bandstop',
        'passZero true',
        'passZero false',
        'scale false',
        'width',
        'fs',
      ],
      firwin2: ['antisymmetric true', 'antisymmetric false', 'nFreqs', 'fs', 'window null'],
      firls: ['weight', 'fs'],
      remez: ['type bandpass', 'type hilbert', 'type differentiator', 'weight', 'fs'],
      minimumPhase: ['half true', 'half false'],
      zpk2sos: ['pairing nearest', 'pairing keep_odd', 'pairing minimal', 'analog true'],
      iircomb: ['ftype notch', 'ftype peak', 'passZero true', 'passZero false', 'fs'],
      freqz: ['n', 'w', 'whole true', 'fs'],
      filtfilt: ['method gust', 'padType odd', 'padType even', 'padType constant', 'padType null', 'padLen'],
      fftConvolve: ['mode full', 'mode same', 'mode valid'],
    };
    for (const [name, variants] of Object.entries(wanted))
      for (const variant of variants) assert(seen(name).has(variant), `${name} ${variant}`);
  });

  it('would not pass if a pole were off by 1e-9', () => {
    const { args, y } = (goldenCalls.calls as Golden[]).find(
      (each) => each.name === 'ellip' && isDesign(each) && each.args[0] === 8,
    )!;
    const { p } = dsp.ellip(...(args as Parameters<typeof dsp.ellip<'zpk'>>));
    const poles = whole((y as [Complex, Complex, number])[1]);
    assert(sets(p, poles) < 1e-10);
    poles.re[3] *= 1 + 1e-9;
    assert(sets(p, poles) > 1e-10);
  });
});
