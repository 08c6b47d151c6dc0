import * as dsp from 'polezero/dsp';
import type { ComplexArray } from 'polezero/numeric';
import type { Request } from './scipy';

/** How a function here is called in SciPy, and how far apart the two results may be. */
export interface Comparison {
  request: (args: readonly unknown[]) => Request;
  /** The relative difference of the two results. */
  error: (ours: unknown, theirs: unknown, args: readonly unknown[]) => number;
  tolerance: number;
  /** The same in arbitrary precision: it decides where SciPy's result is farther away than the tolerance. */
  judge?: (args: readonly unknown[], ours: unknown, theirs: unknown) => Request;
  /** How far ours is from what `judge` found; default: `error`. */
  judgedError?: (ours: unknown, verdict: unknown, args: readonly unknown[]) => number;
  /** For calls that SciPy fails at: how far ours is from what the arguments ask for. */
  alone?: (ours: unknown, args: readonly unknown[]) => number;
}

type Options = Record<string, unknown>;

// Options that SciPy spells neither as here nor with an underscore for each capital.
const spelled: Options = {
  nFreqs: 'nfreqs',
  maxIter: 'maxiter',
  padType: 'padtype',
  padLen: 'padlen',
  irLen: 'irlen',
  periodic: 'fftbins',
};
const snake = (name: string): string =>
  (spelled[name] as string) ?? name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
const keywords = (options: unknown = {}): Options =>
  Object.fromEntries(Object.entries(options as Options).map(([name, value]) => [snake(name), value]));

/** A call with the same arguments in the same order, the options as keywords; `defaults` where SciPy's differ. */
const same =
  (f: string, positional: number, defaults: Options = {}) =>
  (args: readonly unknown[]): Request => ({
    f: `signal.${f}`,
    args: args.slice(0, positional),
    kwargs: { ...defaults, ...keywords(args[positional]) },
  });

const flat = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return [Number(value.replace('inf', 'Infinity'))];
  if (value === null || typeof value !== 'object') throw new TypeError(`${value} is no number`);
  return (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : Object.values(value)).flatMap(flat);
};

/** The largest difference, relative to the largest expected value. */
export function arrays(ours: unknown, theirs: unknown): number {
  const [u, v] = [flat(ours), flat(theirs)];
  if (u.length !== v.length) return Number.POSITIVE_INFINITY;
  const size = Math.max(1e-290, ...v.map(Math.abs));
  return u.reduce((most, value, i) => {
    const difference = Math.abs(value - v[i]) / size;
    return difference <= most ? most : difference; // NaN stays
  }, 0);
}

/** The largest relative difference of any pair of numbers. */
const each = (ours: unknown, theirs: unknown): number => {
  const [u, v] = [flat(ours), flat(theirs)];
  if (u.length !== v.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...u.map((value, i) => (value === v[i] ? 0 : Math.abs(value - v[i]) / Math.abs(v[i]))));
};

/** The largest difference of two sets of complex numbers, in whatever order, relative to their sizes or to `least`. */
export function sets(ours: ComplexArray, theirs: unknown, least = 1e-3): number {
  const [re, im] = Array.isArray(theirs) ? [theirs, theirs.map(() => 0)] : Object.values(theirs as ComplexArray);
  if (ours.re.length !== re.length) return Number.POSITIVE_INFINITY;
  const left: [number, number][] = Array.from(re as number[], (value, i) => [value, im[i]]);
  let worst = 0;
  ours.re.forEach((x, i) => {
    let nearest = 0;
    left.forEach(([u, v], k) => {
      const [was, is] = [left[nearest], [u, v]].map(([a, b]) => Math.hypot(a - x, b - ours.im[i]));
      if (is < was) nearest = k;
    });
    const [[u, v]] = left.splice(nearest, 1);
    worst = Math.max(worst, Math.hypot(u - x, v - ours.im[i]) / Math.max(Math.hypot(u, v), least));
  });
  return worst;
}

const zpk = ({ z, p, k }: dsp.Zpk, [theirZ, theirP, theirK]: [unknown, unknown, number], least?: number): number =>
  Math.max(sets(z, theirZ, least), sets(p, theirP, least), each(k, theirK));

/** An error of results that are lists of arrays, each relative to its own largest value. */
const parts =
  (names: readonly string[]) =>
  (ours: unknown, theirs: unknown): number =>
    Math.max(...names.map((name, i) => arrays((ours as Options)[name], (theirs as unknown[])[i])));

