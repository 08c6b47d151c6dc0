import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { tf } from '../nn';
import { checkInteger, checkNumber, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';
import { Arnoldi } from './arnoldi';
import { addScaled } from './vector';

export interface EigenvalueOptions {
  /** The dimension of the Krylov space; default 20. A state of no more numbers than this has all its eigenvalues found. */
  memory?: number;
  /** How exact: the residual of the eigenvector, relative to the eigenvalue; default 10⁻³. */
  tol?: number;
  /** How often the space is begun anew; default 20. */
  maxIter?: number;
  /** Of the first vector; default 0. */
  seed?: number;
}

/** Gives each option its default, and throws for what it cannot be. */
export function readEigenvalueOptions(
  options: EigenvalueOptions,
  others: readonly string[] = [],
): Required<EigenvalueOptions> {
  checkOptions(options, ['memory', 'tol', 'maxIter', 'seed', ...others]);
  const { memory = 20, tol = 1e-3, maxIter = 20, seed = 0 } = options;
  checkInteger('memory', memory, 2);
  checkNumber('tol', tol, (value) => value > 0, 'positive');
  checkInteger('maxIter', maxIter, 1);
  return { memory, tol, maxIter, seed };
}

/** An approximate eigenvalue, ‖Ay − λy‖/|λ| of its unit eigenvector y, and a vector to begin anew with. */
interface Ritz {
  re: number;
  im: number;
  residual: number;
  restart: Float32Array;
}

/** The largest eigenvalue, in absolute value, of each sample's matrix. */
export interface DominantEigenvalues {
  eigenvalue: { re: number; im: number }[];
  residual: number[];
  converged: boolean[];
  evaluations: number;
}

/**
 * Arnoldi's method, begun anew from the dominant vector until that is an eigenvector, for matrices given by their products with a batch of
 * vectors; `shape` is that of the batch.
 */
export function dominantEigenvalues(
  multiply: (v: tf.Tensor) => tf.Tensor,
  shape: readonly number[],
  options: Required<EigenvalueOptions>,
): DominantEigenvalues {
  const { memory, tol, maxIter, seed } = options;
  const batch = shape[0];
  const size = shape.reduce((product, length) => product * length, 1) / batch;
  const ritz = new Array<Ritz | undefined>(batch).fill(undefined);
  let starts: Float32Array[] = Array.from({ length: batch }, () => {
    // Every sample the same start, whatever its place in the batch.
    const { normal } = random(seed);
    return Float32Array.from({ length: size }, normal);
  });
  let evaluations = 0;
  const isDone = (b: number) => (ritz[b]?.residual ?? Number.POSITIVE_INFINITY) <= tol;
  for (let cycle = 0; cycle < maxIter && !ritz.every((_, b) => isDone(b)); cycle++) {
    const spaces = starts.map((start, b) => (cycle > 0 && isDone(b) ? undefined : new Arnoldi(start)));
    const open = new Set(spaces.flatMap((space, b) => (space ? [b] : [])));
    while (open.size > 0) {
      const v = new Float32Array(batch * size);
      for (const b of open) v.set(spaces[b]!.basis[spaces[b]!.basis.length - 1], b * size);
      const product = multiplied(multiply, v, shape);
      evaluations++;
      for (const b of [...open]) {
        const grows = spaces[b]!.extend(product.subarray(b * size, (b + 1) * size));
        if (!grows || spaces[b]!.columns.length === Math.min(memory, size)) open.delete(b);
      }
    }
    spaces.forEach((space, b) => {
      if (space) ritz[b] = dominant(space);
    });
    starts = ritz.map((found) => found!.restart);
  }
  return {
    eigenvalue: ritz.map((found) => ({ re: found!.re, im: found!.im })),
    residual: ritz.map((found) => found!.residual),
    converged: ritz.map((_, b) => isDone(b)),
    evaluations,
  };
}

function multiplied(multiply: (v: tf.Tensor) => tf.Tensor, v: Float32Array, shape: readonly number[]): Float32Array {
  const product = tf.tidy(() => multiply(tf.tensor(v, [...shape], 'float32')));
  const numbers = product.dataSync() as Float32Array;
  product.dispose();
  return numbers;
}

/** The largest eigenvalue of H, how far its vector is from an eigenvector of the matrix, and that vector as the next start. */
function dominant({ basis, columns }: Arnoldi): Ritz {
  const m = columns.length;
  const h = Matrix.zeros(m, m);
  columns.forEach((column, j) => {
    for (let i = 0; i < Math.min(column.length, m); i++) h.set(i, j, column[i]);
  });
  if (!columns.every((column) => column.every(Number.isFinite)))
    return { re: Number.NaN, im: Number.NaN, residual: Number.NaN, restart: basis[0] };
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(h, {
    assumeSymmetric: false,
  });
  const sizes = realEigenvalues.map((re, i) => Math.hypot(re, imaginaryEigenvalues[i]));
  // Of a pair the first is the one above the real axis; its eigenvector's real and imaginary parts are the two columns.
  const k = sizes.reduce((largest, size, i) => (size > sizes[largest] * (1 + 1e-12) ? i : largest), 0);
  const isPair = imaginaryEigenvalues[k] !== 0;
  const parts = [k, ...(isPair ? [k + 1] : [])].map((column) => eigenvectorMatrix.getColumn(column));
  const length = Math.hypot(...parts.flat());
  const sticksOut = columns[m - 1][m] * Math.hypot(...parts.map((part) => part[m - 1]));
  const restart = new Float32Array(basis[0].length);
  for (const part of parts) part.forEach((weight, i) => addScaled(restart, weight / length, basis[i], restart));
  const residual = sticksOut / length;
  return {
    re: realEigenvalues[k],
    im: Math.abs(imaginaryEigenvalues[k]),
    residual: residual <= 4 * 2 ** -24 * Math.hypot(...columns.flat()) ? 0 : residual / sizes[k],
    restart: restart.some((x) => x !== 0) ? restart : basis[0],
  };
}
