import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as dsp from 'polezero/dsp';

// Every public function, every argument, everything that it may not be. A bad argument gives an error that names it, its value and what is
// valid; nothing ever gives NaN.

/** What is wrong in the place of an argument of some kind, whatever its range. */
const wrong: Record<string, readonly unknown[]> = {
  integer: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2.5, '5', null, {}, [], true, 5n],
  number: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '0.3', null, {}, [], true, 5n],
  samples: [null, 5, 'abc', true, {}, [Number.NaN], [Number.POSITIVE_INFINITY], ['0.5'], [null], [undefined], [[1]]],
  edges: [null, 'abc', true, {}, [], [Number.NaN], Number.NaN, Number.POSITIVE_INFINITY, '0.3', ['0.3'], [null]],
  flag: [0, 1, 'yes', null, {}, Number.NaN],
  choice: ['nonsense', 5, Number.NaN, {}, [], true],
  window: [
    'hanning',
    'toString',
    '',
    5,
    {},
    [],
    ['kaiser'],
    ['kaiser', Number.NaN],
    ['kaiser', '5'],
    ['hann', 3],
    ['chebwin', -5],
    ['tukey', 2],
    ['gaussian', 0],
  ],
  roots: [5, 'abc', null, [], {}, { re: [1], im: [] }, { re: [Number.NaN], im: [0] }, { re: [0], im: [1] }],
  sos: [
    5,
    'abc',
    null,
    [],
    {},
    [[1, 2, 3]],
    [[1, 0, 0, 0, 0, 0]],
    [[Number.NaN, 0, 0, 1, 0, 0]],
    ['abcdef'],
    [null],
    [5],
  ],
  stateSpace: [
    5,
    null,
    {},
    { A: [[1, 2]], B: [[1]], C: [[1]], D: [[1]] },
    { A: [[Number.NaN]], B: [[1]], C: [[1]], D: [[1]] },
    { A: 5, B: 5, C: 5, D: 5 },
  ],
  filter: [
    5,
    'abc',
    null,
    [],
    {},
    [1, 2, 3],
    new Float64Array(0),
    Float64Array.of(Number.NaN),
    { b: [1], a: [0] },
    { b: [], a: [1] },
    { b: [1] },
    [[1, 2, 3]],
    [[1, 0, 0, 0, 0, 0]],
    [['1', 0, 0, 1, 0, 0]],
  ],
};

interface Argument {
  name: string;
  kind: keyof typeof wrong;
  /** What is out of range here. */
  more?: readonly unknown[];
  /** What of the kind's list is valid here. */
  fine?: (value: unknown) => boolean;
}

const argument = (
  name: string,
  kind: keyof typeof wrong,
  more: readonly unknown[] = [],
  fine?: Argument['fine'],
): Argument => ({ name, kind, more, fine });

interface Row {
  /** A call that works. */
  valid: readonly unknown[];
  arguments: readonly Argument[];
  options?: readonly Argument[];
}

const fs = argument('fs', 'number', [0, -2]);
const numTaps = (...more: unknown[]) => argument('numTaps', 'integer', [0, -3, ...more]);
const iirOptions = [
  argument('type', 'choice', ['low']),
  argument('analog', 'flag'),
  fs,
  argument('output', 'choice', ['SOS']),
];
const wn = argument('wn', 'edges', [0, 1, -0.2, 1.5, [0.2, 0.3], [0.3, 0.2]]);
const order = argument('order', 'integer', [-1]);
const rp = argument('rp', 'number', [0, -1]);
const rs = argument('rs', 'number', [0, -1]);
const ba = [argument('b', 'samples', [[]]), argument('a', 'samples', [[], [0], [0, 0]])];
const x = argument('x', 'samples');
const frequencies = [argument('n', 'integer', [0, -1]), argument('whole', 'flag'), fs];
const specification = [
  argument('wp', 'edges', [0, 1, -0.1, 0.3, [0.1, 0.2]]),
  argument('ws', 'edges', [0, 1, -0.1, 0.2, [0.1, 0.2]]),
  argument('gpass', 'number', [0, -1, 50]),
  argument('gstop', 'number', [0, -1, 0.5]),
];
const selection: Row = {
  valid: [0.2, 0.3, 1, 40, {}],
  arguments: specification,
  options: [argument('analog', 'flag'), fs],
};
const zpk = [argument('z', 'roots'), argument('p', 'roots'), argument('k', 'number')];
const roots = { re: [0.5, 0.5], im: [0.3, -0.3] };
const pad = [argument('padType', 'choice', [], (value) => value === null), argument('padLen', 'integer', [-1, 1000])];
const signal = Array.from({ length: 60 }, (_, n) => Math.sin(n));
const sections = dsp.butter(3, 0.2);
const bands = [0, 0.3, 0.5, 1];
const resonance: Row = {
  valid: [0.3, 30, {}],
  arguments: [argument('w0', 'number', [0, 1, -1]), argument('Q', 'number', [0, -1])],
  options: [fs],
};