const responses = (args: readonly unknown[], positional: number, f: string, worN = 'worN'): Request => {
  const { n, w, ...rest } = (args[positional] ?? {}) as Options;
  const asked = n ?? w;
  return {
    f: `signal.${f}`,
    args: args.slice(0, positional),
    kwargs: { ...rest, ...(asked === undefined ? {} : { [worN]: asked }) },
  };
};

/** A design: how many arguments precede the edges, and what they are called. */
const design = (ftype: string, ripples: readonly string[]): Comparison => {
  const named = (args: readonly unknown[]): Options =>
    Object.fromEntries(ripples.map((name, i) => [name, args[1 + i]]));
  const position = 1 + ripples.length;
  const isAnalog = (args: readonly unknown[]) => Boolean((args[position + 1] as dsp.IirOptions | undefined)?.analog);
  const output = (args: readonly unknown[]) => (args[position + 1] as dsp.IirOptions | undefined)?.output ?? 'sos';
  return {
    request: (args) => {
      const { type, ...rest } = (args[position + 1] ?? {}) as Options;
      return {
        f: `signal.${ftype}`,
        args: args.slice(0, position + 1),
        kwargs: { output: 'sos', ...rest, ...(type ? { btype: type } : {}) },
      };
    },
    error: (ours, theirs, args) => {
      if (output(args) === 'zpk') return zpk(ours as dsp.Zpk, theirs as never, isAnalog(args) ? 1e-300 : undefined);
      return output(args) === 'ba' ? parts(['b', 'a'])(ours, theirs) : arrays(ours, theirs);
    },
    tolerance: 1e-10,
    judge: (args) => {
      const { type, output: _, ...rest } = (args[position + 1] ?? {}) as Options;
      return {
        f: 'exact.zpk',
        args: [ftype, args[0], args[position]],
        kwargs: { ...rest, ...named(args), kind: type ?? 'lowpass' },
      };
    },
  };
};

const isSearched = ([wp, ws]: readonly unknown[]): boolean => Array.isArray(wp) && wp[0] < (ws as number[])[0];
/** How far apart band-stop edges are on the analog scale, on which the search stops at a step of 10⁻⁵, in a cost that has a kink at its lowest point. */
const apart = (ours: unknown, theirs: unknown, [, , , , options]: readonly unknown[]): number => {
  const { analog = false, fs = 2 } = (options ?? {}) as dsp.OrderOptions;
  const [u, v] = [flat(ours), flat(theirs)].map((edges) =>
    edges.map((f) => (analog ? f : Math.tan((Math.PI * f) / fs))),
  );
  return Math.max(...u.map((edge, i) => Math.abs(edge - v[i]) / Math.max(1, v[i])));
};

const order = (name: string): Comparison => ({
  request: same(name, 4),
  error: (ours, theirs, args) => {
    const [found, expected] = [ours as dsp.Order, theirs as [number, unknown]];
    if (found.order !== expected[0]) return Number.POSITIVE_INFINITY;
    const error = each(found.wn, expected[1]);
    return error > 1e-6 && isSearched(args) && apart(found.wn, expected[1], args) < 2e-5 ? 1e-6 : error;
  },
  tolerance: 1e-6,
});

const ba = { error: parts(['b', 'a']), tolerance: 1e-12 };
const response = { error: parts(['w', 'h']), tolerance: 1e-9 };

/** The largest weighted error of an equiripple filter over its bands. */
export function ripple(h: ArrayLike<number>, args: readonly unknown[]): number {
  const [, bands, desired, options = {}] = args as Parameters<typeof dsp.remez>;
  const edges = Array.from(bands as ArrayLike<number>);
  const { type = 'bandpass', fs = 2, weight = Array.from(desired, () => 1) } = options;
  const middle = (h.length - 1) / 2;
  const points = Math.max(2000, 20 * h.length);
  let worst = 0;
  for (let band = 0; band < desired.length; band++) {
    const [low, high] = [edges[2 * band] / fs, edges[2 * band + 1] / fs];
    const count = Math.ceil((points * (high - low)) / 0.5) + 2;
    for (let i = 0; i < count; i++) {
      const f = low + ((high - low) * i) / (count - 1);
      const isSlope = type === 'differentiator';
      const relative = isSlope && desired[band] >= 1e-4 ? Math.max(f, 1e-9) : 1;
      const wanted = desired[band] * (isSlope ? f : 1);
      worst = Math.max(
        worst,
        (weight[band] / relative) * Math.abs(wanted - amplitude(h, f, middle, type === 'bandpass')),
      );
    }
  }
  return worst;
}

