import { besselI0 } from '../numeric';
import { checkFlag, checkInteger, checkNumber, checkOptions, shown } from './check';

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
  | 'bohman';

/** A window: its name, or its name with its parameter, such as `['kaiser', 8.6]`. */
export type WindowSpec =
  | WindowName
  | readonly [name: WindowName]
  | readonly [name: 'kaiser', beta: number]
  | readonly [name: 'gaussian', standardDeviation: number]
  | readonly [name: 'tukey', taperedFraction: number];

export interface WindowOptions {
  /** True: one sample longer and cut at its end, for spectra. False (default): symmetric, for filter design. */
  periodic?: boolean;
}

/** A window as a function of the sample n and the length M ≥ 2. */
type Shape = (n: number, M: number) => number;

/** Σ aₖ cos(k·φ), φ from −π to π over the window. */
const cosines =
  (...a: number[]): Shape =>
  (n, M) => {
    const phi = -Math.PI + (2 * Math.PI * n) / (M - 1);
    return a.reduce((sum, ak, k) => sum + ak * Math.cos(k * phi), 0);
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
};

/** Windows with a parameter: what it may be, and the shape for it. */
const families: Record<
  string,
  { parameter: string; holds: (p: number) => boolean; valid: string; shape: (p: number) => Shape }
> = {
  kaiser: {
    parameter: 'beta',
    holds: (beta) => beta >= 0 && beta <= 700,
    valid: 'in [0, 700]',
    shape: (beta) => (n, M) => besselI0(beta * Math.sqrt(Math.max(0, 1 - distance(n, M) ** 2))) / besselI0(beta),
  },
  gaussian: {
    parameter: 'standardDeviation',
    holds: (std) => std > 0,
    valid: 'positive (in samples)',
    shape: (std) => (n, M) => Math.exp(-(((n - (M - 1) / 2) / std) ** 2) / 2),
  },
  tukey: {
    parameter: 'taperedFraction',
    holds: (alpha) => alpha >= 0 && alpha <= 1,
    valid: 'in [0, 1]',
    shape: (alpha) => (n, M) => {
      const fromEnd = Math.min(n, M - 1 - n);
      const taper = (alpha * (M - 1)) / 2;
      return fromEnd < taper ? (1 + Math.cos(Math.PI * (fromEnd / taper - 1))) / 2 : 1;
    },
  },
};

/** The names that {@link getWindow} knows. */
export const windowNames: readonly string[] = [...Object.keys(shapes), ...Object.keys(families)];

function shapeOf(spec: WindowSpec): Shape {
  if (typeof spec !== 'string' && !Array.isArray(spec))
    throw new TypeError(`The window is ${shown(spec)}; it must be a name or [name, parameter].`);
  const parts: readonly unknown[] = typeof spec === 'string' ? [spec] : spec;
  const [name, parameter, ...rest] = parts as [string, number?, ...unknown[]];
  const family = Object.hasOwn(families, name) ? families[name] : undefined;
  if (family) {
    if (parameter === undefined)
      throw new TypeError(`The window '${name}' needs its ${family.parameter}: ['${name}', ${family.parameter}].`);
    if (rest.length > 0) throw new TypeError(`The window '${name}' has one parameter, but got ${shown(spec)}.`);
    checkNumber(`${family.parameter} of the window '${name}'`, parameter, family.holds, family.valid);
    return family.shape(parameter);
  }
  if (!Object.hasOwn(shapes, name))
    throw new RangeError(`The window is ${shown(spec)}; it must be one of ${windowNames.join(', ')}.`);
  if (parameter !== undefined || rest.length > 0)
    throw new TypeError(`The window '${name}' has no parameter, but got ${shown(spec)}.`);
  return shapes[name as WindowName];
}

/**
 * A window of a given length, by SciPy's names and formulas; 1 at its peak (flattop: 1 + 3·10⁻⁹).
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
  checkInteger('length', length, 0);
  const shape = shapeOf(spec);
  if (length <= 1) return new Float64Array(length).fill(1);
  const M = periodic ? length + 1 : length;
  return Float64Array.from({ length }, (_, n) => shape(n, M));
}