const rows: Record<string, Row> = {
  getWindow: {
    valid: ['hann', 7, {}],
    arguments: [
      argument('window', 'window', [
        null,
        undefined,
        ['exponential', 3, 1],
        ['dpss', 5],
        ['kaiser_bessel_derived', 4],
        ['taylor', 0],
        ['general_cosine', []],
      ]),
      argument('length', 'integer', [-1]),
    ],
    options: [argument('periodic', 'flag')],
  },
  kaiserBeta: { valid: [60], arguments: [argument('attenuation', 'number')] },
  kaiserAtten: { valid: [50, 0.1], arguments: [numTaps(), argument('width', 'number', [0, -1, 1.5])] },
  kaiserord: {
    valid: [60, 0.1],
    arguments: [argument('ripple', 'number', [0, 7.9]), argument('width', 'number', [0, -1, 1.5])],
  },
  firwin: {
    valid: [11, 0.3, {}],
    arguments: [numTaps(), argument('cutoff', 'edges', [0, 1, -0.5, 1.5, [0.5, 0.3], [0.3, 0.3]])],
    options: [
      argument('window', 'window', [null]),
      argument('width', 'number', [0, -1, 2]),
      argument('passZero', 'choice', ['low', 1.0, 0, 'bandpass'], (value) => value === true),
      argument('scale', 'flag'),
      fs,
    ],
  },
  firwin2: {
    valid: [11, [0, 0.5, 1], [1, 1, 0], {}],
    arguments: [
      numTaps(),
      argument('freq', 'samples', [[], [0.1, 0.5, 1], [0, 0.5, 0.9], [0, 0.6, 0.5, 1], [0, 0, 1]]),
      argument('gain', 'samples', [[], [1, 0]]),
    ],
    options: [
      argument('nFreqs', 'integer', [5, -1]),
      argument('window', 'window'),
      argument('antisymmetric', 'flag'),
      fs,
    ],
  },
  firls: {
    valid: [11, bands, [1, 1, 0, 0], {}],
    arguments: [
      numTaps(10),
      argument('bands', 'samples', [[], [0, 0.3, 0.5], [0, 0.5, 0.3, 1], [-0.1, 0.3, 0.5, 1], [0, 0.3, 0.5, 1.1]]),
      argument('desired', 'samples', [[], [1, 0]]),
    ],
    options: [argument('weight', 'samples', [[], [1], [1, 0], [1, -1]]), fs],
  },
  remez: {
    valid: [11, bands, [1, 0], {}],
    arguments: [
      numTaps(1, 2),
      argument('bands', 'samples', [[], [0, 0.3, 0.5], [0, 0.5, 0.3, 1], [-0.1, 0.3, 0.5, 1], [0, 0.3, 0.5, 1.1]]),
      argument('desired', 'samples', [[], [1]]),
    ],
    options: [
      argument('weight', 'samples', [[], [1], [1, 0], [1, -1]]),
      argument('type', 'choice'),
      fs,
      argument('maxIter', 'integer', [0]),
      argument('gridDensity', 'integer', [0]),
    ],
  },
  minimumPhase: {
    valid: [[1, 3, 1], {}],
    arguments: [argument('h', 'samples', [[], [1, 2], [0, 0, 0]])],
    options: [argument('method', 'choice'), argument('nFft', 'integer', [0, 2]), argument('half', 'flag')],
  },
  butter: { valid: [4, 0.3, {}], arguments: [order, wn], options: iirOptions },
  cheby1: { valid: [4, 1, 0.3, {}], arguments: [order, rp, wn], options: iirOptions },
  cheby2: { valid: [4, 40, 0.3, {}], arguments: [order, rs, wn], options: iirOptions },
  ellip: {
    valid: [4, 1, 40, 0.3, {}],
    arguments: [order, { ...rp, more: [0, -1, 50] }, { ...rs, more: [0, -1, 0.5] }, wn],
    options: iirOptions,
  },
  bessel: { valid: [4, 0.3, {}], arguments: [order, wn], options: [...iirOptions, argument('norm', 'choice')] },
  iirfilter: {
    valid: [4, 0.3, { ftype: 'ellip', rp: 1, rs: 40 }],
    arguments: [order, wn],
    options: [...iirOptions, argument('ftype', 'choice', ['butterworth']), rp, rs],
  },
  iirdesign: {
    valid: [0.2, 0.3, 1, 40, {}],
    arguments: specification,
    options: [argument('analog', 'flag'), fs, argument('ftype', 'choice', ['bessel']), argument('output', 'choice')],
  },
  buttord: selection,
  cheb1ord: selection,
  cheb2ord: selection,
  ellipord: selection,
  iirnotch: resonance,
  iirpeak: resonance,
  iircomb: {
    valid: [0.5, 30, {}],
    arguments: [argument('w0', 'number', [0, 1, -1, 0.3]), argument('Q', 'number', [0, -1, 1])],
    options: [fs, argument('ftype', 'choice'), argument('passZero', 'flag')],
  },
  tf2zpk: {
    valid: [
      [1, 2],
      [1, 0.5],
    ],
    arguments: [ba[0], argument('a', 'samples', [[], [0, 0]])],
  },
  zpk2tf: { valid: [roots, roots, 2], arguments: zpk },
  zpk2sos: {
    valid: [roots, roots, 2, {}],
    arguments: zpk,
    options: [argument('pairing', 'choice'), argument('analog', 'flag')],
  },
  tf2sos: {
    valid: [[1, 2], [1, 0.5], {}],
    arguments: [ba[0], argument('a', 'samples', [[], [0, 0]])],
    options: [argument('pairing', 'choice'), argument('analog', 'flag')],
  },
  sos2tf: {
    valid: [sections],
    arguments: [argument('sos', 'sos')],
  },
  sos2zpk: { valid: [sections], arguments: [argument('sos', 'sos')] },
  tf2ss: {
    valid: [
      [1, 2],
      [1, 0.5],
    ],
    arguments: [argument('b', 'samples', [[], [1, 2, 3]]), argument('a', 'samples', [[], [0, 0]])],
  },
  ss2tf: { valid: [dsp.tf2ss([1, 2], [1, 0.5])], arguments: [argument('ss', 'stateSpace')] },
  ss2zpk: { valid: [dsp.tf2ss([1, 2], [1, 0.5])], arguments: [argument('ss', 'stateSpace')] },
  zpk2ss: { valid: [roots, roots, 2], arguments: zpk },
  freqz: { valid: [[1, 1], [1, 0.5], {}], arguments: ba, options: [...frequencies, argument('w', 'samples', [[]])] },
  freqzSos: {
    valid: [sections, {}],
    arguments: [argument('sos', 'sos')],
    options: [...frequencies, argument('w', 'samples', [[]])],
  },
  freqzZpk: {
    valid: [roots, roots, 1, {}],
    arguments: [argument('z', 'roots', [], hasNoPair), argument('p', 'roots', [], hasNoPair), argument('k', 'number')],
    options: [...frequencies, argument('w', 'samples', [[]])],
  },
  freqs: {
    valid: [[1, 1], [1, 0.5], {}],
    arguments: [ba[0], argument('a', 'samples', [[], [0], [0, 0]])],
    options: [argument('n', 'integer', [0, -1]), argument('w', 'samples', [[]])],
  },
  groupDelay: {
    valid: [[1, 2], [1, 0.5], {}],
    arguments: ba,
    options: [...frequencies, argument('w', 'samples', [[]])],
  },
  lfilter: {
    valid: [[1, 1], [1, 0.5], signal, {}],
    arguments: [...ba, x],
    options: [argument('zi', 'samples', [[], [1, 2]])],
  },
  sosfilt: {
    valid: [sections, signal, {}],
    arguments: [argument('sos', 'sos'), x],
    options: [
      argument('zi', 'samples', [
        [],
        [[0, 0]],
        [
          [0, 0],
          [0, Number.NaN],
        ],
        [[0], [0]],
      ]),
    ],
  },
  lfilterZi: {
    valid: [
      [1, 1],
      [1, 0.5],
    ],
    arguments: [ba[0], argument('a', 'samples', [[], [0], [1, -1]])],
  },
  sosfiltZi: { valid: [sections], arguments: [argument('sos', 'sos', [[[1, 0, 0, 1, -1, 0]]])] },
  filtfilt: {
    valid: [[1, 1], [1, 0.5], signal, {}],
    arguments: [...ba, { ...x, more: [[], [1, 2, 3]] }],
    options: [...pad, argument('method', 'choice'), argument('irLen', 'integer', [0, -1])],
  },
  sosfiltfilt: {
    valid: [sections, signal, {}],
    arguments: [argument('sos', 'sos'), { ...x, more: [[], [1, 2, 3]] }],
    options: pad,
  },
  fftConvolve: {
    valid: [signal, [1, 2], {}],
    arguments: [{ ...x, more: [[]] }, argument('h', 'samples', [[]])],
    options: [argument('mode', 'choice')],
  },
  oaConvolve: {
    valid: [signal, [1, 2], {}],
    arguments: [{ ...x, more: [[]] }, argument('h', 'samples', [[]])],
    options: [argument('mode', 'choice')],
  },
  impulseResponse: {
    valid: [sections, 9],
    arguments: [argument('filter', 'filter'), argument('n', 'integer', [0, -1])],
  },
  truncateImpulseResponse: {
    valid: [sections, 9, {}],
    arguments: [argument('filter', 'filter'), numTaps()],
    options: [argument('window', 'window', [null])],
  },
  truncationBound: {
    valid: [sections, 9],
    arguments: [argument('filter', 'filter', [{ b: [1], a: [1, -1] }]), argument('numTaps', 'integer', [-1])],
  },
  truncationEnergy: {
    valid: [sections, 9],
    arguments: [argument('filter', 'filter', [{ b: [1], a: [1, -1] }]), argument('numTaps', 'integer', [-1])],
  },
  tapsForTolerance: {
    valid: [sections, 0.01],
    arguments: [argument('filter', 'filter', [{ b: [1], a: [1, -1] }]), argument('eps', 'number', [0, -1])],
  },
  prony: {
    valid: [[1, 0.5, 0.25, 0.2, 0.1], 1, 2],
    arguments: [
      argument('h', 'samples', [[], [1, 2]]),
      argument('nb', 'integer', [-1, 9]),
      argument('na', 'integer', [0, -1, 9]),
    ],
  },
  balancedTruncation: {
    valid: [[1, 0.5, 0.25, 0.2, 0.1], 2],
    arguments: [argument('h', 'samples', [[]]), argument('order', 'integer', [0, -1, 9])],
  },
  hankelNormReduction: {
    valid: [[1, 0.5, 0.25, 0.2, 0.1], 2],
    arguments: [argument('h', 'samples', [[]]), argument('order', 'integer', [0, -1, 9])],
  },
  sinc: { valid: [0.5], arguments: [] },
};

