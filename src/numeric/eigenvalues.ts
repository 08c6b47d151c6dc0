import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkSquare } from './check';
import { type Complex, complex, scale } from './complex';
import { powerOfTwo } from './powerOfTwo';
import { blocksOf, schur } from './schur';

/**
 * The eigenvalues of a real matrix.
 *
 * @example
 * eigenvalues([[0, -1], [1, 0]]) // [{ re: 0, im: 1 }, { re: 0, im: -1 }]
 *
 * @param matrix - square, of finite numbers
 * @returns as many as there are rows; of a pair the one above the real axis first
 * @throws TypeError for anything but an array of arrays; RangeError if it is not square or not finite, or, as {@link schur}, if they are not
 * found
 */
export function eigenvalues(matrix: readonly (readonly number[])[]): Complex[] {
  checkSquare('matrix', matrix);
  if (matrix.length === 0) return [];
  const unit = unitOf(matrix);
  const scaled = new Matrix(matrix.map((row) => row.map((value) => value / unit)));
  const found = scaled.isSymmetric() ? ofSymmetric(scaled) : schurEigenvalues(schur(scaled.to2DArray()));
  return found.map((value) => scale(value, unit));
}

/** A power of two by which to divide: or products of the largest number would leave the range of doubles. */
export function unitOf(matrix: readonly (readonly number[])[]): number {
  const largest = matrix.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 1 : powerOfTwo(largest);
}

const ofSymmetric = (matrix: Matrix): Complex[] =>
  new EigenvalueDecomposition(matrix).realEigenvalues.map((re) => complex(re));

/** Those of a Schur form, in the order of its diagonal. */
export const schurEigenvalues = (T: readonly (readonly number[])[]): Complex[] =>
  blocksOf(T).flatMap(([first, last]) =>
    first === last ? complex(T[first][first]) : ofTwo(T[first][first], T[first][last], T[last][first], T[last][last]),
  );

/** Those of [[a, b], [c, d]]. */
function ofTwo(a: number, b: number, c: number, d: number): [Complex, Complex] {
  const half = (a - d) / 2;
  const discriminant = half * half + b * c;
  if (discriminant < 0) {
    const [re, im] = [d + half, Math.sqrt(-discriminant)];
    return [complex(re, im), complex(re, -im)];
  }
  const root = half + (half < 0 ? -1 : 1) * Math.sqrt(discriminant);
  return [complex(d + root), complex(root === 0 ? d : d - (b * c) / root)];
}
