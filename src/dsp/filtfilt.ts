import { Matrix, solve } from 'ml-matrix';
import { checkChoice, checkInteger, checkOptions, checkSamples } from '../numeric/check';
import { filterInPlace, type Stage } from './cascade';
import { checkTransferFunction } from './freqz';
import { lfilter } from './lfilter';
import { checkDigitalSos } from './representations';
import { lfilterZi, sosfiltZi } from './steadyState';

/** How a signal is continued at its ends: turned about its last point, mirrored, by its last value, or not at all. */
export type PadType = 'odd' | 'even' | 'constant' | null;

export interface PadOptions {
  /** Default 'odd'. */
  padType?: PadType;
  /** By how many samples at either end; less than the length of x. Default three times the length of the filter. */
  padLen?: number;
}

export interface FiltfiltOptions extends PadOptions {
  /** 'pad' (default): the ends are continued; 'gust': the initial states are chosen so that the order of the two passes does not matter. */
  method?: 'pad' | 'gust';
  /** With 'gust': how long the impulse response is taken to be, to save time on long signals. Default: as long as x. */
  irLen?: number;
}

const padTypes: readonly PadType[] = ['odd', 'even', 'constant', null];

/** Throws unless x is longer than what is added; returns by how much to continue it. */
function padLength(x: ArrayLike<number>, padType: PadType, padLen: number): number {
  checkChoice('padType', padType, padTypes);
  checkInteger('padLen', padLen, 0);
  const length = padType === null ? 0 : padLen;
  if (x.length <= length)
    throw new RangeError(
      `x has length ${x.length}; it must be longer than padLen, which is ${length}: give a smaller one.`,
    );
  return length;
}

function extend(x: ArrayLike<number>, padType: PadType, by: number): Float64Array {
  const last = x.length - 1;
  const beyond = (end: number, inside: number): number => {
    if (padType === 'constant') return x[end];
    return padType === 'even' ? x[inside] : 2 * x[end] - x[inside];
  };
  const extended = new Float64Array(x.length + 2 * by);
  extended.set(x, by);
  for (let i = 1; i <= by; i++) {
    extended[by - i] = beyond(0, i);
    extended[by + last + i] = beyond(last, last - i);
  }
  return extended;
}

/** Forwards, then backwards, each pass from the steady state of its first sample; `stages` gives them that state, times a factor. */
function bothWays(
  x: ArrayLike<number>,
  padType: PadType,
  by: number,
  stages: (first: number) => readonly Stage[],
): Float64Array {
  const y = extend(x, padType, by);
  for (let pass = 0; pass < 2; pass++) {
    filterInPlace(stages(y[0]), y);
    y.reverse();
  }
  return y.slice(by, by + x.length);
}

/**
 * Filters forwards and then backwards: no delay at any frequency, and the gain squared.
 *
 * @example
 * filtfilt([0.2], [1, -0.8], x)
 *
 * @returns of x's length
 * @throws RangeError or TypeError for an argument out of range, a signal that is too short, or an unknown option
 * Source: Gustafsson, Determining the initial states in forward-backward filtering, IEEE Trans. Signal Processing 44 (1996), for 'gust'.
 */
export function filtfilt(
  b: ArrayLike<number>,
  a: ArrayLike<number>,
  x: ArrayLike<number>,
  options: FiltfiltOptions = {},
): Float64Array {
  checkOptions(options, ['padType', 'padLen', 'method', 'irLen']);
  checkTransferFunction(b, a);
  checkSamples('x', x);
  const { padType = 'odd', padLen = 3 * Math.max(a.length, b.length), method = 'pad', irLen } = options;
  checkChoice('method', method, ['pad', 'gust']);
  checkChoice('padType', padType, padTypes);
  checkInteger('padLen', padLen, 0);
  if (irLen !== undefined) checkInteger('irLen', irLen, 1);
  if (method === 'gust') {
    return gustafsson(b, a, Float64Array.from(x), irLen);
  }
  const by = padLength(x, padType, padLen);
  const steady = lfilterZi(b, a);
  return bothWays(x, padType, by, (first) => [{ b, a, state: steady.map((z) => z * first) }]);
}

