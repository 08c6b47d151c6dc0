import { checkChoice, checkInteger, checkNumber, checkOptions, checkSamples, finite, shown } from '../numeric/check';
import { flatten, type Pairs } from './bandEdges';

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

/** Extremal frequencies, and the bands in which they are. */
interface Places {
  f: Float64Array;
  band: Uint16Array;
}

/** A problem at some frequencies: x = cos 2πf, and what P should be there, and how much its error counts. */
interface Samples {
  x: Float64Array;
  desired: Float64Array;
  weight: Float64Array;
}

// Of few taps the making of arrays would take more time than what is computed in them: those of an iteration are used by the next one again.

const emptySamples = (length: number): Samples => ({
  x: new Float64Array(length),
  desired: new Float64Array(length),
  weight: new Float64Array(length),
});

/** The problem at frequencies in their bands; @param into - overwritten and returned */
function sample(
  { desired, weight }: Problem,
  f: ArrayLike<number>,
  band: ArrayLike<number>,
  into = emptySamples(f.length),
): Samples {
  for (let i = 0; i < f.length; i++) {
    into.x[i] = Math.cos(2 * Math.PI * f[i]);
    into.desired[i] = desired(f[i], band[i]);
    into.weight[i] = weight(f[i], band[i]);
  }
  return into;
}

const part = ({ x, desired, weight }: Samples, from: number, to: number): Samples => ({
  x: x.subarray(from, to),
  desired: desired.subarray(from, to),
  weight: weight.subarray(from, to),
});

/** P through places of an exchange, as Lagrange's polynomial in x = cos 2πf, and the error δ that alternates there. */
class Interpolation {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #weights: Float64Array;
  readonly #weighted: Float64Array;
  readonly #exponents: Float64Array;
  readonly #countsFor: Float64Array;
  #exponent = 0;
  delta = 0;

  /** @param count - of places */
  constructor(count: number) {
    this.#x = new Float64Array(count);
    this.#y = new Float64Array(count);
    this.#weights = new Float64Array(count);
    this.#weighted = new Float64Array(count);
    this.#exponents = new Float64Array(count);
    this.#countsFor = new Float64Array(count);
  }

  /** Becomes P through these of the samples, by default the first ones. */
  through({ x, desired, weight }: Samples, indices?: readonly number[]): this {
    const nodes = this.#x;
    const y = this.#y;
    const weights = this.#weights;
    const countsFor = this.#countsFor;
    for (let i = 0; i < nodes.length; i++) {
      const from = indices ? indices[i] : i;
      nodes[i] = x[from];
      y[i] = desired[from];
      countsFor[i] = weight[from];
    }
    this.#exponent = barycentricWeights(nodes, weights, this.#exponents);
    let [wanted, slack] = [0, 0];
    for (let i = 0, sign = 1; i < nodes.length; i++, sign = -sign) {
      wanted += y[i] * weights[i];
      slack += (sign / countsFor[i]) * weights[i];
    }
    this.delta = wanted / slack;
    for (let i = 0, sign = 1; i < nodes.length; i++, sign = -sign) {
      y[i] -= (this.delta * sign) / countsFor[i];
      this.#weighted[i] = y[i] * weights[i];
    }
    return this;
  }

  /**
   * P at all x = cos 2πf, by the barycentric formula. Two nodes share one division, and two x the fetching of the nodes.
   *
   * @param values - overwritten and returned
   */
  at(x: Float64Array, values: Float64Array = new Float64Array(x.length)): Float64Array {
    const nodes = this.#x;
    const weights = this.#weights;
    const weighted = this.#weighted;
    const odd = nodes.length % 2;
    for (let k = 0; k < x.length; k += 2) {
      const x0 = x[k];
      const x1 = k + 1 < x.length ? x[k + 1] : x0;
      let above0 = odd === 1 ? weighted[0] / (x0 - nodes[0]) : 0;
      let below0 = odd === 1 ? weights[0] / (x0 - nodes[0]) : 0;
      let above1 = odd === 1 ? weighted[0] / (x1 - nodes[0]) : 0;
      let below1 = odd === 1 ? weights[0] / (x1 - nodes[0]) : 0;
      for (let i = odd; i < nodes.length; i += 2) {
        const ni = nodes[i];
        const nj = nodes[i + 1];
        const wi = weights[i];
        const wj = weights[i + 1];
        const yi = weighted[i];
        const yj = weighted[i + 1];
        const u0 = x0 - ni;
        const v0 = x0 - nj;
        const inverse0 = 1 / (u0 * v0);
        above0 += (yi * v0 + yj * u0) * inverse0;
        below0 += (wi * v0 + wj * u0) * inverse0;
        const u1 = x1 - ni;
        const v1 = x1 - nj;
        const inverse1 = 1 / (u1 * v1);
        above1 += (yi * v1 + yj * u1) * inverse1;
        below1 += (wi * v1 + wj * u1) * inverse1;
      }
      values[k] = above0 / below0;
      if (k + 1 < x.length) values[k + 1] = above1 / below1;
    }
    for (let k = 0; k < x.length; k++) if (!Number.isFinite(values[k])) values[k] = this.#y[nodes.indexOf(x[k])];
    return values;
  }

