import { besselI0 } from '../numeric';
import { checkCount, checkFlag, checkInteger, checkNumber, checkOptions, checkSamples, shown } from '../numeric/check';
import { chebwin } from './windows/chebwin';
import { dpss } from './windows/dpss';
import { taylor } from './windows/taylor';

/** Windows without a parameter, by SciPy's names. */
export type WindowName =
  | 'boxcar'
  | 'triang'
  | 'bartlett'
  | 'hann'
  | 'hamming'
  | 'blackman'
  | 'nuttall'
  | 'blackmanharris'
  | 'flattop'
  | 'cosine'
  | 'parzen'
  | 'bohman'
  | 'barthann'
  | 'lanczos';

/** A window: its name, or its name with its parameter, such as `['kaiser', 8.6]`. */
export type WindowSpec =
  | WindowName
  | readonly [name: WindowName]
  | readonly [name: 'kaiser', beta: number]
  | readonly [name: 'gaussian', standardDeviation: number]
  | 'tukey'
  | readonly [name: 'tukey', taperedFraction?: number]
  | readonly [name: 'general_gaussian', power: number, standardDeviation: number]
  | readonly [name: 'general_hamming', alpha: number]
  | readonly [name: 'general_cosine', coefficients: readonly number[]]
  | readonly [name: 'chebwin', attenuation: number]
  | readonly [name: 'dpss', halfBandwidth: number]
  | readonly [name: 'kaiser_bessel_derived', beta: number]
  | 'exponential'
  | readonly [name: 'exponential', center?: number | null, tau?: number]
  | 'taylor'
  | readonly [name: 'taylor', nbar?: number, sll?: number, norm?: boolean];

export interface WindowOptions {
  /** True: one sample longer and cut at its end, for spectra. False (default): symmetric, for filter design. */
  periodic?: boolean;
}

/** A window as a function of the sample n and the length M ≥ 2. */
type Shape = (n: number, M: number) => number;

/** A whole window of length M ≥ 2. */
type Maker = (M: number, periodic: boolean) => Float64Array;

const each =
  (shape: Shape): Maker =>
  (M) => {
    const w = new Float64Array(M);
    for (let n = 0; n < M; n++) w[n] = shape(n, M);
    return w;
  };

/** Σ aₖ cos(k·φ), φ from −π to π over the window. */
const cosines =
  (...a: number[]): Shape =>
  (n, M) => {
    const phi = -Math.PI + (2 * Math.PI * n) / (M - 1);
    let sum = a[0];
    for (let k = 1; k < a.length; k++) sum += a[k] * Math.cos(k * phi);
    return sum;
  };

/** The distance from the middle, from 0 to 1 at the ends. */
const distance = (n: number, M: number): number => Math.abs((2 * n) / (M - 1) - 1);

