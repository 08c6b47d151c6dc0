import { checkChoice, checkInteger, checkNumber, checkOptions, checkSamples, shown } from '../numeric/check';

export type RemezType = 'bandpass' | 'differentiator' | 'hilbert';

export interface RemezOptions {
  /** How much the error counts in each band, positive; default 1 everywhere. */
  weight?: ArrayLike<number>;
  /**
   * 'bandpass' (default): symmetric taps, each band with its gain. 'differentiator' and 'hilbert': antisymmetric taps; a differentiator's gain
   * rises with frequency, in each band with its slope (in cycles per sample), and its error counts relative to the gain.
   */
  type?: RemezType;
  /** Sampling frequency; default 2, so that edges are relative to the Nyquist frequency (in SciPy the default is 1 here). */
  fs?: number;
  /** Exchanges before giving up; default 100. */
  maxIter?: number;
  /** Frequencies looked at, for each coefficient; default 16. */
  gridDensity?: number;
}

/** The problem for P(f) = Σ pₖ cos(2πkf): the taps' response is P times a factor Q(f) that the symmetry gives. */
interface Problem {
  /** How many coefficients P has. */
  size: number;
  factor: (f: number) => number;
  /** The frequencies looked at, in cycles per sample, band after band. */
  grid: Float64Array;
  /** Where each band begins and ends in the grid, the end exclusive. */
  spans: [from: number, to: number][];
  desired: (f: number, band: number) => number;
  weight: (f: number, band: number) => number;
}

/** An extremal frequency. */
interface Place {
  f: number;
  band: number;
}

/** P through the places of one exchange, as Lagrange's polynomial in x = cos 2πf, and the error δ that alternates there. */
class Interpolation {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #weights: Float64Array;
  readonly #weighted: Float64Array;
  readonly #exponent: number;
  readonly delta: number;

