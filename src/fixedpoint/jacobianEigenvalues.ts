import type { tf } from '../nn';
import { checkInteger } from '../numeric/check';
import type { Complex } from '../numeric/complex';
import { type EigenvalueOptions, readEigenvalueOptions } from './dominantEigenvalues';
import { checkState, checkValue, type StateMap } from './fixedPoint';
import { leadingEigenvalues } from './leadingEigenvalues';
import { offTape, pullback } from './tape';

export interface JacobianEigenvaluesOptions extends EigenvalueOptions {
  /** How many, at most the numbers of a state; default 6, or all of a smaller state. */
  count?: number;
  /** The dimension of the Krylov space, at least `count` + 3; default 20, or three times `count` if that is more. */
  memory?: number;
}

/** One entry per sample. */
export interface JacobianEigenvalues {
  /** The largest in absolute value first; of a pair the one above the real axis first, of one that `count` cuts the one above only. */
  eigenvalues: Complex[][];
  /** ‖Jᵀy − λy‖/|λ| of the unit eigenvector y of each, at least what rounding leaves of it, ‖J‖·2⁻²²/|λ|; 0 for a λ that may be 0. */
  residuals: number[][];
  /** Whether all residuals are within the tolerance. */
  converged: boolean[];
  /** Products vᵀJ on the whole batch. */
  evaluations: number;
}

/**
 * The leading eigenvalues of the Jacobian J = ∂f/∂z at z, by Arnoldi's method with thick restarts on products vᵀJ: at a fixed point the
 * factors by which plain iteration damps and turns its slowest modes. Of an eigenvalue that several modes share, one copy may be found. How
 * far to trust them where J is far from normal, `spectralRadius` says.
 *
 * @throws RangeError or TypeError for a bad argument
 * Source: Y. Saad, Numerical Methods for Large Eigenvalue Problems, 2nd ed., section 6.2; R. B. Morgan, Math. Comp. 65, 1996, and G. W.
 * Stewart, SIAM J. Matrix Anal. Appl. 23, 2001, for the restarts.
 */
export function jacobianEigenvalues(
  f: StateMap,
  z: tf.Tensor,
  options: JacobianEigenvaluesOptions = {},
): JacobianEigenvalues {
  checkState('z', z);
  const size = z.size / z.shape[0];
  const { count = Math.min(6, size), memory = Math.max(20, 3 * count) } = options;
  checkInteger('count', count, 1, size); // a state of so many numbers has no more eigenvalues
  const all = readEigenvalueOptions({ ...options, memory }, ['count']);
  checkInteger('memory', all.memory, count + 3);
  const { value, apply, dispose } = pullback(f, z);
  try {
    checkValue(value, z.shape);
    return offTape(() => leadingEigenvalues(apply, z.shape, count, all));
  } finally {
    dispose();
  }
}