const shapes: Record<WindowName, Shape> = {
  boxcar: () => 1,
  triang: (n, M) => {
    const k = Math.min(n, M - 1 - n) + 1;
    return M % 2 === 0 ? (2 * k - 1) / M : (2 * k) / (M + 1);
  },
  bartlett: (n, M) => 1 - distance(n, M),
  hann: cosines(0.5, 0.5),
  hamming: cosines(0.54, 0.46),
  blackman: cosines(0.42, 0.5, 0.08),
  nuttall: cosines(0.3635819, 0.4891775, 0.1365995, 0.0106411),
  blackmanharris: cosines(0.35875, 0.48829, 0.14128, 0.01168),
  flattop: cosines(0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
  cosine: (n, M) => Math.sin((Math.PI * (n + 0.5)) / M),
  parzen: (n, M) => {
    const q = Math.abs(n - (M - 1) / 2) / (M / 2);
    return q <= (M - 1) / (2 * M) ? 1 - 6 * q ** 2 + 6 * q ** 3 : 2 * (1 - q) ** 3;
  },
  bohman: (n, M) => {
    const d = distance(n, M);
    return n === 0 || n === M - 1 ? 0 : (1 - d) * Math.cos(Math.PI * d) + Math.sin(Math.PI * d) / Math.PI;
  },
  barthann: (n, M) => {
    const fraction = Math.abs(n / (M - 1) - 0.5);
    return 0.62 - 0.48 * fraction + 0.38 * Math.cos(2 * Math.PI * fraction);
  },
  lanczos: (n, M) => {
    const x = Math.PI * distance(n, M);
    return x === 0 ? 1 : Math.sin(x) / x;
  },
};

/** What a parameter is called, what it may be, and what it is if it is left out. */
interface Parameter {
  name: string;
  check: (name: string, value: never) => void;
  default?: unknown;
}

const number = (name: string, holds: (value: number) => boolean, valid: string, fallback?: number): Parameter => ({
  name,
  check: (title, value) => checkNumber(title, value, holds, valid),
  default: fallback,
});
const positive = (name: string, unit = ''): Parameter => number(name, (value) => value > 0, `positive${unit}`);
const decibel = (name: string): Parameter => number(name, (value) => value > 0 && value <= 3000, 'in (0, 3000] dB');
const beta = number('beta', (value) => value >= 0 && value <= 700, 'in [0, 700]');

const kaiser = (beta: number): Shape => {
  const middle = besselI0(beta);
  return (n, M) => besselI0(beta * Math.sqrt(Math.max(0, 1 - distance(n, M) ** 2))) / middle;
};

const generalGaussian =
  (power: number, std: number): Shape =>
  (n, M) =>
    // 1 to the power of infinity is not a number in JavaScript; in C, and so in SciPy, it is 1.
    Math.exp(-(Math.abs((n - (M - 1) / 2) / std) ** Math.min(2 * power, Number.MAX_VALUE)) / 2);

const tukey =
  (fraction: number): Shape =>
  (n, M) => {
    const fromEnd = Math.min(n, M - 1 - n);
    const taper = (fraction * (M - 1)) / 2;
    return fromEnd < taper ? (1 + Math.cos(Math.PI * (fromEnd / taper - 1))) / 2 : 1;
  };

function exponential(center: number | null, tau: number): Maker {
  return (M, periodic) => {
    if (center !== null && !periodic)
      throw new RangeError(
        `center of the window 'exponential' is ${center}; of a symmetric window, which has it in the middle, it must be null.`,
      );
    return each((n) => Math.exp(-Math.abs(n - (center ?? (M - 1) / 2)) / tau))(M, periodic);
  };
}

/** The two halves are the roots of a Kaiser window's running sum: so that the squares of overlapping windows add up to 1. */
function kaiserBesselDerived(beta: number): Maker {
  return (M, periodic) => {
    if (periodic || M % 2 === 1)
      throw new RangeError(
        `length is ${M}, periodic ${periodic}; the window 'kaiser_bessel_derived' must be of even length and not periodic.`,
      );
    const shape = each(kaiser(beta))(M / 2 + 1, false);
    const total = shape.reduce((sum, value) => sum + value);
    const w = new Float64Array(M);
    let sum = 0;
    for (let n = 0; n < M / 2; n++) {
      sum += shape[n];
      [w[n], w[M - 1 - n]] = [Math.sqrt(sum / total), Math.sqrt(sum / total)];
    }
    return w;
  };
}

/** Windows with parameters. */
const families: Record<string, { parameters: readonly Parameter[]; make: (...values: never[]) => Maker }> = {
  kaiser: { parameters: [beta], make: (b: number) => each(kaiser(b)) },
  gaussian: {
    parameters: [positive('standardDeviation', ' (in samples)')],
    make: (std: number) => each(generalGaussian(1, std)),
  },
  general_gaussian: {
    parameters: [positive('power'), positive('standardDeviation', ' (in samples)')],
    make: (power: number, std: number) => each(generalGaussian(power, std)),
  },
  tukey: {
    parameters: [{ ...number('taperedFraction', (a) => a >= 0 && a <= 1, 'in [0, 1]'), default: 0.5 }],
    make: (a: number) => each(tukey(a)),
  },
  general_hamming: {
    parameters: [number('alpha', (a) => a >= 0 && a <= 1, 'in [0, 1]')],
    make: (a: number) => each(cosines(a, 1 - a)),
  },
  general_cosine: {
    parameters: [{ name: 'coefficients', check: checkSamples }],
    make: (a: readonly number[]) => each(cosines(...a)),
  },
  chebwin: {
    parameters: [decibel('attenuation')],
    make: (attenuation: number) => (M) => chebwin(M, attenuation),
  },
  dpss: {
    parameters: [positive('halfBandwidth')],
    make: (NW: number) => (M) => {
      if (NW >= M / 2)
        throw new RangeError(
          `halfBandwidth of the window 'dpss' is ${NW}; it must be less than half the length, ${M / 2}.`,
        );
      return dpss(M, NW);
    },
  },
  kaiser_bessel_derived: { parameters: [beta], make: kaiserBesselDerived },
  exponential: {
    parameters: [
      {
        name: 'center',
        check: (name: string, value: number | null) =>
          value === null || checkNumber(name, value, () => true, 'a number or null'),
        default: null,
      },
      { ...positive('tau', ' (in samples)'), default: 1 },
    ],
    make: exponential,
  },
  taylor: {
    parameters: [
      { name: 'nbar', check: (name: string, value: number) => checkInteger(name, value, 1), default: 4 },
      { ...decibel('sll'), default: 30 },
      { name: 'norm', check: checkFlag, default: true },
    ],
    make: (nbar: number, sll: number, norm: boolean) => (M) => taylor(M, nbar, sll, norm),
  },
};

/** The names that {@link getWindow} knows. */
export const windowNames: readonly string[] = [...Object.keys(shapes), ...Object.keys(families)];

function makerOf(spec: WindowSpec): Maker {
  if (typeof spec !== 'string' && !Array.isArray(spec))
    throw new TypeError(`The window is ${shown(spec)}; it must be a name or [name, parameter].`);
  const [name, ...given] = (typeof spec === 'string' ? [spec] : spec) as [string, ...unknown[]];
  if (!Object.hasOwn(families, name)) {
    if (!Object.hasOwn(shapes, name))
      throw new RangeError(`The window is ${shown(spec)}; it must be one of ${windowNames.join(', ')}.`);
    if (given.length > 0) throw new TypeError(`The window '${name}' has no parameter, but got ${shown(spec)}.`);
    return each(shapes[name as WindowName]);
  }
  const { parameters, make } = families[name];
  const names = parameters.map((parameter) => parameter.name).join(', ');
  if (given.length > parameters.length)
    throw new TypeError(
      `The window '${name}' has ${parameters.length} parameter${parameters.length > 1 ? 's' : ''}, ${names}, but got ${shown(spec)}.`,
    );
  const values = parameters.map((parameter, i) => {
    const value = given[i] ?? parameter.default;
    if (value === undefined)
      throw new TypeError(`The window '${name}' needs its ${parameter.name}: ['${name}', ${names}].`);
    parameter.check(`${parameter.name} of the window '${name}'`, value as never);
    return value;
  });
  return make(...(values as never[]));
}

/**
 * A window of a given length, by SciPy's names and formulas.
 *
 * The peak is 1 and in the middle (flattop: 1 + 3·10⁻⁹). A symmetric window of even length has no sample there and may stay below: the
 * largest of a hamming window of length 4 is 0.77. Other peaks have general_cosine, the sum of its coefficients; taylor without norm; an
 * exponential whose center lies elsewhere; and at their ends chebwin and taylor of little attenuation for their length.
 *
 * @example
 * getWindow('hann', 5) // [0, 0.5, 1, 0.5, 0]
 * getWindow(['kaiser', 8.6], 51)
 *
 * @param spec - name, or name with parameter
 * @param length - number of samples; 0 gives an empty window, 1 gives [1]
 * @throws RangeError for an unknown name, a parameter out of range, a length that is no non-negative integer
 * Source: Harris, On the use of windows for harmonic analysis with the DFT, Proc. IEEE 66 (1978) 51–83; Kaiser & Schafer, IEEE Trans. ASSP 28 (1980) 105–107.
 */
export function getWindow(spec: WindowSpec, length: number, options: WindowOptions = {}): Float64Array {
  checkOptions(options, ['periodic']);
  const { periodic = false } = options;
  checkFlag('periodic', periodic);
  checkCount('length', length, 0);
  const make = makerOf(spec);
  if (length <= 1) return new Float64Array(length).fill(1);
  return make(periodic ? length + 1 : length, periodic).slice(0, length);
}