/** Roots without their conjugates: a response has them all the same. */
function hasNoPair(value: unknown): boolean {
  return JSON.stringify(value) === '{"re":[0],"im":[1]}';
}

const call = (name: string, args: readonly unknown[]): unknown =>
  (dsp as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name](...args);

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : Object.values(value)).flatMap(numbersIn);
}

/** Asserts that a call is refused, in words that help. */
function refuses(
  name: string,
  args: readonly unknown[],
  { name: of, kind }: Argument,
  value: unknown,
): string | undefined {
  const what = `${name}, ${of} ${typeof value === 'bigint' ? `${value}n` : JSON.stringify(value)} (${String(value)})`;
  let result: unknown;
  try {
    result = call(name, args);
  } catch (thrown) {
    const error = thrown as Error;
    if (!(error instanceof RangeError || error instanceof TypeError)) return `${what}: ${error}`;
    const names = [of, ...(kind === 'window' ? ['window'] : []), ...(kind === 'stateSpace' ? ['A, B, C, D'] : [])];
    if (!names.some((each) => new RegExp(`(^|[^\\w])${each}([^\\w]|$)`).test(error.message)))
      return `${what} is not named: ${error.message}`;
    if (
      !/must|needs?\b|valid|has no parameter|leave it out|is missing|not stable|has six numbers|no steady state/.test(
        error.message,
      )
    )
      return `${what}: what is valid is not said: ${error.message}`;
    if (/is not a function|Cannot read|Cannot convert|Cannot mix|undefined \(|not iterable|BigInt/.test(error.message))
      return `${what}: ${error.message}`;
    return undefined;
  }
  const numbers = numbersIn(result);
  return `${what} is accepted${numbers.some(Number.isNaN) ? ', and gives NaN' : ''}`;
}

describe('arguments', () => {
  it('are known for every public function', () => {
    const functions = Object.entries(dsp).filter(
      ([name, value]) => typeof value === 'function' && name !== 'StreamingFilter',
    );
    assert.deepEqual(Object.keys(rows).sort(), functions.map(([name]) => name).sort());
  });

  for (const [name, { valid, arguments: positional, options }] of Object.entries(rows)) {
    it(`of ${name} are refused if they are wrong`, () => {
      assert(numbersIn(call(name, valid)).every(Number.isFinite), 'the valid call');
      const troubles: (string | undefined)[] = [];
      positional.forEach((each, i) => {
        for (const value of [undefined, ...wrong[each.kind], ...(each.more ?? [])]) {
          if (
            each.fine?.(value) ||
            (value === undefined && each.name === 'a' && ['freqz', 'groupDelay'].includes(name))
          )
            continue;
          troubles.push(refuses(name, [...valid.slice(0, i), value, ...valid.slice(i + 1)], each, value));
        }
      });
      if (options) {
        const last = valid.length - 1;
        const given = valid[last] as object;
        const withOptions = (value: unknown) => [...valid.slice(0, last), value];
        for (const each of options) {
          for (const value of [...wrong[each.kind], ...(each.more ?? [])])
            if (!each.fine?.(value))
              troubles.push(refuses(name, withOptions({ ...given, [each.name]: value }), each, value));
          if (!(each.name in given))
            assert.deepEqual(
              call(name, withOptions({ ...given, [each.name]: undefined })),
              call(name, valid),
              `${each.name} left undefined`,
            );
        }
        for (const value of [null, 5, 'abc', true])
          troubles.push(refuses(name, withOptions(value), argument('options', 'flag'), value));
        troubles.push(refuses(name, withOptions({ ...given, nonsense: 1 }), argument('nonsense', 'flag'), 1));
        assert.deepEqual(call(name, withOptions(given)), call(name, valid));
      }
      assert.deepEqual(
        troubles.filter((trouble) => trouble !== undefined),
        [],
      );
    });
  }
});

// Arguments that are valid one by one, and as extreme as doubles are.
const positive = fc.oneof(
  fc.double({ min: 5e-324, max: 1.7e308, noNaN: true }),
  fc.integer({ min: -320, max: 308 }).map((exponent) => 10 ** exponent),
  fc.integer({ min: 1, max: 1000 }),
);
const fraction = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: -320, max: -1 }).map((exponent) => 10 ** exponent),
  fc.integer({ min: 1, max: 16 }).map((digits) => 1 - 10 ** -digits),
);
const two = (number: fc.Arbitrary<number>) => fc.tuple(number, number).map((pair) => pair.sort((a, b) => a - b));
const few = fc.integer({ min: 0, max: 24 });
const length = fc.integer({ min: 0, max: 60 });
const several = fc.array(positive, { minLength: 1, maxLength: 12 });
const edge = fc
  .record({
    type: fc.constantFrom('lowpass', 'highpass', 'bandpass', 'bandstop'),
    analog: fc.boolean(),
    output: fc.constantFrom('zpk', 'sos', 'ba'),
    digital: two(fraction),
    omega: two(positive),
  })
  .map(({ type, analog, output, digital, omega }) => {
    const edges = analog ? omega : digital;
    return [type.startsWith('band') ? edges : edges[0], { type, analog, output }];
  });
