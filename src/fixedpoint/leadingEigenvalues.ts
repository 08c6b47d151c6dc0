import { tf } from '../nn';
import { abs, type Complex } from '../numeric/complex';
import { eigenpairs } from '../numeric/eigenpairs';
import { type Random, random } from '../numeric/random';
import { Arnoldi } from './arnoldi';
import type { EigenvalueOptions } from './dominantEigenvalues';

/** The largest eigenvalues, in absolute value, of each sample's matrix. */
export interface LeadingEigenvalues {
  /** Of each sample, the largest first; of a pair the one above the real axis first. */
  eigenvalues: Complex[][];
  /** ‖Ay − λy‖/|λ| of the unit eigenvector y of each, at least what rounding to float32 leaves of it; 0 for an eigenvalue that may be 0. */
  residuals: number[][];
  /** Whether all of a sample's residuals are within the tolerance. */
  converged: boolean[];
  evaluations: number;
}

/** An approximate eigenvalue, the residual of its vector relative to it, whether that is all rounding, and the vector's real and imaginary part as combinations of the basis. */
interface Ritz extends Complex {
  residual: number;
  isRounding: boolean;
  parts: number[][];
}

/**
 * Arnoldi's method, begun anew from the leading Ritz vectors until these are eigenvectors, for matrices given by their products with a batch
 * of vectors; `shape` is that of the batch. Of a multiple eigenvalue it may find one copy.
 */
export function leadingEigenvalues(
  multiply: (v: tf.Tensor) => tf.Tensor,
  shape: readonly number[],
  count: number,
  { memory, tol, maxIter, seed }: Required<EigenvalueOptions>,
): LeadingEigenvalues {
  const batch = shape[0];
  const size = shape.reduce((product, length) => product * length, 1) / batch;
  const most = Math.min(Math.max(memory, count + 3), size);
  // Every sample the same start, whatever its place in the batch.
  const sources = Array.from({ length: batch }, () => random(seed));
  const spaces = sources.map((source) => new Arnoldi(normalVector(size, source)));
  const found = new Array<Ritz[]>(batch).fill([]);
  let evaluations = 0;
  const isWithin = ({ residual }: Ritz) => residual <= tol;
  const isDone = (b: number) =>
    found[b].length === count && found[b].every((ritz) => isWithin(ritz) || ritz.isRounding);
  let pending = spaces.map((_, b) => b);
  for (let cycle = 0; cycle < maxIter && pending.length > 0; cycle++) {
    const open = new Set(pending);
    while (open.size > 0) {
      const v = new Float32Array(batch * size);
      for (const b of open) v.set(spaces[b].basis[spaces[b].basis.length - 1], b * size);
      const product = multiplied(multiply, v, shape);
      evaluations++;
      for (const b of [...open]) {
        const grows = spaces[b].extend(product.subarray(b * size, (b + 1) * size));
        const { length } = spaces[b].columns;
        if (length >= most || (!grows && length >= count)) open.delete(b);
        else if (!grows) spaces[b].reopen(normalVector(size, sources[b]));
      }
    }
    pending = pending.filter((b) => {
      const all = ritzValues(spaces[b]);
      found[b] = all.slice(0, count);
      const isClosed = spaces[b].basis.length === spaces[b].columns.length;
      if (isDone(b) || isClosed) return false;
      spaces[b] = spaces[b].thinned(orthonormal(leading(all, count, most)));
      return true;
    });
  }
  return {
    eigenvalues: found.map((values) => values.map(({ re, im }) => ({ re, im }))),
    residuals: found.map((values) => values.map(({ residual }) => residual)),
    converged: found.map((values) => values.every(isWithin)),
    evaluations,
  };
}

const normalVector = (size: number, { normal }: Random): Float32Array => Float32Array.from({ length: size }, normal);

function multiplied(multiply: (v: tf.Tensor) => tf.Tensor, v: Float32Array, shape: readonly number[]): Float32Array {
  const product = tf.tidy(() => multiply(tf.tensor(v, [...shape], 'float32')));
  const numbers = product.dataSync() as Float32Array;
  product.dispose();
  return numbers;
}

/** All eigenvalues of H, the largest first. */
function ritzValues({ columns }: Arnoldi): Ritz[] {
  const m = columns.length;
  const nan = { re: Number.NaN, im: Number.NaN, residual: Number.NaN, isRounding: false, parts: [] };
  if (!columns.every((column) => column.every(Number.isFinite))) return new Array<Ritz>(m).fill(nan);
  const H = Array.from({ length: m }, (_, i) => columns.map((column) => column[i] ?? 0));
  const rounding = 4 * 2 ** -24 * Math.hypot(...columns.flat());
  const values = eigenpairs(H).map(({ value, vector: { re, im } }): Ritz => {
    const size = abs(value);
    const sticksOut = columns[m - 1][m] * Math.hypot(re[m - 1], im[m - 1]);
    const residual = size <= rounding ? 0 : Math.max(sticksOut, rounding) / size;
    const parts = value.im === 0 ? [[...re]] : [[...re], [...im]];
    return { ...value, residual, isRounding: sticksOut <= rounding, parts };
  });
  // Rounding must not put another eigenvalue between the two of a pair.
  const order = (a: Ritz, b: Ritz) => abs(b) - abs(a);
  const upper = values.filter(({ im }) => im >= 0).sort(order);
  return upper.flatMap((value) => (value.im === 0 ? [value] : [value, { ...value, im: -value.im }]));
}

/** Those to begin anew with: the ones that are asked for and half of the others there is room for, so that they converge sooner. */
function leading(all: readonly Ritz[], count: number, most: number): Ritz[] {
  const room = Math.max(1, Math.min(count + Math.floor((most - count) / 2), most - 2));
  return all.slice(0, all[room - 1].im > 0 ? room + 1 : room);
}

/** An orthonormal basis of what the Ritz vectors span; of nearly parallel ones only what is not lost to rounding. */
function orthonormal(ritz: readonly Ritz[]): number[][] {
  const basis: number[][] = [];
  for (const { im, parts } of ritz) {
    if (im < 0) continue; // the same as the one above
    const length = Math.hypot(...parts.flat());
    const fresh: number[][] = [];
    for (const part of parts) {
      let left = part.map((value) => value / length);
      for (let pass = 0; pass < 2; pass++)
        for (const other of [...basis, ...fresh]) {
          const along = other.reduce((sum, value, i) => sum + value * left[i], 0);
          left = left.map((value, i) => value - along * other[i]);
        }
      const size = Math.hypot(...left);
      if (size > 1e-6) fresh.push(left.map((value) => value / size));
    }
    if (fresh.length === parts.length) basis.push(...fresh);
  }
  return basis;
}
