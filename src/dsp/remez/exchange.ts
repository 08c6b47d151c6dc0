import { Interpolation } from './Interpolation';
import { bandsOf, emptySamples, type Places, type Problem, part, type Samples, sample } from './problem';

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
export function best(coarse: Problem, fine: Problem, maxIter: number): Interpolation {
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