const step = fc
  .tuple(length, two(fraction), fc.array(positive, { minLength: 4, maxLength: 4 }))
  .map(([taps, [a, b], gains]) => [taps, [0, a, b, 1], gains]);
const selector = fc.tuple(fc.oneof(fraction, two(fraction)), fc.oneof(fraction, two(fraction)), positive, positive);
const parametrised = fc.oneof(
  fc.tuple(
    fc.constantFrom('kaiser', 'gaussian', 'tukey', 'general_hamming', 'chebwin', 'dpss', 'kaiser_bessel_derived'),
    positive,
  ),
  fc.tuple(fc.constant('general_gaussian'), positive, positive),
  fc.tuple(fc.constant('exponential'), fc.constant(null), positive),
  fc.tuple(fc.constant('taylor'), fc.integer({ min: 1, max: 50 }), positive, fc.boolean()),
);

const extreme: Record<string, fc.Arbitrary<unknown[]>> = {
  getWindow: fc.tuple(parametrised, length),
  kaiserBeta: fc.tuple(positive),
  kaiserAtten: fc.tuple(length, fraction),
  kaiserord: fc.tuple(positive, fraction),
  firwin: fc.tuple(
    length,
    fc.oneof(fraction, two(fraction)),
    fc.record({ passZero: fc.boolean(), scale: fc.boolean(), window: fc.constantFrom('hann', 'boxcar') }),
  ),
  firwin2: step,
  firls: step,
  remez: step.map(([taps, bands, gains]) => [taps, bands, (gains as number[]).slice(0, 2)]),
  minimumPhase: fc.tuple(several, fc.record({ half: fc.boolean(), method: fc.constantFrom('homomorphic', 'hilbert') })),
  butter: fc.tuple(few, edge).map(([n, [wn, options]]) => [n, wn, options]),
  bessel: fc.tuple(few, edge).map(([n, [wn, options]]) => [n, wn, options]),
  cheby1: fc.tuple(few, positive, edge).map(([n, ripple, [wn, options]]) => [n, ripple, wn, options]),
  cheby2: fc.tuple(few, positive, edge).map(([n, ripple, [wn, options]]) => [n, ripple, wn, options]),
  ellip: fc.tuple(few, two(positive), edge).map(([n, [rp, rs], [wn, options]]) => [n, rp, rs, wn, options]),
  buttord: selector,
  cheb1ord: selector,
  cheb2ord: selector,
  ellipord: selector,
  iirnotch: fc.tuple(fraction, positive),
  iirpeak: fc.tuple(fraction, positive),
  iircomb: fc.tuple(
    fc.integer({ min: 1, max: 50 }).map((teeth) => 2 / teeth),
    positive,
  ),
  prony: fc.tuple(several, few, few),
  balancedTruncation: fc.tuple(several, few),
  hankelNormReduction: fc.tuple(several, few),
};

describe('extreme arguments', () => {
  for (const [name, args] of Object.entries(extreme)) {
    it(`give ${name} a finite result or are refused`, () => {
      fc.assert(
        fc.property(args, (each) => {
          let result: unknown;
          try {
            result = call(name, each);
          } catch (error) {
            assert(error instanceof RangeError && / (is|are|has) |did not converge/.test(error.message), String(error));
          }
          assert(numbersIn(result).every(Number.isFinite));
        }),
        { numRuns: 150 },
      );
    });
  }
});
