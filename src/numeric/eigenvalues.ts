import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Complex, complex } from './complex';
import { powerOfTwo } from './powerOfTwo';
import { schur } from './schur';

/**
 * The eigenvalues of a real matrix.
 *
 * @example
 * eigenvalues([[0, -1], [1, 0]]) // [{ re: 0, im: 1 }, { re: 0, im: -1 }]
 *
 * @param matrix - square, of finite numbers
 * @returns of a pair the one above the real axis first
 * @throws RangeError if they are not found, as {@link schur}
 */
export function eigenvalues(matrix: readonly (readonly number[])[]): Complex[] {
  const largest = matrix.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return matrix.map(() => complex(0));
  const unit = powerOfTwo(largest); // or products of the largest would leave the range of doubles
  const scaled = new Matrix(matrix.map((row) => row.map((value) => value / unit)));
  const found = scaled.isSymmetric() ? ofSymmetric(scaled) : ofBlocks(schur(scaled.to2DArray()));
  return found.map(({ re, im }) => complex(re * unit, im * unit));
}

const ofSymmetric = (matrix: Matrix): Complex[] =>
  new EigenvalueDecomposition(matrix).realEigenvalues.map((re) => complex(re));

/** Those of a matrix with blocks of one and two rows on its diagonal, and zeros below. */
function ofBlocks(T: readonly (readonly number[])[]): Complex[] {
  const found: Complex[] = [];
  for (let k = 0; k < T.length; k = found.length) {
    const isAlone = k === T.length - 1 || T[k + 1][k] === 0;
    if (isAlone) found.push(complex(T[k][k]));
    else found.push(...ofTwo(T[k][k], T[k][k + 1], T[k + 1][k], T[k + 1][k + 1]));
  }
  return found;
}

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
