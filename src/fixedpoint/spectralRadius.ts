import type { tf } from '../nn';
import { dominantEigenvalues, type EigenvalueOptions, readEigenvalueOptions } from './dominantEigenvalues';
import { checkState, checkValue, type StateMap } from './fixedPoint';
import { offTape, pullback } from './tape';

/** One entry per sample. */
export interface SpectralRadius {
  /** |λ| of the largest eigenvalue of J = ∂f/∂z. */
  radius: number[];
  /** That eigenvalue, of a pair the one above the real axis. */
  eigenvalue: { re: number; im: number }[];
  /**
   * ‖Jᵀy − λy‖/|λ| of its unit eigenvector y, at least what rounding leaves of it, ‖J‖·2⁻²²/|λ|: λ is an eigenvalue of a matrix that close to J.
   * 0 for a λ that may be 0.
   */
  residual: number[];
  converged: boolean[];
  /** Products vᵀJ on the whole batch. */
  evaluations: number;
}

/**
 * The spectral radius ρ(J) of the Jacobian J = ∂f/∂z at z, by Arnoldi's method on products vᵀJ: the factor by which plain iteration
 * converges near a fixed point z. Right for complex pairs too, where a power iteration's Rayleigh quotient is not.
 *
 * ρ alone promises little if J is far from normal: ‖Jᵏ‖ may grow long before it falls. Look at `jacobianNorm`, which gives ‖Jᵏ‖ too. And
 * the eigenvalues of such a J are as uncertain as ‖J‖·2⁻²⁴ allows, which near a defective one is much.
 *
 * @throws RangeError or TypeError for a bad argument
 * Source: Y. Saad, Numerical Methods for Large Eigenvalue Problems, 2nd ed., sections 6.2 and 6.3 (restarted Arnoldi).
 */
export function spectralRadius(f: StateMap, z: tf.Tensor, options: EigenvalueOptions = {}): SpectralRadius {
  const all = readEigenvalueOptions(options);
  checkState('z', z);
  const { value, apply, dispose } = pullback(f, z);
  try {
    checkValue(value, z.shape);
    const found = offTape(() => dominantEigenvalues(apply, z.shape, all));
    return { radius: found.eigenvalue.map(({ re, im }) => Math.hypot(re, im)), ...found };
  } finally {
    dispose();
  }
}
