import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { balance } from './balance';
import { checkSquare, finite } from './check';
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
 * @throws TypeError for anything but an array of arrays; RangeError if it is not square or not finite, if an eigenvalue is beyond the range of
 * doubles, or, as {@link schur}, if they are not found
 */
export function eigenvalues(matrix: readonly (readonly number[])[]): Complex[] {
  checkSquare('matrix', matrix);
  if (matrix.length === 0) return [];
  const { matrix: scaled, unit } = toUnit(balance(matrix));
  const like = new Matrix(scaled);
  const found = like.isSymmetric() ? ofSymmetric(like) : schurEigenvalues(schur(scaled));
  return finite(
    found.map((value) => scale(value, unit)),
    'matrix',
    matrix,
  );
}

/** A matrix in units of a power of two near its largest number: or products of those would leave the range of doubles. */
export function toUnit(matrix: readonly (readonly number[])[]): { matrix: number[][]; unit: number } {
  const largest = matrix.reduce((most, row) => row.reduce((max, value) => Math.max(max, Math.abs(value)), most), 0);
  const unit = largest === 0 ? 1 : powerOfTwo(largest);
  return { matrix: matrix.map((row) => Array.from(row, (value) => value / unit)), unit };
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