  /** Every so many of the places, about sixteen: where, what P is there, and how far that is from what is desired. */
  some(): { f: number; value: number; slack: number }[] {
    const every = Math.ceil(this.#x.length / 16);
    return Array.from({ length: Math.ceil(this.#x.length / every) }, (_, k) => {
      const i = k * every;
      const slack = Math.abs(this.delta / this.#countsFor[i]);
      return { f: Math.acos(this.#x[i]) / (2 * Math.PI), value: this.#y[i], slack };
    });
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
      if (size > large || size < 1 / large) {
        product *= size > 1 ? 1 / large : large;
        exponent += size > 1 ? 500 : -500;
      }
    }
    // In two steps, since the power alone may leave the range of doubles where the value does not.
    const half = Math.trunc(exponent / 2);
    return sum * 2 ** half * product * 2 ** (exponent - half);
  }
}

const large = 2 ** 500;

/**
 * Writes 1/Π 2(xᵢ − xⱼ), all times 2^exponent: of many factors the product alone would leave the range of doubles.
 *
 * @param products - overwritten by the weights
 * @param exponents - overwritten
 * @returns the exponent
 */
function barycentricWeights(x: Float64Array, products: Float64Array, exponents: Float64Array): number {
  exponents.fill(0);
  for (let i = 0; i < x.length; i++) {
    const xi = x[i];
    let product = 1;
    // A few factors at a time cannot leave it.
    for (let from = 0; from < x.length; from += 8) {
      const to = Math.min(from + 8, x.length);
      for (let j = from; j < to; j++) product *= j === i ? 1 : 2 * (xi - x[j]);
      const size = Math.abs(product);
      if (size > large || size < 1 / large) {
        product *= size > 1 ? 1 / large : large;
        exponents[i] += size > 1 ? 500 : -500;
      }
    }
    products[i] = product;
  }
  let most = exponents[0];
  for (let i = 1; i < exponents.length; i++) most = Math.min(most, exponents[i]);
  for (let i = 0; i < x.length; i++)
    products[i] = (exponents[i] === most ? 1 : 2 ** Math.max(most - exponents[i], -1000)) / products[i];
  return most;
}

function checkBands(bands: readonly number[], desired: ArrayLike<number>, fs: number): void {
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
    const [start, end] = [edges[2 * band], edges[2 * band + 1]];
    const half = (start + end) / 2; // of a band narrower than the distance that is kept, half is left
    const [low, high] = [Math.max(start, Math.min(least, half)), Math.min(end, Math.max(most, half))];
    const from = frequencies.length;
    const points = Math.max(density, Math.round((high - low) / step)); // a narrow band has its extremes as well
    for (let i = 0; i <= points; i++) frequencies.push(low + ((high - low) * i) / points);
    spans.push([from, frequencies.length]);
  }
  const slope = (f: number) => (type === 'differentiator' ? f : 1);
  const relative = (f: number, band: number) => (type === 'differentiator' && desired[band] >= 1e-4 ? f : 1);
  return {
    size,
    factor,
    grid: new Float64Array(frequencies),
    spans,
    desired: (f, band) => (desired[band] * slope(f)) / factor(f),
    weight: (f, band) => (weight[band] * factor(f)) / relative(f, band),
  };
}

/**
 * The grid points where the weighted error is largest, at least `least`, alternating in sign: one more than there are coefficients, or fewer.
 * The error at which it alternates can only grow from one exchange to the next if none is smaller.
 */
function extremes({ spans, size }: Problem, error: Float64Array, least: number): number[] {
  const peaks: number[] = [];
  for (const [from, to] of spans) {
    for (let i = from; i < to; i++) {
      const [before, after] = [i > from ? error[i - 1] : 0, i + 1 < to ? error[i + 1] : 0];
      const here = Math.abs(error[i]);
      const sign = Math.sign(error[i]);
      if (sign === 0 || here < least || here < sign * before || here <= sign * after) continue;
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

/** What P leaves on the grid; @param into - overwritten and returned */
function errorOn({ x, desired, weight }: Samples, P: Interpolation, into?: Float64Array): Float64Array {
  const error = P.at(x, into);
  for (let i = 0; i < x.length; i++) error[i] = weight[i] * (desired[i] - error[i]);
  return error;
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
function exchange(problem: Problem, maxIter: number, start: Places | number, tolerance = 1e-12): Places | undefined {
  const { grid, spans, size } = problem;
  const bandOf = bandsOf(problem);
  const samples = sample(problem, grid, bandOf);
  const placesOf = (indices: readonly number[]): Places => ({
    f: new Float64Array(indices.map((i) => grid[i])),
    band: new Uint16Array(indices.map((i) => bandOf[i])),
  });
  const nearest = (f: number, band: number) => {
    const [from, to] = spans[band];
    return from + Math.round(((to - 1 - from) * (f - grid[from])) / (grid[to - 1] - grid[from]));
  };
  let indices =
    typeof start === 'number'
      ? Array.from({ length: size + 1 }, (_, k) => Math.round((k / size) ** start * (grid.length - 1)))
      : Array.from(start.f, (f, k) => nearest(f, start.band[k]));
  let best = { worst: Number.POSITIVE_INFINITY, excess: Number.POSITIVE_INFINITY, indices };
  const P = new Interpolation(size + 1);
  const error = new Float64Array(grid.length);
  for (let iteration = 0; iteration < maxIter; iteration++) {
    P.through(samples, indices);
    errorOn(samples, P, error);
    const least = Math.abs(P.delta);
    const sure = extremes(problem, error, least * (1 - 1e-6));
    const peaks = sure.length === size + 1 ? sure : extremes(problem, error, 0); // rounding errors
    const worst = peaks.reduce((most, i) => Math.max(most, Math.abs(error[i])), 0);
    if (worst < 1e-13 || worst - least <= tolerance * worst) return placesOf(indices);
    if (worst < best.worst) best = { worst, excess: worst / least - 1, indices };
    if (peaks.length < size + 1 || !Number.isFinite(worst)) break;
    if (peaks.every((value, k) => value === indices[k])) return placesOf(indices);
    indices = peaks;
  }
  return isGoodEnough(best) ? placesOf(best.indices) : undefined;
}

/** Where more taps are given than the specification needs, rounding keeps the exchange from an end, and nobody minds what is left. */
const isGoodEnough = ({ worst, excess }: { worst: number; excess: number }): boolean => worst < 1e-6 || excess < 0.01;

const interpolation = (problem: Problem, { f, band }: Places): Interpolation =>
  new Interpolation(f.length).through(sample(problem, f, band));

/** How far a place goes at a time, in eighths of a step of the grid. */
const farthest = 16;

/**
 * Moves the places off the grid, each to the top of the error beside it, until the error alternates there with its largest size: by the parabola
 * through three points close together. At the end it looks on the whole grid whether a top was
 * missed. Returns undefined if so, or if the places do not come to rest.
 */
function polish(problem: Problem, start: Places): Interpolation | undefined {
  const { grid, spans } = problem;
  const { band } = start;
  let f = start.f;
  const count = f.length;
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const h = new Float64Array(count);
  const thrice = new Uint16Array(3 * count);
  for (let k = 0; k < count; k++) {
    const [from, to] = spans[band[k]];
    low[k] = grid[from];
    high[k] = grid[to - 1];
    h[k] = (high[k] - low[k]) / (to - 1 - from) / 8;
    thrice[k] = thrice[count + k] = thrice[2 * count + k] = band[k];
  }
  const around = new Float64Array(3 * count);
  const samples = emptySamples(3 * count);
  const neighbours = part(samples, count, 3 * count);
  const beside = new Float64Array(2 * count);
  const P = new Interpolation(count);
  for (let iteration = 0; iteration < 12; iteration++) {
    for (let k = 0; k < count; k++) {
      around[k] = f[k];
      around[count + k] = f[k] - h[k];
      around[2 * count + k] = f[k] + h[k];
    }
    P.through(sample(problem, around, thrice, samples));
    errorOn(neighbours, P, beside);
    const least = Math.abs(P.delta);
    const next = new Float64Array(count);
    let largest = 0;
    for (let k = 0, sign = Math.sign(P.delta); k < count; k++, sign = -sign) {
      const left = sign * beside[k];
      const right = sign * beside[count + k];
      const slope = (right - left) / 2;
      const bend = left - 2 * least + right;
      const shift = bend < 0 ? Math.max(-farthest, Math.min(farthest, -slope / bend)) : farthest * Math.sign(slope);
      next[k] = Math.min(Math.max(f[k] + shift * h[k], low[k]), high[k]);
      const moved = (next[k] - f[k]) / h[k];
      largest = Math.max(largest, least + slope * moved + (bend * moved * moved) / 2);
    }
    if (largest <= least * (1 + 1e-8)) {
      const everywhere = errorOn(sample(problem, grid, bandsOf(problem)), P);
      return everywhere.every((value) => Math.abs(value) <= least * (1 + 1e-6)) ? P : undefined;
    }
    if (next.some((value, k) => k > 0 && !(value > next[k - 1]))) return undefined;
    f = next;
  }
  return undefined;
}

/** Exchanges on a coarse grid first; the fine one then sees to it that none of the extremes is missed. */
function best(coarse: Problem, fine: Problem, maxIter: number): Interpolation {
  for (const warp of [1, 1.1, 0.9, 1.3, 0.8]) {
    // Roughly is enough to go on from.
    const first = coarse.grid.length > coarse.size + 1 ? exchange(coarse, maxIter, warp, 0.1) : undefined;
    const P = first && polish(fine, first);
    if (P) return P;
    const places = exchange(fine, maxIter, first ?? warp) ?? exchange(fine, maxIter, warp);
    if (places) return polish(fine, places) ?? interpolation(fine, places);
  }
  throw new RangeError(
    `The exchange did not converge in ${maxIter} steps (maxIter); take wider transitions between the bands, fewer taps, or weights that differ less.`,
  );
}

/** The taps whose response is A(f) = Q(f)·P(f), by an inverse Fourier transform of its samples. */
function tapsOf(
  numTaps: number,
  { factor }: Problem,
  P: (x: Float64Array) => Float64Array,
  symmetric: boolean,
): Float64Array {
  const middle = (numTaps - 1) / 2;
  const half = Math.floor(numTaps / 2);
  const x = new Float64Array(half + 1);
  for (let k = 0; k <= half; k++) x[k] = Math.cos((2 * Math.PI * k) / numTaps);
  const A = P(x);
  for (let k = 0; k <= half; k++) A[k] = factor(k / numTaps) === 0 ? 0 : factor(k / numTaps) * A[k];
  // The angles are multiples of π/numTaps, twice round the half circle.
  const wave = new Float64Array(2 * numTaps);
  for (let i = 0; i < wave.length; i++)
    wave[i] = symmetric ? Math.cos((Math.PI * i) / numTaps) : Math.sin((Math.PI * i) / numTaps);
  const taps = new Float64Array(numTaps);
  for (let n = 0; n <= middle; n++) {
    let sum = symmetric ? A[0] : 0;
    const step = numTaps - 1 - 2 * n;
    for (let k = 1, at = step; k <= half; k++) {
      sum += (2 * k === numTaps ? 1 : 2) * A[k] * wave[at];
      at += step;
      if (at >= 2 * numTaps) at -= 2 * numTaps;
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
  const P = best(coarse, problem, maxIter);
  const places = P.some();
  /** How far the taps' response is from P at the worst of the places, in hundredths of P's own distance from what is desired. */
  const strays = (taps: Float64Array) =>
    places.reduce((most, { f, value, slack }) => {
      const distance = Math.abs(amplitude(taps, f, symmetric) / problem.factor(f) - value) / (0.01 * slack + 1e-12);
      return distance <= most ? most : distance; // NaN stays
    }, 0);
  const taps = tapsOf(numTaps, problem, (x) => x.map((value) => P.outside(value)), symmetric);
  const stray = strays(taps);
  if (stray <= 1) return { taps, isDrowned: false };
  const other = tapsOf(numTaps, problem, (x) => P.at(x), symmetric);
  const otherStray = strays(other);
  return otherStray < stray ? { taps: other, isDrowned: !(otherStray <= 1) } : { taps, isDrowned: true };
}

/** The taps' response without its delay. */
function amplitude(taps: Float64Array, f: number, symmetric: boolean): number {
  const middle = (taps.length - 1) / 2;
  let sum = symmetric && taps.length % 2 === 1 ? taps[middle] : 0;
  for (let n = 0; n < middle; n++) {
    const angle = 2 * Math.PI * f * (middle - n);
    sum += 2 * taps[n] * (symmetric ? Math.cos(angle) : Math.sin(angle));
  }
  return sum;
}

/** The largest weighted error that the taps have on the grid. */
function largestError(taps: Float64Array, problem: Problem, symmetric: boolean): number {
  const { grid, factor, desired, weight } = problem;
  const bandOf = bandsOf(problem);
  return grid.reduce((most, f, i) => {
    const wrong = desired(f, bandOf[i]) - amplitude(taps, f, symmetric) / factor(f);
    const error = Math.abs(weight(f, bandOf[i]) * wrong);
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
  bands: Pairs,
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
  const edges = flatten('bands', bands);
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
  if (given && !given.isDrowned) return finite(given.taps, 'desired', desired);
  const problem = problemWith(numTaps, gridDensity);
  const { taps, error } = shortened(numTaps, given, tryWith, (found) => largestError(found, problem, symmetric));
  // An exchange that does not converge is forgiven only where fewer taps leave nothing to be wished for.
  if (taps === undefined || (given === undefined && error > 1e-6)) throw failure;
  return finite(taps, 'desired', desired);
}