/**
 * {@link filtfilt} by second-order sections, which stays right at high orders.
 *
 * @example
 * sosfiltfilt(butter(8, 0.02), x)
 *
 * @returns of x's length
 * @throws RangeError or TypeError for an argument out of range, a signal that is too short, or an unknown option
 */
export function sosfiltfilt(
  sos: readonly (readonly number[])[],
  x: ArrayLike<number>,
  options: PadOptions = {},
): Float64Array {
  checkOptions(options, ['padType', 'padLen']);
  checkDigitalSos(sos);
  checkSamples('x', x);
  const firstOrder = (index: number) => sos.filter((section) => section[index] === 0).length;
  const length = 2 * sos.length + 1 - Math.min(firstOrder(2), firstOrder(5));
  const { padType = 'odd', padLen = 3 * length } = options;
  const by = padLength(x, padType, padLen);
  const steady = sosfiltZi(sos);
  return bothWays(x, padType, by, (first) =>
    sos.map((section, i) => ({
      b: section.slice(0, 3),
      a: section.slice(3),
      state: steady[i].map((z) => z * first),
    })),
  );
}

const reversed = (x: Float64Array): Float64Array => x.slice().reverse();

/**
 * With R for reversing, H for filtering from rest and O for what a state adds to the output, forwards-backwards gives RHRHx + RHRO·s + RO·t
 * and backwards-forwards HRHRx + HRO·t + O·s. The states s and t are those for which the two differ least.
 */
function gustafsson(
  b: ArrayLike<number>,
  a: ArrayLike<number>,
  x: Float64Array,
  irLen: number | undefined,
): Float64Array {
  const order = Math.max(a.length, b.length) - 1;
  const H = (signal: Float64Array) => lfilter(b, a, signal).y;
  const RHR = (signal: Float64Array) => reversed(H(reversed(signal)));
  const y = RHR(H(x));
  if (order === 0) return y;
  const difference = H(RHR(x)).map((value, n) => value - y[n]);
  // Beyond the impulse response a state adds nothing.
  const length = irLen === undefined || 2 * irLen >= x.length ? x.length : irLen;
  const O = Array.from({ length: order }, (_, i) => {
    const zi = new Float64Array(order);
    zi[i] = 1;
    return lfilter(b, a, new Float64Array(length), { zi }).y;
  });
  const RHRO = O.map(RHR);
  const [s, t] = leastApart(O, RHRO, difference);
  const add = (column: Float64Array, factor: number, at: number) => {
    for (let n = 0; n < length; n++) y[at + n] += factor * column[n];
  };
  s.forEach((value, i) => add(RHRO[i], value, 0));
  t.forEach((value, i) => add(reversed(O[i]), value, x.length - length));
  return y;
}

/** The states s and t for which the two ways, apart by `difference` from rest, differ least. */
function leastApart(O: Float64Array[], RHRO: Float64Array[], difference: Float64Array): [s: number[], t: number[]] {
  const ofS = RHRO.map((column, i) => column.map((value, n) => value - O[i][n]));
  const ofT = ofS.map((column) => reversed(column.map((value) => -value)));
  const [order, length] = [O.length, O[0].length];
  const end = difference.length - length;
  if (end === 0) {
    const both = leastSquares([...ofS, ...ofT], difference);
    return [both.slice(0, order), both.slice(order)];
  }
  // Of a short impulse response s matters at the beginning only, and t at the end.
  return [leastSquares(ofS, difference.slice(0, length)), leastSquares(ofT, difference.slice(end))];
}

/** The factors with which the columns come nearest to `wanted`; of several such, those with the least sum of squares. */
function leastSquares(columns: Float64Array[], wanted: Float64Array): number[] {
  const rows = Math.max(wanted.length, columns.length); // of zeros, where there are fewer: the decomposition wants no more columns than rows
  const filled = (values: Float64Array) => Array.from({ length: rows }, (_, n) => values[n] ?? 0);
  const matrix = new Matrix(columns.map(filled)).transpose();
  return solve(matrix, Matrix.columnVector(filled(wanted)), true).to1DArray();
}
