import fc from 'fast-check';
import * as dsp from 'polezero/dsp';

// Random arguments for every function that SciPy has too, up to the ends of what is valid.

type Args = unknown[];

/** Evenly spread, unlike fast-check's own doubles, of which half are next to 0 or to a bound. */
const double = (min: number, max: number) =>
  fc.noBias(fc.maxSafeNat()).map((value) => min + ((max - min) * value) / Number.MAX_SAFE_INTEGER);
/** Between two positive numbers, every decade as often as the others. */
const decades = (min: number, max: number) => double(Math.log(min), Math.log(max)).map(Math.exp);
const integer = (min: number, max: number) => fc.noBias(fc.integer({ min, max }));
const samples = (min: number, max: number) => fc.array(double(-1, 1), { minLength: min, maxLength: max, size: 'max' });
const optional = <T>(record: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(record, { requiredKeys: [] });
const some = <T>(...values: T[]) => fc.constantFrom(...values);

const plain = dsp.windowNames.filter(
  (name) => !/^(kaiser|gaussian|tukey|general|chebwin|dpss)/.test(name),
) as dsp.WindowName[];
export const anyWindow: fc.Arbitrary<unknown> = fc.oneof(
  some<unknown>(...plain),
  fc.tuple(fc.constant('kaiser'), fc.oneof(double(0, 40), decades(1e-6, 600))),
  fc.tuple(fc.constant('gaussian'), decades(0.3, 300)),
  fc.tuple(fc.constant('tukey'), fc.oneof(some(0, 1), double(0.01, 1))),
  fc.tuple(fc.constant('general_gaussian'), double(0.3, 5), decades(1, 300)),
  fc.tuple(fc.constant('general_hamming'), double(0.4, 1)),
  fc.tuple(
    fc.constant('general_cosine'),
    fc.array(double(0, 0.2), { minLength: 1, maxLength: 5 }).map((a) => [1, ...a]),
  ),
  fc.tuple(fc.constant('chebwin'), double(46, 250)),
  fc.tuple(fc.constant('exponential'), fc.constant(null), decades(0.2, 300)),
  fc.tuple(fc.constant('taylor'), integer(1, 12), double(15, 90), fc.boolean()),
);

/** SciPy 1.17 cannot design a FIR filter with a general_cosine window: it gives the window an argument that it does not know. */
const firWindow = anyWindow.filter((spec) => !Array.isArray(spec) || spec[0] !== 'general_cosine');

const lengthOf = fc.oneof(integer(1, 20), integer(2, 700));
const windowCall: fc.Arbitrary<Args> = fc.oneof(
  fc.tuple(anyWindow, lengthOf, fc.record({ periodic: fc.boolean() })),
  fc
    .tuple(integer(2, 500), double(0.02, 0.98), fc.boolean())
    .map(([length, part, periodic]) => [['dpss', Math.min(part * length * 0.5, 12)], length, { periodic }]),
  fc
    .tuple(integer(1, 250), decades(0.01, 300))
    .map(([half, beta]) => [['kaiser_bessel_derived', beta], 2 * half, { periodic: false }]),
  fc
    .tuple(double(0, 20), decades(0.5, 100), integer(2, 200))
    .map(([center, tau, length]) => [['exponential', center, tau], length, { periodic: true }]),
);

const anyFs = fc.oneof(some(1, 2, 52, 44100), decades(1e-4, 1e9));
/** Frequencies in (0, fs/2) that increase. */
const edges = (count: number, fs: number, apart = 1e-4) =>
  fc.array(fc.oneof(decades(1e-4, 1), double(0, 1)), { minLength: count + 1, maxLength: count + 1 }).map((gaps) => {
    const total = gaps.reduce((sum, gap) => sum + gap + apart, 0);
    let at = 0;
    return gaps.slice(0, -1).map((gap) => {
      at += (gap + apart) / total;
      return (at * fs) / 2;
    });
  });

const firwinCall: fc.Arbitrary<Args> = fc
  .record({
    fs: fc.option(anyFs, { nil: undefined }),
    count: some(1, 1, 2, 2, 3, 4, 5),
    numTaps: fc.oneof(integer(3, 50), integer(3, 900)),
    named: fc.boolean(),
    passZero: fc.boolean(),
    window: fc.option(firWindow, { nil: undefined }),
    scale: fc.option(fc.boolean(), { nil: undefined }),
    width: fc.option(decades(1e-3, 0.5), { nil: undefined }),
  })
  .chain(({ fs, count, numTaps, named, passZero, window, scale, width }) =>
    edges(count, fs ?? 2).map((cutoff) => {
      const names = count === 1 ? ['highpass', 'lowpass'] : ['bandpass', 'bandstop'];
      const passesNyquist = (count % 2 === 1) !== passZero;
      const options = {
        passZero: named && count <= 2 ? names[Number(passZero)] : passZero,
        ...(fs === undefined ? {} : { fs }),
        ...(scale === undefined ? {} : { scale }),
        ...(width === undefined ? (window === undefined ? {} : { window }) : { width: (width * (fs ?? 2)) / 2 }),
      };
      return [passesNyquist ? numTaps | 1 : numTaps, count === 1 ? cutoff[0] : cutoff, options];
    }),
  );

const firwin2Call: fc.Arbitrary<Args> = fc
  .record({
    fs: fc.option(some(1, 50, 44100), { nil: undefined }),
    count: integer(0, 8),
    steps: fc.boolean(),
    numTaps: fc.oneof(integer(3, 40), integer(3, 400)),
    gain: fc.array(double(-1, 2), { minLength: 20, maxLength: 20 }),
    antisymmetric: fc.boolean(),
    nFreqs: fc.option(integer(410, 1500), { nil: undefined }),
    window: fc.option(fc.oneof(firWindow, fc.constant(null)), { nil: undefined }),
  })
  .chain(({ fs, count, steps, numTaps, gain, antisymmetric, nFreqs, window }) =>
    edges(count, fs ?? 2, 0.01).map((inner) => {
      const freq = [0, ...inner.flatMap((f, i) => (steps && i % 2 === 0 ? [f, f] : [f])), (fs ?? 2) / 2];
      const gains = freq.map((_, i) => gain[i]);
      if (antisymmetric) gains[0] = 0;
      if (antisymmetric === (numTaps % 2 === 1)) gains[gains.length - 1] = 0;
      return [
        numTaps,
        freq,
        gains,
        {
          antisymmetric,
          ...(nFreqs ? { nFreqs } : {}),
          ...(fs ? { fs } : {}),
          ...(window === undefined ? {} : { window }),
        },
      ];
    }),
  );

/** Bands, each of some width, with gaps between them. */
const bandsOf = (count: number, fs: number, gap: number) =>
  fc
    .tuple(fc.array(double(0.1, 1), { minLength: 2 * count - 1, maxLength: 2 * count - 1 }), fc.boolean(), fc.boolean())
    .map(([sizes, from0, toEnd]) => {
      const parts = [from0 ? 0 : 0.1, ...sizes.map((size, i) => (i % 2 === 1 ? size * gap : size)), toEnd ? 0 : 0.1];
      const total = parts.reduce((sum, part) => sum + part, 0);
      let at = 0;
      return parts.slice(0, -1).map((part, i) => {
        at += part;
        return i === parts.length - 2 && toEnd ? fs / 2 : (at / total) * (fs / 2);
      });
    });

const firlsCall: fc.Arbitrary<Args> = fc
  .record({
    fs: fc.option(some(1, 50, 44100), { nil: undefined }),
    count: integer(1, 4),
    half: fc.oneof(integer(1, 20), integer(1, 60)),
    gain: fc.array(double(0, 2), { minLength: 8, maxLength: 8 }),
    weight: fc.option(fc.array(decades(0.01, 100), { minLength: 4, maxLength: 4 }), { nil: undefined }),
  })
  .chain(({ fs, count, half, gain, weight }) =>
    bandsOf(count, fs ?? 2, 2 / half).map((bands) => [
      2 * half + 1,
      bands,
      gain.slice(0, 2 * count),
      { ...(fs ? { fs } : {}), ...(weight ? { weight: weight.slice(0, count) } : {}) },
    ]),
  );

const remezCall: fc.Arbitrary<Args> = fc
  .record({
    fs: fc.option(some(1, 50, 44100), { nil: undefined }),
    count: integer(2, 4),
    length: fc.oneof(integer(5, 40), integer(5, 160)),
    gain: fc.array(some(0, 1, 0.5), { minLength: 4, maxLength: 4 }),
    weight: fc.option(fc.array(decades(0.1, 10), { minLength: 4, maxLength: 4 }), { nil: undefined }),
    type: some('bandpass', 'bandpass', 'hilbert', 'differentiator'),
    gap: double(1, 4),
  })
  .chain(({ fs, count, length, gain, weight, type, gap }) => {
    const bands = type === 'bandpass' ? count : 1;
    const numTaps = bands > 1 ? length : Math.min(length, 60);
    return bandsOf(bands, fs ?? 2, (gap * 12) / numTaps).map((found) => {
      const sure = [...found];
      if (type === 'hilbert') sure[0] = Math.max(sure[0], (fs ?? 2) / numTaps);
      const nyquist = (fs ?? 2) / 2;
      const desired = gain
        .slice(0, bands)
        .map((value, i) =>
          type !== 'bandpass'
            ? 1
            : i === 0
              ? 1 - Math.round(value)
              : value === gain[i - 1]
                ? value === 1
                  ? 0
                  : 1
                : value,
        );
      const end = sure[sure.length - 1];
      const closed = type === 'bandpass' ? numTaps % 2 === 0 && desired[bands - 1] !== 0 : numTaps % 2 === 1;
      if (end === nyquist && closed)
        sure[sure.length - 1] = end - (2 * nyquist) / numTaps / (type === 'bandpass' ? 1 : 0.9);
      const last = sure.length - 1;
      if (sure[last] <= sure[last - 1]) sure[last] = (sure[last - 1] + nyquist) / 2;
      return [
        numTaps,
        sure,
        desired,
        { type, ...(fs ? { fs } : {}), ...(weight ? { weight: weight.slice(0, bands) } : {}) },
      ];
    });
  });

const minimumPhaseCall: fc.Arbitrary<Args> = fc
  .tuple(integer(3, 60), double(0.1, 0.9), optional({ half: fc.boolean() }), decades(1e-3, 1e-1))
  .map(([numTaps, cutoff, options, lift]) => {
    const h = dsp.firwin(numTaps, cutoff);
    const squared = dsp.fftConvolve(h, h);
    squared[numTaps - 1] += lift;
    return [Array.from(squared), options];
  });

const digitalEdge = fc.oneof(
  decades(1e-4, 0.5),
  decades(1e-4, 0.5).map((edge) => 1 - edge),
  double(0.01, 0.99),
);
export const anyDesign = (ripples: fc.Arbitrary<unknown[]>, norms = false): fc.Arbitrary<Args> =>
  fc
    .record({
      order: fc.oneof(integer(0, 8), integer(0, 24)),
      type: some('lowpass', 'highpass', 'bandpass', 'bandstop'),
      analog: some(false, false, true),
      fs: fc.option(decades(1e-3, 1e6), { nil: undefined }),
      low: digitalEdge,
      width: decades(1e-4, 1),
      omega: decades(1e-6, 1e9),
      ripples,
      norm: some('phase', 'delay', 'mag'),
    })
    .map(({ order, type, analog, fs, low, width, omega, ripples, norm }) => {
      const rate = analog ? undefined : fs;
      const unit = analog ? omega : (rate ?? 2) / 2;
      const high = analog ? low * (1 + width) : low + width * (1 - low) * 0.999;
      const wn = type.startsWith('band') ? [low * unit, high * unit] : low * unit;
      const options = {
        type,
        output: 'zpk',
        ...(analog ? { analog } : {}),
        ...(rate ? { fs: rate } : {}),
        ...(norms ? { norm } : {}),
      };
      return [order, ...ripples, wn, options];
    });

const rp = fc.oneof(some(0.01, 0.1, 1, 3), decades(0.001, 6));
const rs = fc.oneof(some(20, 40, 60, 120), double(15, 180));

const orderCall: fc.Arbitrary<Args> = fc
  .record({
    places: edges(4, 2, 1e-3),
    pair: fc.boolean(),
    inside: fc.boolean(),
    // Beyond, SciPy's elliptic integrals lose 1 − m, and it finds orders that are too high.
    gpass: decades(0.01, 6),
    gstop: double(12, 120),
    analog: some(false, false, true),
    fs: fc.option(decades(1e-2, 1e5), { nil: undefined }),
  })
  .map(({ places, pair, inside, gpass, gstop, analog, fs }) => {
    const unit = analog ? 100 : (fs ?? 2) / 2;
    const [a, b, c, d] = places.map((place) => place * unit);
    const [outer, inner]: [unknown, unknown] = pair
      ? [
          [a, d],
          [b, c],
        ]
      : [a, d];
    return [...(inside ? [inner, outer] : [outer, inner]), gpass, gstop, analog ? { analog } : fs ? { fs } : {}];
  });

const notchCall: fc.Arbitrary<Args> = fc
  .tuple(digitalEdge, decades(1.2, 1000), fc.option(decades(1e-2, 1e5), { nil: undefined }))
  .map(([w0, Q, fs]) => [(w0 * (fs ?? 2)) / 2, Q, fs ? { fs } : {}]);
const combCall: fc.Arbitrary<Args> = fc
  .tuple(integer(3, 60), decades(1.1, 1000), some('notch', 'peak'), fc.boolean(), anyFs)
  .map(([teeth, Q, ftype, passZero, fs]) => [fs / teeth, Q, { ftype, passZero, fs }]);

const inside = fc
  .tuple(
    decades(0.01, 1).map((gap) => 1 - gap * 0.95),
    double(0.05, 3.09),
  )
  .map(([r, angle]) => ({ re: r * Math.cos(angle), im: r * Math.sin(angle) }));
/** Well separated numbers: pairs on rays of their own, and real ones. */
const rootSet = (most: number) =>
  fc
    .tuple(fc.array(inside, { maxLength: most }), fc.array(double(-0.95, 0.95), { maxLength: 2 }))
    .map(([pairs, real]) => ({
      re: [...pairs.flatMap(({ re }) => [re, re]), ...real],
      im: [...pairs.flatMap(({ im }) => [im, -im]), ...real.map(() => 0)],
    }));
const zpkCall = fc
  .tuple(rootSet(4), rootSet(5), fc.oneof(double(0.1, 5), double(-5, -0.1)))
  .filter(([z, p]) => p.re.length > 0 && z.re.length <= p.re.length);
const spread = ({ re, im }: { re: number[]; im: number[] }) =>
  re.every((x, i) => re.every((u, k) => k === i || Math.hypot(u - x, im[k] - im[i]) > 0.1));
const tfCall = zpkCall
  .filter(([z, p]) => spread(z) && spread(p))
  .map(([z, p, k]) => {
    const array = ({ re, im }: { re: number[]; im: number[] }) => ({
      re: Float64Array.from(re),
      im: Float64Array.from(im),
    });
    const { b, a } = dsp.zpk2tf(array(z), array(p), k);
    return [Array.from(b), Array.from(a)] as [number[], number[]];
  });
const sosCall = fc
  .tuple(
    integer(1, 14),
    some('lowpass', 'highpass', 'bandpass', 'bandstop'),
    double(0.02, 0.8),
    double(0.05, 0.9),
    some('butter', 'ellip', 'cheby2', 'bessel'),
  )
  .map(([order, type, low, part, ftype]) => {
    const wn = type.startsWith('band') ? [low, low + part * (0.98 - low)] : low;
    return dsp.iirfilter(order, wn, { type: type as 'lowpass', ftype: ftype as 'ellip', rp: 0.5, rs: 55 });
  });
const distinctSos = fc
  .array(fc.tuple(inside, inside, double(0.2, 3)), { minLength: 1, maxLength: 5 })
  .map((sections) =>
    sections.map(([z, p, gain]) => [
      gain,
      -2 * gain * z.re,
      gain * (z.re ** 2 + z.im ** 2),
      1,
      -2 * p.re,
      p.re ** 2 + p.im ** 2,
    ]),
  );

const frequencyOptions = fc.oneof(
  optional({ n: integer(1, 600), whole: fc.boolean(), fs: anyFs }),
  fc.record({ w: fc.array(double(0, 3.1), { minLength: 1, maxLength: 30 }) }),
  fc.record({ w: fc.array(double(0, 20), { minLength: 1, maxLength: 30 }), fs: fc.constant(40) }),
);
const filterCall = fc.oneof(tfCall, fc.tuple(samples(1, 90), fc.constant([1])));
const withZi = (length: (...args: never[]) => number) => (args: unknown[]) =>
  fc
    .option(samples(length(...(args as never[])), length(...(args as never[]))), { nil: undefined })
    .map((zi) => (zi ? [...args, { zi }] : args));

export const calls: Record<string, fc.Arbitrary<Args>> = {
  getWindow: windowCall,
  kaiserBeta: fc.tuple(double(-10, 300)),
  kaiserAtten: fc.tuple(integer(1, 5000), double(0.0001, 1)),
  kaiserord: fc.tuple(double(8, 300), decades(1e-4, 1)),
  firwin: firwinCall,
  firwin2: firwin2Call,
  firls: firlsCall,
  remez: remezCall,
  minimumPhase: minimumPhaseCall,
  butter: anyDesign(fc.constant<unknown[]>([])),
  cheby1: anyDesign(fc.tuple(rp)),
  cheby2: anyDesign(fc.tuple(rs)),
  ellip: anyDesign(fc.tuple(rp, rs)),
  bessel: anyDesign(fc.constant<unknown[]>([]), true),
  buttord: orderCall,
  cheb1ord: orderCall,
  cheb2ord: orderCall,
  ellipord: orderCall,
  iirnotch: notchCall,
  iirpeak: notchCall,
  iircomb: combCall,
  tf2zpk: tfCall,
  zpk2tf: zpkCall,
  zpk2sos: fc
    .tuple(
      zpkCall,
      fc.oneof(fc.record({ pairing: some('nearest', 'keep_odd', 'minimal') }), fc.constant({ analog: true })),
    )
    .map(([call, options]) => [...call, options]),
  tf2sos: fc
    .tuple(tfCall, fc.record({ pairing: some('nearest', 'keep_odd', 'minimal') }))
    .map(([call, options]) => [...call, options]),
  sos2tf: fc.tuple(fc.oneof(distinctSos, sosCall)),
  sos2zpk: fc.tuple(distinctSos),
  tf2ss: tfCall,
  zpk2ss: zpkCall,
  ss2tf: tfCall
    .filter(([b]) => b.length > 0)
    .map(([b, a]) => [dsp.tf2ss(b, a)])
    .filter(([{ A }]) => A.length > 0),
  // With fewer zeros than poles SciPy finds the missing ones far away.
  ss2zpk: tfCall
    .filter(([b, a]) => b.length === a.length)
    .map(([b, a]) => [dsp.tf2ss(b, a)])
    .filter(([{ A }]) => A.length > 0),
  freqz: fc.tuple(filterCall, frequencyOptions).map(([[b, a], options]) => [b, a, options]),
  freqzSos: fc.tuple(sosCall, frequencyOptions),
  freqzZpk: fc.tuple(zpkCall, frequencyOptions).map(([call, options]) => [...call, options]),
  freqs: fc
    .tuple(
      tfCall,
      fc.oneof(
        optional({ n: integer(1, 300) }),
        fc.record({ w: fc.array(decades(1e-3, 1e3), { minLength: 1, maxLength: 30 }) }),
      ),
    )
    .map(([[b, a], options]) => [b, a, options]),
  groupDelay: fc.tuple(tfCall, frequencyOptions).map(([[b, a], options]) => [b, a, options]),
  lfilter: fc
    .tuple(filterCall, samples(1, 300))
    .map(([[b, a], x]) => [b, a, x] as unknown[])
    .chain(withZi((b: number[], a: number[]) => Math.max(b.length, a.length) - 1))
    .map((args) => ((args[3] as { zi?: number[] } | undefined)?.zi?.length === 0 ? args.slice(0, 3) : args)),
  sosfilt: fc
    .tuple(sosCall, samples(1, 300), fc.boolean())
    .map(([sos, x, state]) =>
      state ? [sos, x, { zi: sos.map((_, i) => [x[i % x.length], x[(3 * i) % x.length]]) }] : [sos, x],
    ),
  lfilterZi: tfCall,
  sosfiltZi: fc.tuple(sosCall),
  filtfilt: fc
    .tuple(
      tfCall,
      samples(60, 200),
      fc.oneof(
        optional({ padType: some('odd', 'even', 'constant', null), padLen: integer(0, 59) }),
        fc.record({ method: fc.constant('gust') }),
      ),
    )
    .map(([[b, a], x, options]) =>
      'method' in options ? [b.slice(0, 3), [1, -1.2, 0.5], x, options] : [b, a, x, options],
    ),
  sosfiltfilt: fc.tuple(
    sosCall,
    samples(100, 200),
    optional({ padType: some('odd', 'even', 'constant', null), padLen: integer(0, 59) }),
  ),
  fftConvolve: fc.tuple(samples(1, 400), samples(1, 60), optional({ mode: some('full', 'same', 'valid') })),
  oaConvolve: fc.tuple(samples(1, 60), samples(1, 400), optional({ mode: some('full', 'same', 'valid') })),
};
