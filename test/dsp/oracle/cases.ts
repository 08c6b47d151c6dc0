import fc from 'fast-check';
import { type WindowSpec, windowNames } from 'polezero/dsp';
import { calls } from './calls';

// The calls whose results SciPy gave for golden/calls.json: every option in every value, every band type and family at orders 0 to 24, and random
// calls of every function.

type Args = unknown[];

const parameters: Record<string, unknown[][]> = {
  kaiser: [[0], [0.5], [4.7], [8.6], [14], [30], [200], [600]],
  gaussian: [[0.5], [3], [40]],
  tukey: [[0], [0.1], [0.5], [1]],
  general_gaussian: [
    [0.5, 3],
    [1.5, 7],
    [4, 20],
  ],
  general_hamming: [[0.54], [0.6], [1]],
  general_cosine: [[[1]], [[0.4, 0.5, 0.1]], [[1, 1.93, 1.29, 0.388, 0.028]]],
  chebwin: [[46], [60], [100], [180], [250]],
  exponential: [[], [null, 0.5], [null, 20]],
  taylor: [[], [1], [5, 40], [3, 25, false], [10, 90, false]],
  dpss: [[0.4], [0.9]],
  kaiser_bessel_derived: [[0.5], [4], [14]],
};

function* windows(): Generator<Args> {
  for (const name of windowNames) {
    for (const values of parameters[name] ?? [[]]) {
      const spec = (values.length === 0 ? name : [name, ...values]) as WindowSpec;
      for (const length of name === 'kaiser_bessel_derived' ? [2, 4, 6, 34] : [1, 2, 3, 4, 7, 8, 33])
        for (const periodic of [false, true])
          if (name === 'kaiser_bessel_derived' ? !periodic : name !== 'dpss' || length > 1)
            yield [spec, length, { periodic }];
    }
  }
  for (const length of [17, 40, 64])
    for (const halfBandwidth of [2.5, 4, 8]) yield [['dpss', halfBandwidth], length, { periodic: false }];
  for (const center of [0, 3, 9.5]) yield [['exponential', center, 4], 20, { periodic: true }];
}

const types = ['lowpass', 'highpass', 'bandpass', 'bandstop'];
const single = [0.3, 1e-4, 0.9999, 0.02, 0.97, 0.6];
const double = [
  [0.2, 0.5],
  [0.4999, 0.5001],
  [1e-4, 2e-4],
  [0.01, 0.99],
  [0.9, 0.9999],
  [0.3, 0.32],
];
const omega = [1, 1e-4, 2e5];
const ripples: [rp: number, rs: number][] = [
  [1, 40],
  [0.01, 120],
  [3, 20],
  [0.1, 80],
];

/** Each order and type once, edges, ripples and kinds in turns, so that all meet all. */
function* designs(
  family: number,
  args: (rp: number, rs: number) => unknown[],
  norms: string[] = [''],
): Generator<Args> {
  for (let order = 0; order <= 24; order++) {
    for (const [t, type] of types.entries()) {
      const turn = order + 2 * t + family;
      const isBand = type.startsWith('band');
      const options: Record<string, unknown> = { type, output: 'zpk' };
      let wn: unknown = isBand ? double[turn % 6] : single[turn % 6];
      if (turn % 4 === 3) {
        options.analog = true;
        const center = omega[turn % 3];
        wn = isBand ? [center, center * (turn % 8 === 3 ? 1.01 : 9)] : center;
      } else if (turn % 5 === 4) {
        options.fs = 44100;
        wn = isBand ? [300, 3400] : 8000;
      }
      if (norms[0] !== '') options.norm = norms[(order + t) % norms.length];
      yield [order, ...args(...ripples[(turn + order) % 4]), wn, options];
    }
  }
  // Where SciPy loses digits: narrow bands next to the Nyquist frequency, and a band-stop of order 1 with a far stop band.
  for (const order of [1, 7, 12, 21])
    yield [order, ...args(0.01, 120), [0.9961, 0.9961013], { type: 'bandpass', output: 'zpk' }];
  for (const wn of [
    [0.9, 0.99],
    [0.2, 0.5],
  ])
    yield [1, ...args(0.01, 120), wn, { type: 'bandstop', output: 'zpk' }];
  const output = (form: string) => [3, ...args(0.5, 50), 0.35, { output: form }];
  yield output('sos');
  yield output('ba');
}

