import type { tf } from '../nn';
import { checkInteger, checkNumber, checkOptions } from '../numeric/check';
import { leadingEigenvalues } from './leadingEigenvalues';

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

/** The largest eigenvalue, in absolute value, of each sample's matrix. */
export interface DominantEigenvalues {
  eigenvalue: { re: number; im: number }[];
  residual: number[];
  converged: boolean[];
  evaluations: number;
}

/** The first of the {@link leadingEigenvalues}, which has the parameters. */
export function dominantEigenvalues(
  multiply: (v: tf.Tensor) => tf.Tensor,
  shape: readonly number[],
  options: Required<EigenvalueOptions>,
): DominantEigenvalues {
  const { eigenvalues, residuals, ...found } = leadingEigenvalues(multiply, shape, 1, options);
  return { eigenvalue: eigenvalues.map(([first]) => first), residual: residuals.map(([first]) => first), ...found };
}
