export type RemezType = 'bandpass' | 'differentiator' | 'hilbert';

/** The problem for P(f) = Σ pₖ cos(2πkf): the taps' response is P times a factor Q(f) that the symmetry gives. */
export interface Problem {
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
export interface Places {
  f: Float64Array;
  band: Uint16Array;
}

/** A problem at some frequencies: x = cos 2πf, and what P should be there, and how much its error counts. */
export interface Samples {
  x: Float64Array;
  desired: Float64Array;
  weight: Float64Array;
}

// Of few taps the making of arrays would take more time than what is computed in them: those of an iteration are used by the next one again.

export const emptySamples = (length: number): Samples => ({
  x: new Float64Array(length),
  desired: new Float64Array(length),
  weight: new Float64Array(length),
});

/** The problem at frequencies in their bands; @param into - overwritten and returned */
export function sample(
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

export const part = ({ x, desired, weight }: Samples, from: number, to: number): Samples => ({
  x: x.subarray(from, to),
  desired: desired.subarray(from, to),
  weight: weight.subarray(from, to),
});

export function problemOf(
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

export function bandsOf({ grid, spans }: Problem): Uint16Array {
  const bandOf = new Uint16Array(grid.length);
  for (const [band, [from, to]] of spans.entries()) bandOf.fill(band, from, to);
  return bandOf;
}