function* specifications(): Generator<Args> {
  const edges: [unknown, unknown, object?][] = [
    [0.2, 0.3],
    [0.3, 0.2],
    [
      [0.2, 0.5],
      [0.1, 0.6],
    ],
    [
      [0.1, 0.6],
      [0.2, 0.5],
    ],
    [
      [0.1, 0.62],
      [0.2, 0.5],
    ],
    [0.01, 0.012],
    [0.9, 0.95],
    [0.001, 0.9],
    [
      [0.3, 0.31],
      [0.28, 0.35],
    ],
    [
      [0.05, 0.9],
      [0.3, 0.4],
    ],
    [10, 14, { analog: true }],
    [14, 10, { analog: true }],
    [[2, 20], [1, 40], { analog: true }],
    [[1, 40], [2, 20], { analog: true }],
    [40, 60, { fs: 250 }],
    [60, 40, { fs: 250 }],
    [[8, 12], [6, 15], { fs: 250 }],
    [[6, 15], [8, 12], { fs: 250 }],
  ];
  for (const [wp, ws, options = {}] of edges)
    for (const [gpass, gstop] of [
      [3, 60],
      [0.1, 40],
      [1, 20],
      [0.01, 120],
    ])
      yield [wp, ws, gpass, gstop, options];
}

function* responses(filter: unknown[]): Generator<Args> {
  for (const options of [
    { n: 9, whole: true },
    { n: 16, whole: false, fs: 50 },
    { n: 5, whole: true, fs: 7 },
    { w: [0, 0.3, 3] },
  ])
    yield [...filter, options];
}

const kinds = ['lowpass', 'highpass', 'bandpass', 'bandstop', true, false];

const systematic: Record<string, () => Iterable<Args>> = {
  firwin: () =>
    kinds.map((passZero, i) => [51, i === 2 || i === 3 ? [0.2, 0.6] : 0.3, { passZero, scale: i % 2 === 0 }]),
  filtfilt: () =>
    ['odd', 'even', 'constant', null].map((padType) => [
      [0.2, 0.5],
      [1, -0.4],
      [1, 4, 2, 8, 5, 7, 3, 0, 6, 1],
      { padType, padLen: 6 },
    ]),
  sosfiltfilt: () =>
    ['odd', 'even', 'constant', null].map((padType) => [
      [[0.2, 0.5, 0.1, 1, -0.4, 0.3]],
      [1, 4, 2, 8, 5, 7, 3, 0, 6, 1],
      { padType, padLen: 6 },
    ]),
  getWindow: windows,
  freqz: () =>
    responses([
      [0.2, 0.5, 0.1],
      [1, -0.4, 0.3],
    ]),
  freqzSos: () =>
    responses([
      [
        [0.2, 0.5, 0.1, 1, -0.4, 0.3],
        [1, 0.1, 0, 1, 0.3, 0],
      ],
    ]),
  groupDelay: () =>
    responses([
      [0.2, 0.5, 0.1],
      [1, -0.4, 0.3],
    ]),
  butter: () => designs(0, () => []),
  cheby1: () => designs(1, (rp) => [rp]),
  cheby2: () => designs(2, (_, rs) => [rs]),
  ellip: () => designs(3, (rp, rs) => [rp, rs]),
  bessel: () => designs(4, () => [], ['phase', 'delay', 'mag']),
  buttord: specifications,
  cheb1ord: specifications,
  cheb2ord: specifications,
  ellipord: specifications,
};

/** How many random calls are kept: fewer of those with long results. */
const random: Record<string, number> = {
  firwin: 40,
  firwin2: 30,
  firls: 25,
  remez: 50,
  minimumPhase: 10,
  lfilter: 15,
  sosfilt: 12,
  sosfiltfilt: 10,
  filtfilt: 14,
  fftConvolve: 14,
  oaConvolve: 12,
};

export function* cases(): Generator<[name: string, args: Args]> {
  for (const [name, arbitrary] of Object.entries(calls)) {
    for (const args of systematic[name]?.() ?? []) yield [name, args];
    if (name === 'getWindow') continue;
    let left = random[name] ?? 20;
    for (const args of fc.sample(arbitrary, { numRuns: 800, seed: 2026 })) {
      const last = args[args.length - 1] as { n?: number } | undefined;
      const isLong =
        name.startsWith('freq') || name === 'groupDelay' ? (last?.n ?? (last && 'w' in last ? 0 : 512)) > 40 : false;
      if (isLong || JSON.stringify(args).length > 2500 || (typeof args[0] === 'number' && args[0] > 160)) continue;
      yield [name, args];
      if (--left === 0) break;
    }
  }
}