  constructor(problem: Problem, places: readonly Place[]) {
    this.#x = Float64Array.from(places, ({ f }) => Math.cos(2 * Math.PI * f));
    ({ weights: this.#weights, exponent: this.#exponent } = barycentricWeights(this.#x));
    const wanted = places.map(({ f, band }) => problem.desired(f, band));
    const slack = places.map(({ f, band }, i) => (i % 2 === 0 ? 1 : -1) / problem.weight(f, band));
    const sum = (values: readonly number[]) => values.reduce((total, value, i) => total + value * this.#weights[i], 0);
    this.delta = sum(wanted) / sum(slack);
    this.#y = Float64Array.from(wanted, (value, i) => value - this.delta * slack[i]);
    this.#weighted = this.#y.map((value, i) => value * this.#weights[i]);
  }

  /** P at x = cos 2πf, by the barycentric formula; two terms share one division, which is what takes the time. */
  at(x: number): number {
    const nodes = this.#x;
    const weights = this.#weights;
    const weighted = this.#weighted;
    let above = 0;
    let below = 0;
    const last = nodes.length - 1;
    for (let i = 0; i < last; i += 2) {
      const u = x - nodes[i];
      const v = x - nodes[i + 1];
      const inverse = 1 / (u * v);
      above += (weighted[i] * v + weighted[i + 1] * u) * inverse;
      below += (weights[i] * v + weights[i + 1] * u) * inverse;
    }
    if (last % 2 === 0) {
      const inverse = 1 / (x - nodes[last]);
      above += weighted[last] * inverse;
      below += weights[last] * inverse;
    }
    const value = above / below;
    return Number.isFinite(value) ? value : this.#y[nodes.indexOf(x)];
  }

  /**
   * P outside the bands too, by Lagrange's formula itself: there P may be huge, and the sum in the denominator of the barycentric formula,
   * which is 1/Π 2(x − xᵢ), has lost its digits.
   */
  outside(x: number): number {
    const nodes = this.#x;
    let [product, exponent, sum] = [1, -this.#exponent, 0];
    for (let i = 0; i < nodes.length; i++) {
      const difference = 2 * (x - nodes[i]);
      if (difference === 0) return this.#y[i];
      sum += this.#weighted[i] / difference;
      product *= difference;
      const size = Math.abs(product);
      if (size > 2 ** 500 || size < 2 ** -500) {
        const up = size > 1 ? -500 : 500;
        product *= 2 ** up;
        exponent -= up;
      }
    }
    // In two steps, since the power alone may leave the range of doubles where the value does not.
    const half = Math.trunc(exponent / 2);
    return sum * 2 ** half * product * 2 ** (exponent - half);
  }
}

/** 1/Π 2(xᵢ − xⱼ), all times 2^exponent: of many factors the product alone would leave the range of doubles. */
function barycentricWeights(x: Float64Array): { weights: Float64Array; exponent: number } {
  const products = new Float64Array(x.length);
  const exponents = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    let product = 1;
    for (let j = 0; j < x.length; j++) {
      if (j === i) continue;
      product *= 2 * (x[i] - x[j]);
      const size = Math.abs(product);
      if (size > 2 ** 500 || size < 2 ** -500) {
        const up = size > 1 ? -500 : 500;
        product *= 2 ** up;
        exponents[i] -= up;
      }
    }
    products[i] = product;
  }
  const most = Math.min(...exponents);
  return { weights: products.map((product, i) => 2 ** Math.max(most - exponents[i], -1000) / product), exponent: most };
}

const flat = (pairs: ArrayLike<number> | readonly (readonly number[])[]): number[] =>
  Array.from(pairs as ArrayLike<number>).flat() as number[];

function checkBands(bands: readonly number[], desired: ArrayLike<number>, fs: number): void {
  checkSamples('bands', bands);
  if (bands.length % 2 !== 0) throw new RangeError(`bands is ${shown(bands)}; it must have two edges for each band.`);
  bands.forEach((edge, i) => {
    if (edge < 0 || edge > fs / 2)
      throw new RangeError(`bands[${i}] is ${edge}; it must lie in [0, ${fs / 2}], up to fs/2.`);
    if (i > 0 && edge <= bands[i - 1])
      throw new RangeError(`bands is ${shown(bands)}; its edges must increase strictly.`);
  });
  checkSamples('desired', desired);
  if (desired.length !== bands.length / 2)
    throw new RangeError(`desired has ${desired.length} values; it must have one for each band, ${bands.length / 2}.`);
}

function problemOf(
  numTaps: number,
  edges: readonly number[],
  desired: ArrayLike<number>,
  weight: ArrayLike<number>,
  type: RemezType,
  density: number,
): Problem {
  const [odd, symmetric] = [numTaps % 2 === 1, type === 'bandpass'];
  const size = Math.floor(numTaps / 2) + (odd && symmetric ? 1 : 0);
  const factor = symmetric
    ? (f: number) => (odd ? 1 : Math.cos(Math.PI * f))
    : (f: number) => Math.sin((odd ? 2 : 1) * Math.PI * f);
  const step = 0.5 / (density * size);
  // Where the factor is 0 no P can help: the grid keeps away from there.
  // A differentiator's own gain is 0 at 0 as well.
  const least = symmetric ? 0 : type === 'differentiator' ? step / 100 : step;
  const most = symmetric === odd ? 0.5 : 0.5 - step;
  const frequencies: number[] = [];
  const spans: [number, number][] = [];
  for (let band = 0; band < edges.length / 2; band++) {
    const [low, high] = [Math.max(edges[2 * band], least), Math.min(edges[2 * band + 1], most)];
    const from = frequencies.length;
    const points = Math.max(1, Math.round((high - low) / step));
    for (let i = 0; i <= points; i++) frequencies.push(low + ((high - low) * i) / points);
    spans.push([from, frequencies.length]);
  }
  const slope = (f: number) => (type === 'differentiator' ? f : 1);
  const relative = (f: number, band: number) => (type === 'differentiator' && desired[band] >= 1e-4 ? f : 1);
  return {
    size,
    factor,
    grid: Float64Array.from(frequencies),
    spans,
    desired: (f, band) => (desired[band] * slope(f)) / factor(f),
    weight: (f, band) => (weight[band] * factor(f)) / relative(f, band),
  };
}

/** The grid points where the weighted error is largest, alternating in sign: one more than there are coefficients, or fewer. */
function extremes({ spans, size }: Problem, error: Float64Array): number[] {
  const peaks: number[] = [];
  for (const [from, to] of spans) {
    for (let i = from; i < to; i++) {
      const [before, after] = [i > from ? error[i - 1] : 0, i + 1 < to ? error[i + 1] : 0];
      const here = Math.abs(error[i]);
      const sign = Math.sign(error[i]);
      if (sign === 0 || here < sign * before || here <= sign * after) continue;
      const last = peaks[peaks.length - 1];
      if (last === undefined || Math.sign(error[last]) !== sign) peaks.push(i);
      else if (Math.abs(error[last]) < here) peaks[peaks.length - 1] = i;
    }
  }
  // Surplus ones go from the ends, where that leaves the alternation whole; the smaller first.
  while (peaks.length > size + 1) {
    const [first, last] = [Math.abs(error[peaks[0]]), Math.abs(error[peaks[peaks.length - 1]])];
    if (first <= last) peaks.shift();
    else peaks.pop();
  }
  return peaks;
}

/** What P through given places leaves on the grid. */
interface Sweep {
  P: Interpolation;
  error: Float64Array;
  /** The grid points where it alternates with the largest sizes. */
  peaks: number[];
  /** The size at which it alternates at the places themselves. */
  least: number;
}

/** Looks at the error on the whole grid of a problem, again and again with other places. */
function sweeper(problem: Problem): (places: readonly Place[]) => Sweep {
  const { grid, desired, weight } = problem;
  const bandOf = bandsOf(problem);
  const x = grid.map((f) => Math.cos(2 * Math.PI * f));
  const wanted = grid.map((f, i) => desired(f, bandOf[i]));
  const weights = grid.map((f, i) => weight(f, bandOf[i]));
  const error = new Float64Array(grid.length);
  return (places) => {
    const P = new Interpolation(problem, places);
    for (let i = 0; i < grid.length; i++) error[i] = weights[i] * (wanted[i] - P.at(x[i]));
    return { P, error, peaks: extremes(problem, error), least: Math.abs(P.delta) };
  };
}

function bandsOf({ grid, spans }: Problem): Uint16Array {
  const bandOf = new Uint16Array(grid.length);
  for (const [band, [from, to]] of spans.entries()) bandOf.fill(band, from, to);
  return bandOf;
}

/**
 * Exchanges places until they stay where they are. It begins with grid points near `start`, or spread over the grid: with `start` 1 evenly,
 * otherwise more densely at one end, since from a start with the symmetry of the problem the error cannot begin to alternate.
 * Returns undefined if it cannot get going, or goes round in circles.
 */
function exchange(problem: Problem, maxIter: number, start: readonly Place[] | number): Place[] | undefined {
  const { grid, spans, size } = problem;
  const bandOf = bandsOf(problem);
  const sweep = sweeper(problem);
  const placesOf = (indices: readonly number[]) => indices.map((i) => ({ f: grid[i], band: bandOf[i] }));
  const nearest = ({ f, band }: Place) => {
    const [from, to] = spans[band];
    return from + Math.round(((to - 1 - from) * (f - grid[from])) / (grid[to - 1] - grid[from]));
  };
  let indices =
    typeof start === 'number'
      ? Array.from({ length: size + 1 }, (_, k) => Math.round((k / size) ** start * (grid.length - 1)))
      : start.map(nearest);
  let best = { worst: Number.POSITIVE_INFINITY, excess: Number.POSITIVE_INFINITY, indices };
  for (let iteration = 0; iteration < maxIter; iteration++) {
    const { error, peaks, least } = sweep(placesOf(indices));
    const worst = peaks.reduce((most, i) => Math.max(most, Math.abs(error[i])), 0);
    if (worst < 1e-13 || worst - least <= 1e-12 * worst) return placesOf(indices);
    if (worst < best.worst) best = { worst, excess: worst / least - 1, indices };
    if (peaks.length < size + 1 || !Number.isFinite(worst)) break;
    if (peaks.every((value, k) => value === indices[k])) return placesOf(indices);
    indices = peaks;
  }
  return isGoodEnough(best) ? placesOf(best.indices) : undefined;
}

/** Where more taps are given than the specification needs, rounding keeps the exchange from an end, and nobody minds what is left. */
const isGoodEnough = ({ worst, excess }: { worst: number; excess: number }): boolean => worst < 1e-6 || excess < 0.01;

/** An extremal frequency, and how large the error is there. */
interface Top extends Place {
  size: number;
}

/** Where the parabola through three points has its top. */
function vertexOf([a, b, c]: [number, number, number], [fa, fb, fc]: [number, number, number]): number {
  const [u, v] = [(b - a) * (fb - fc), (c - b) * (fb - fa)];
  return b - ((b - a) * u - (c - b) * v) / (2 * (u + v));
}

/** The largest error between the grid points next to a peak: the tops of parabolas, each through the three best places so far. */
function topAt({ grid, spans, desired, weight }: Problem, P: Interpolation, peak: number, band: number): Top {
  const [from, to] = spans[band];
  const sizeAt = (f: number) => Math.abs(weight(f, band) * (desired(f, band) - P.at(Math.cos(2 * Math.PI * f))));
  let [left, top, right] = [Math.max(peak - 1, from), peak, Math.min(peak + 1, to - 1)].map((i) => grid[i]);
  let size = sizeAt(top);
  let [sizeLeft, sizeRight] = [sizeAt(left), sizeAt(right)];
  if (top === left || top === right) {
    // At the end of a band: the top may lie just inside.
    const middle = (left + right) / 2;
    const vertex = vertexOf([left, middle, right], [sizeLeft, sizeAt(middle), sizeRight]);
    const inside = vertex > left && vertex < right ? vertex : middle;
    const sizeInside = sizeAt(inside);
    if (!(sizeInside > size)) return { f: top, band, size };
    [top, size] = [inside, sizeInside];
  }
  for (let i = 0; i < 5; i++) {
    const f = vertexOf([left, top, right], [sizeLeft, size, sizeRight]);
    const better = sizeAt(f);
    if (!(f > left && f < right) || !(better > size * (1 + 1e-12))) break;
    if (f > top) [left, sizeLeft] = [top, size];
    else [right, sizeRight] = [top, size];
    [top, size] = [f, better];
  }
  return { f: top, band, size };
}

/** Goes on exchanging off the grid, with the tops between its points, until the error is everywhere as small as at the places. */
function polish(problem: Problem, onGrid: readonly Place[]): readonly Place[] {
  const sweep = sweeper(problem);
  const bandOf = bandsOf(problem);
  let best = onGrid;
  let places = onGrid;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const { P, peaks, least } = sweep(places);
    if (peaks.length !== problem.size + 1) break;
    const tops = peaks.map((peak) => topAt(problem, P, peak, bandOf[peak]));
    const largest = tops.reduce((most, { size }) => Math.max(most, size), 0);
    if (!(largest < smallest)) break;
    [best, smallest] = [places, largest];
    if (largest - least <= 1e-8 * largest) break;
    places = tops;
  }
  return best;
}

/** Exchanges on a coarse grid first; the fine one then sees to it that none of the extremes is missed. */
function bestPlaces(coarse: Problem, fine: Problem, maxIter: number): readonly Place[] {
  for (const warp of [1, 1.1, 0.9, 1.3, 0.8]) {
    const first = coarse.grid.length > coarse.size + 1 ? exchange(coarse, maxIter, warp) : undefined;
    const places = exchange(fine, maxIter, first ?? warp) ?? exchange(fine, maxIter, warp);
    if (places) return polish(fine, places);
  }
  throw new RangeError(
    `The exchange did not converge in ${maxIter} steps (maxIter); take wider transitions between the bands, fewer taps, or weights that differ less.`,
  );
}

/** The taps whose response is A(f) = Q(f)·P(f), by an inverse Fourier transform of its samples. */
function tapsOf(numTaps: number, { factor }: Problem, P: (x: number) => number, symmetric: boolean): Float64Array {
  const middle = (numTaps - 1) / 2;
  const half = Math.floor(numTaps / 2);
  const A = Float64Array.from({ length: half + 1 }, (_, k) => {
    const f = k / numTaps;
    return factor(f) === 0 ? 0 : factor(f) * P(Math.cos(2 * Math.PI * f));
  });
  const taps = new Float64Array(numTaps);
  for (let n = 0; n <= middle; n++) {
    let sum = symmetric ? A[0] : 0;
    for (let k = 1; k <= half; k++) {
      const angle = (2 * Math.PI * k * (middle - n)) / numTaps;
      const share = 2 * k === numTaps ? 1 : 2;
      sum += share * A[k] * (symmetric ? Math.cos(angle) : Math.sin(angle));
    }
    taps[n] = sum / numTaps;
    taps[numTaps - 1 - n] = (symmetric ? 1 : -1) * taps[n];
  }
  if (!symmetric && numTaps % 2 === 1) taps[middle] = 0;
  return taps;
}

/** A filter of some length for the specification. */
interface Attempt {
  taps: Float64Array;
  /** Whether rounding errors are no longer small beside the error in the bands. */
  isDrowned: boolean;
}

function attempt(problem: Problem, coarse: Problem, numTaps: number, maxIter: number, symmetric: boolean): Attempt {
  const places = bestPlaces(coarse, problem, maxIter);
  const P = new Interpolation(problem, places);
  const wanted = 1.01 * Math.abs(P.delta) + 1e-12;
  const errorOf = (taps: Float64Array) => largestError(taps, problem, places, symmetric);
  const taps = tapsOf(numTaps, problem, (x) => P.outside(x), symmetric);
  const error = errorOf(taps);
  if (error <= wanted) return { taps, isDrowned: false };
  const other = tapsOf(numTaps, problem, (x) => P.at(x), symmetric);
  const otherError = errorOf(other);
  return otherError < error ? { taps: other, isDrowned: !(otherError <= wanted) } : { taps, isDrowned: true };
}

/** The largest weighted error that the taps have at some places. */
function largestError(
  taps: Float64Array,
  { factor, desired, weight }: Problem,
  places: readonly Place[],
  symmetric: boolean,
): number {
  const middle = (taps.length - 1) / 2;
  const wave = symmetric ? Math.cos : Math.sin;
  return places.reduce((most, { f, band }) => {
    let amplitude = symmetric && taps.length % 2 === 1 ? taps[middle] : 0;
    for (let n = 0; n < middle; n++) amplitude += 2 * taps[n] * wave(2 * Math.PI * f * (middle - n));
    const error = Math.abs(weight(f, band) * (desired(f, band) - amplitude / factor(f)));
    return error <= most ? most : error; // NaN stays
  }, 0);
}

/**
 * Where the bands leave much of the circle free and the taps are many, the best response is so huge in the free part that its rounding errors
 * drown the error in the bands. Then the filter with fewer taps and zeros at both ends is the better one: the length at which the error that
 * the taps really have is smallest.
 */
function shortened(
  numTaps: number,
  given: Attempt | undefined,
  tryWith: (length: number) => Attempt,
  error: (taps: Float64Array) => number,
): { taps: Float64Array | undefined; error: number } {
  const attemptOf = (length: number): Attempt | undefined => {
    try {
      return tryWith(length);
    } catch {
      return undefined; // the exchange does not converge there
    }
  };
  const padded = (taps: Float64Array): Float64Array => {
    const full = new Float64Array(numTaps);
    full.set(taps, (numTaps - taps.length) / 2);
    return full;
  };
  let [low, high] = [4 - (numTaps % 2), numTaps];
  while (high - low > 2) {
    const middle = low + 2 * Math.floor((high - low) / 4);
    if (attemptOf(middle)?.isDrowned === false) low = middle;
    else high = middle;
  }
  let [best, smallest] = given ? [given.taps, error(given.taps)] : [undefined, Number.POSITIVE_INFINITY];
  for (let length = low; length < numTaps; length += 2) {
    const found = attemptOf(length);
    const size = found ? error(padded(found.taps)) : Number.POSITIVE_INFINITY;
    if (!(size < smallest) && length > low) break;
    if (found && size < smallest) [best, smallest] = [padded(found.taps), size];
  }
  return { taps: best, error: smallest };
}

/**
 * FIR filter whose largest weighted error is the smallest that its length allows (Parks and McClellan).
 *
 * @example
 * remez(55, [0, 0.2, 0.3, 1], [1, 0], { weight: [1, 11.5] })
 *
 * @param numTaps - length of the filter, at least 3
 * @param bands - edges of the bands, two for each, increasing, in [0, fs/2]; between the bands anything goes
 * @param desired - gain of each band; of a differentiator the slope
 * @returns the taps: symmetric for 'bandpass', antisymmetric for the others; those at both ends are 0 where double precision cannot make use
 * of more, which happens if the bands leave much of the frequencies free
 * @throws RangeError or TypeError for an argument out of range, a gain that the symmetry forbids, an exchange that does not converge
 * Source: Parks & McClellan, Chebyshev approximation for nonrecursive digital filters with linear phase, IEEE Trans. Circuit Theory 19 (1972);
 * Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 7.7.
 */
export function remez(
  numTaps: number,
  bands: ArrayLike<number> | readonly (readonly number[])[],
  desired: ArrayLike<number>,
  options: RemezOptions = {},
): Float64Array {
  checkOptions(options, ['weight', 'type', 'fs', 'maxIter', 'gridDensity']);
  const { type = 'bandpass', fs = 2, maxIter = 100, gridDensity = 16 } = options;
  checkInteger('numTaps', numTaps, 3);
  checkNumber('fs', fs, (f) => f > 0, 'positive');
  checkInteger('maxIter', maxIter, 1);
  checkInteger('gridDensity', gridDensity, 1);
  checkChoice('type', type, ['bandpass', 'differentiator', 'hilbert']);
  const edges = flat(bands);
  checkBands(edges, desired, fs);
  const { weight = new Float64Array(desired.length).fill(1) } = options;
  checkSamples('weight', weight);
  if (weight.length !== desired.length)
    throw new RangeError(`weight has ${weight.length} values; it must have one for each band, ${desired.length}.`);
  Array.from(weight).forEach((value, i) => checkNumber(`weight[${i}]`, value, (w) => w > 0, 'positive'));
  const [last, gain] = [edges[edges.length - 1], desired[desired.length - 1]];
  if (type === 'bandpass' && numTaps % 2 === 0 && last === fs / 2 && gain !== 0)
    throw new RangeError(
      `numTaps is ${numTaps}; a filter that passes the Nyquist frequency needs an odd number: take ${numTaps + 1}.`,
    );

  const relative = edges.map((edge) => edge / fs);
  const symmetric = type === 'bandpass';
  const problemWith = (length: number, density: number) => problemOf(length, relative, desired, weight, type, density);
  const tryWith = (length: number): Attempt => {
    const problem = problemWith(length, gridDensity);
    if (problem.grid.length <= problem.size + 1)
      throw new RangeError(
        `bands is ${shown(edges)}; they are too narrow for ${numTaps} taps: take a larger gridDensity.`,
      );
    return attempt(problem, problemWith(length, Math.min(4, gridDensity)), length, maxIter, symmetric);
  };
  let given: Attempt | undefined;
  let failure: unknown;
  try {
    given = tryWith(numTaps);
  } catch (error) {
    failure = error;
  }
  if (given && !given.isDrowned) return given.taps;
  const problem = problemWith(numTaps, gridDensity);
  const bandOf = bandsOf(problem);
  const grid = Array.from(problem.grid, (f, i) => ({ f, band: bandOf[i] }));
  const { taps, error } = shortened(numTaps, given, tryWith, (found) => largestError(found, problem, grid, symmetric));
  // An exchange that does not converge is forgiven only where fewer taps leave nothing to be wished for.
  if (taps === undefined || (given === undefined && error > 1e-6)) throw failure;
  return taps;
}
