import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as dsp from 'polezero/dsp';
import { calls } from './oracle/calls';

// What holds for every function and any valid call.

const call = (name: string, args: readonly unknown[]): unknown =>
  (dsp as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name](...args);
const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : Object.values(value)).flatMap(numbersIn);
};
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
};
const distance = (u: unknown, v: unknown): number => {
  const [x, y] = [numbersIn(u), numbersIn(v)];
  const size = Math.max(1e-300, ...y.map(Math.abs));
  return x.length === y.length
    ? Math.max(0, ...x.map((value, i) => Math.abs(value - y[i]) / size))
    : Number.POSITIVE_INFINITY;
};

describe('any valid call', () => {
  for (const [name, arbitrary] of Object.entries(calls)) {
    it(`of ${name} leaves its arguments alone, gives the same twice, and no NaN`, () => {
      fc.assert(
        fc.property(arbitrary, (args) => {
          const before = JSON.stringify(args);
          const result = call(name, frozen(args));
          assert.equal(JSON.stringify(args), before);
          assert.deepEqual(call(name, args), result);
          if (name !== 'groupDelay') assert(numbersIn(result).every((value) => !Number.isNaN(value)));
        }),
        { numRuns: 25, seed: 6 },
      );
    });
  }
});

describe('the unit of frequency', () => {
  const scale = (factor: number, value: unknown): unknown =>
    Array.isArray(value) ? value.map((f) => f * factor) : (value as number) * factor;
  /** Where a function takes frequencies; all have fs = 2 as their default. */
  const places: Record<string, number[]> = {
    firwin: [1],
    firwin2: [1],
    firls: [1],
    remez: [1],
    butter: [1],
    cheby1: [2],
    cheby2: [2],
    ellip: [3],
    bessel: [1],
    buttord: [0, 1],
    cheb1ord: [0, 1],
    cheb2ord: [0, 1],
    ellipord: [0, 1],
    iirnotch: [0],
    iirpeak: [0],
  };
  for (const [name, at] of Object.entries(places)) {
    it(`does not matter to ${name}`, () => {
      const plain = calls[name].filter((args) => {
        const options = args[args.length - 1] as { fs?: number; analog?: boolean; width?: number };
        return options.fs === undefined && !options.analog && options.width === undefined;
      });
      // Powers of two, so that the frequencies mean exactly the same.
      fc.assert(
        fc.property(plain, fc.integer({ min: -12, max: 20 }), (args, exponent) => {
          const factor = 2 ** exponent;
          const scaled = args.map((value, i) => {
            if (at.includes(i)) return scale(factor, value);
            return i === args.length - 1 ? { ...(value as object), fs: 2 * factor } : value;
          });
          const [relative, absolute] = [call(name, args), call(name, scaled)];
          const back = name.endsWith('ord')
            ? { order: (absolute as dsp.Order).order, wn: scale(1 / factor, (absolute as dsp.Order).wn) }
            : absolute;
          assert(distance(back, relative) < 1e-9, `${distance(back, relative)}`);
        }),
        { numRuns: 20, seed: 8 },
      );
    });
  }
});

describe('any design', () => {
  it('of FIR filters is symmetric, or antisymmetric, to the last digits', () => {
    for (const name of ['firwin', 'firwin2', 'firls', 'remez']) {
      fc.assert(
        fc.property(calls[name], (args) => {
          const options = args[args.length - 1] as { antisymmetric?: boolean; type?: string; window?: unknown };
          const sign = options.antisymmetric || (options.type !== undefined && options.type !== 'bandpass') ? -1 : 1;
          const h = call(name, args) as Float64Array;
          assert(
            distance(
              h
                .slice()
                .reverse()
                .map((tap) => sign * tap),
              h,
            ) < 1e-12,
            name,
          );
        }),
        { numRuns: 25, seed: 3 },
      );
    }
  });

  it('of digital IIR filters has its poles inside the circle, of analog ones in the left half plane', () => {
    for (const name of ['butter', 'cheby1', 'cheby2', 'ellip', 'bessel']) {
      fc.assert(
        fc.property(calls[name], (args) => {
          const { p } = call(name, args) as dsp.Zpk;
          const { analog } = args[args.length - 1] as { analog?: boolean };
          assert(
            Array.from(p.re, (re, i) => (analog ? re < 0 : Math.hypot(re, p.im[i]) < 1)).every(Boolean),
            `${name}(${JSON.stringify(args)})`,
          );
        }),
        { numRuns: 40, seed: 3 },
      );
    }
  });

  it('filters in blocks as in one pass, whatever its form', () => {
    fc.assert(
      fc.property(calls.sosfilt, fc.integer({ min: 1, max: 50 }), ([sos, x], size) => {
        const [sections, signal] = [sos as dsp.Sos, x as number[]];
        const streaming = new dsp.StreamingFilter(sections);
        const blocks = Array.from({ length: Math.ceil(signal.length / size) }, (_, i) =>
          signal.slice(i * size, (i + 1) * size),
        );
        const whole = dsp.sosfilt(sections, signal).y;
        assert.deepEqual(
          blocks.flatMap((block) => [...streaming.process(block)]),
          [...whole],
        );
        let zi: readonly ArrayLike<number>[] | undefined;
        const parts = blocks.flatMap((block) => {
          const { y, zf } = dsp.sosfilt(sections, block, { zi });
          zi = zf;
          return [...y];
        });
        assert.deepEqual(parts, [...whole]);
      }),
      { numRuns: 40 },
    );
  });
});