function amplitude(h: ArrayLike<number>, f: number, middle: number, symmetric: boolean): number {
  const angle = 2 * Math.PI * f;
  let sum = symmetric && h.length % 2 === 1 ? h[middle] : 0;
  for (let n = 0; n < Math.floor(h.length / 2); n++)
    sum += 2 * h[n] * (symmetric ? Math.cos(angle * (middle - n)) : Math.sin(angle * (middle - n)));
  return sum;
}

/** Coefficients with the zeros in front that the product of sections has. */
const trimmedTo = (sos: dsp.Sos, ...both: number[][]): number[][] => {
  const length = 2 * sos.length + 1;
  return both.map((c) => [...new Array<number>(length - c.length).fill(0), ...c]);
};

/** Every function that SciPy has too. */
export const comparisons: Record<string, Comparison> = {
  getWindow: { request: (args) => same('get_window', 2, { fftbins: false })(args), error: arrays, tolerance: 1e-12 },
  kaiserBeta: { request: same('kaiser_beta', 1), error: each, tolerance: 1e-12 },
  kaiserAtten: { request: same('kaiser_atten', 2), error: each, tolerance: 1e-12 },
  kaiserord: { request: same('kaiserord', 2), error: (ours, theirs) => each(ours, theirs), tolerance: 1e-12 },
  firwin: { request: same('firwin', 2), error: arrays, tolerance: 1e-12 },
  firwin2: { request: same('firwin2', 3), error: arrays, tolerance: 1e-12 },
  // Where the taps differ, the problem hardly determines them: then the squared error must be no larger than SciPy's.
  firls: {
    request: same('firls', 3),
    error: arrays,
    tolerance: 1e-12,
    judge: ([, bands, desired, options], ours, theirs) => ({
      f: 'exact.least_squares_excess',
      args: [ours, theirs, bands, desired],
      kwargs: options as object,
    }),
    judgedError: (_, excess) => Math.max(0, 1e-6 * (excess as number)), // of the energy of the gain; as often below SciPy's as above
  },
  // By how much the weighted ripple exceeds SciPy's, relative to it; below 3·10⁻⁶, −110 dB, rounding errors take part. Where the bands leave so much
  // free that the taps are huge, rounding errors are all that either has left in the bands.
  remez: {
    request: same('remez', 3, { fs: 2, maxiter: 200 }),
    error: (ours, theirs, args) => {
      const expected = ripple(theirs as number[], args);
      if (!Number.isFinite(expected)) return ripple(ours as Float64Array, args) * 0; // SciPy's are NaN for a gain of 0 everywhere
      const isLoud = (theirs as number[]).reduce((sum, tap) => sum + Math.abs(tap), 0) > 1000;
      return Math.max(0, ripple(ours as Float64Array, args) / (expected * (isLoud ? 1.1 : 1) + 3e-6) - 1);
    },
    tolerance: 1e-5, // the peaks are looked for at points
    alone: (ours, args) => ripple(ours as Float64Array, args) * 0, // SciPy's exchange does not converge: here it only has to be finite
  },
  minimumPhase: { request: same('minimum_phase', 1), error: arrays, tolerance: 1e-9 },
  butter: design('butter', []),
  cheby1: design('cheby1', ['rp']),
  cheby2: design('cheby2', ['rs']),
  ellip: design('ellip', ['rp', 'rs']),
  bessel: design('bessel', []),
  buttord: order('buttord'),
  cheb1ord: order('cheb1ord'),
  cheb2ord: order('cheb2ord'),
  ellipord: order('ellipord'),
  iirnotch: { request: same('iirnotch', 2, { fs: 2 }), ...ba },
  iirpeak: { request: same('iirpeak', 2, { fs: 2 }), ...ba },
  iircomb: { request: same('iircomb', 2, { fs: 2 }), ...ba },
  tf2zpk: {
    request: same('tf2zpk', 2),
    error: (ours, theirs) => zpk(ours as dsp.Zpk, theirs as never),
    tolerance: 1e-10,
    judge: (args) => ({ f: 'exact.tf2zpk', args: [...args] }),
    // Where SciPy's are farther off, doubles hardly determine the roots: then 10⁻⁹.
    judgedError: (ours, verdict) => zpk(ours as dsp.Zpk, verdict as never) / 10,
  },
  zpk2tf: { request: same('zpk2tf', 3), error: parts(['b', 'a']), tolerance: 1e-10 },
  // SciPy's 'minimal' fails ("index 0 is out of bounds") at a single real pole or zero beside pairs of the other kind.
  zpk2sos: {
    request: same('zpk2sos', 3),
    error: arrays,
    tolerance: 1e-10,
    alone: (ours, [z, p, k]) => zpk(dsp.sos2zpk(ours as dsp.Sos), [z, p, k as number]),
  },
  tf2sos: {
    request: same('tf2sos', 2),
    error: arrays,
    tolerance: 1e-9,
    alone: (ours, [b, a]) =>
      parts(['b', 'a'])(dsp.sos2tf(ours as dsp.Sos), trimmedTo(ours as dsp.Sos, b as number[], a as number[])),
  },
  sos2tf: { request: same('sos2tf', 1), error: parts(['b', 'a']), tolerance: 1e-10 },
  sos2zpk: {
    request: same('sos2zpk', 1),
    error: (ours, theirs) => zpk(ours as dsp.Zpk, theirs as never),
    tolerance: 1e-10,
  },
  tf2ss: { request: same('tf2ss', 2), error: parts(['A', 'B', 'C', 'D']), tolerance: 1e-10 },
  zpk2ss: { request: same('zpk2ss', 3), error: parts(['A', 'B', 'C', 'D']), tolerance: 1e-10 },
  ss2tf: {
    request: ([ss]) => ({ f: 'signal.ss2tf', args: Object.values(ss as object) }),
    error: (ours, theirs) => parts(['b', 'a'])(ours, [(theirs as number[][][])[0][0], (theirs as number[][])[1]]),
    tolerance: 1e-10,
  },
  ss2zpk: {
    request: ([ss]) => ({ f: 'signal.ss2zpk', args: Object.values(ss as object) }),
    error: (ours, theirs) => zpk(ours as dsp.Zpk, theirs as never),
    tolerance: 1e-8,
  },
  freqz: { request: (args) => responses(args, 2, 'freqz'), ...response },
  freqzSos: { request: (args) => responses(args, 1, 'freqz_sos'), ...response },
  freqzZpk: { request: (args) => responses(args, 3, 'freqz_zpk'), ...response },
  freqs: { request: (args) => responses(args, 2, 'freqs'), ...response },
  groupDelay: {
    request: ([b, a, options]) => responses([[b, a], options], 1, 'group_delay', 'w'),
    error: parts(['w', 'gd']),
    tolerance: 1e-9,
    judge: ([b, a, options]) => {
      const { fs = 2 * Math.PI } = options as dsp.FrequencyOptions;
      const { w } = dsp.groupDelay(b as number[], a as number[], options as dsp.FrequencyOptions);
      return { f: 'exact.group_delay', args: [b, a, w.map((f) => (2 * Math.PI * f) / fs)] };
    },
    judgedError: (ours, verdict) => arrays((ours as { gd: unknown }).gd, verdict) / 100,
  },
  lfilter: {
    request: ([b, a, x, options]) => ({ f: 'signal.lfilter', args: [b, a, x], kwargs: options as object }),
    error: (ours, theirs, [, , , options]) =>
      (options as object | undefined) ? parts(['y', 'zf'])(ours, theirs) : arrays((ours as { y: unknown }).y, theirs),
    tolerance: 1e-12,
  },
  sosfilt: {
    request: ([sos, x, options]) => ({ f: 'signal.sosfilt', args: [sos, x], kwargs: options as object }),
    error: (ours, theirs, [, , options]) =>
      (options as object | undefined) ? parts(['y', 'zf'])(ours, theirs) : arrays((ours as { y: unknown }).y, theirs),
    tolerance: 1e-10,
  },
  lfilterZi: { request: same('lfilter_zi', 2), error: arrays, tolerance: 1e-9 },
  sosfiltZi: { request: same('sosfilt_zi', 1), error: arrays, tolerance: 1e-9 },
  filtfilt: { request: same('filtfilt', 3), error: arrays, tolerance: 1e-9 },
  sosfiltfilt: { request: same('sosfiltfilt', 2), error: arrays, tolerance: 1e-9 },
  fftConvolve: {
    request: ([x, h, options]) => ({
      f: 'convolve',
      args: [x, h, (options as dsp.ConvolveOptions | undefined)?.mode ?? 'full'],
    }),
    error: arrays,
    tolerance: 1e-12,
  },
  oaConvolve: {
    request: ([x, h, options]) => ({
      f: 'convolve',
      args: [x, h, (options as dsp.ConvolveOptions | undefined)?.mode ?? 'full'],
    }),
    error: arrays,
    tolerance: 1e-12,
  },
};
