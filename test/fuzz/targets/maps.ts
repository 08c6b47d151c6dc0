import fc from 'fast-check';
import { random } from 'polezero/numeric';
import type { Rows } from '../../fixedpoint/support';

// Random maps z ↦ f(z) of one sample, computed in float64: what a solver says is judged by them.

/** A map of vectors of `size` numbers; its matrix is known by its spectrum and by how far it is from normal. */
export interface MapSpec {
  kind: 'affine' | 'tanh' | 'constant' | 'identity' | 'shift' | 'quadratic';
  /** Of the leading eigenvalues; the others are smaller. */
  radius: number;
  /** Whether the leading ones are a complex pair, at this angle; 0 and π are real ones. */
  angle: number;
  /** How strongly each coordinate drives the next, above the spectrum: 0 is a normal matrix. */
  skew: number;
  /** Of the numbers of a state. */
  scale: number;
  /** Where the first number of a state exceeds this, times the scale, the map gives `then`; none if undefined. */
  trap?: { beyond: number; gives: 'NaN' | 'Infinity' | '-Infinity' };
  seed: number;
}

/** A map with its numbers. */
export interface NumericMap {
  matrix: Rows;
  offset: number[];
  spec: MapSpec;
}

/** Q T Qᵀ of a block triangular T, whose eigenvalues are chosen, and a reflection Q. */
export function matrixOf({ radius, angle, skew, seed }: MapSpec, size: number): Rows {
  const { normal, uniform } = random(seed);
  const t: Rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (j > i ? skew * normal() : 0)),
  );
  for (let i = 0; i < size; i += 2) {
    const [r, phi] = i === 0 ? [radius, angle] : [radius * uniform(), Math.PI * uniform()];
    if (i + 1 === size) t[i][i] = r * (phi > Math.PI / 2 ? -1 : 1);
    else {
      t[i][i] = t[i + 1][i + 1] = r * Math.cos(phi);
      [t[i][i + 1], t[i + 1][i]] = [r * Math.sin(phi), -r * Math.sin(phi)];
    }
  }
  const v = Array.from({ length: size }, normal);
  const square = v.reduce((sum, x) => sum + x * x, 0);
  const reflect = (rows: Rows): Rows =>
    rows.map((row) => {
      const along = (2 * row.reduce((sum, x, j) => sum + x * v[j], 0)) / square;
      return row.map((x, j) => x - along * v[j]);
    });
  const transpose = (rows: Rows): Rows => rows.map((_, j) => rows.map((row) => row[j]));
  return reflect(transpose(reflect(transpose(t)))).map((row) => row.map(Math.fround));
}

export function numericMap(spec: MapSpec, size: number): NumericMap {
  const { normal } = random(spec.seed + 1);
  return {
    matrix: matrixOf(spec, size),
    offset: Array.from({ length: size }, () => Math.fround(spec.scale * normal())),
    spec,
  };
}

/** f(z) in float64. */
export function valueAt({ matrix, offset, spec }: NumericMap, z: ArrayLike<number>): number[] {
  const { kind, scale, trap } = spec;
  if (trap && z[0] > trap.beyond * scale) return offset.map(() => Number(trap.gives));
  const affine = () => offset.map((b, j) => matrix.reduce((sum, row, i) => sum + z[i] * row[j], b));
  if (kind === 'affine') return affine();
  if (kind === 'tanh') return affine().map((x) => scale * Math.tanh(x / scale));
  if (kind === 'constant') return [...offset];
  if (kind === 'quadratic') return affine().map((x, i) => x + (0.3 * z[i] * z[i]) / scale);
  return Array.from(z, (x) => (kind === 'identity' ? x : x + scale));
}

/** How large the numbers are that f(z) is summed of: by so many roundings an evaluation in float32 may be off. */
export function sizeAt({ matrix, offset, spec }: NumericMap, z: ArrayLike<number>): number[] {
  if (spec.kind === 'shift' || spec.kind === 'identity') return Array.from(z, (x) => Math.abs(x) + spec.scale);
  return offset.map((b, j) => matrix.reduce((sum, row, i) => sum + Math.abs(z[i] * row[j]), Math.abs(b)));
}

/** Evenly spread. */
export const evenly = (min: number, max: number) =>
  fc.noBias(fc.integer({ min: 0, max: 10_000 })).map((value) => min + ((max - min) * value) / 10_000);

const anyRadius = fc.oneof(evenly(0, 0.95), evenly(0.95, 1.05), evenly(1, 3), fc.constantFrom(0, 0.5, 1, 0.999));
const anyScale = fc.oneof(
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 3, arbitrary: fc.constantFrom(1e-30, 1e30, 1e-6, 1e6) },
  { weight: 1, arbitrary: fc.constantFrom(1e-38, 1e-42, 3e37) },
);

const noTrap = fc.constant<MapSpec['trap']>(undefined);
const anyTrap = fc.record({
  beyond: evenly(-1, 3),
  gives: fc.constantFrom<('NaN' | 'Infinity' | '-Infinity')[]>('NaN', 'Infinity', '-Infinity'),
});

export const anyMap: fc.Arbitrary<MapSpec> = fc.record({
  kind: fc.constantFrom<MapSpec['kind'][]>(
    'affine',
    'affine',
    'tanh',
    'tanh',
    'constant',
    'identity',
    'shift',
    'quadratic',
  ),
  radius: anyRadius,
  angle: fc.oneof(evenly(0, Math.PI), fc.constantFrom(0, Math.PI, Math.PI / 2)),
  skew: fc.oneof(fc.constant(0), evenly(0, 1), evenly(0, 20)),
  scale: anyScale,
  trap: fc.oneof({ weight: 4, arbitrary: noTrap }, { weight: 1, arbitrary: anyTrap }),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});
