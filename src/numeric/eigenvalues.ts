import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Complex, complex } from './complex';
import { powerOfTwo } from './powerOfTwo';

/**
 * The eigenvalues of a real matrix.
 *
 * @param matrix - square, of finite numbers: of others the decomposition never ends
 */
export function eigenvalues(matrix: readonly (readonly number[])[]): Complex[] {
  const largest = matrix.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return matrix.map(() => complex(0));
  const unit = powerOfTwo(largest); // or products of the largest would leave the range of doubles
  const scaled = new Matrix(matrix.map((row) => row.map((value) => value / unit)));
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(scaled);
  return realEigenvalues.map((re, i) => complex(re * unit, imaginaryEigenvalues[i] * unit));
}
