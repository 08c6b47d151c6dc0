import { tf } from '../nn';
import { checkInteger } from '../numeric/check';
import { dominantEigenvalues, type EigenvalueOptions, readEigenvalueOptions } from './dominantEigenvalues';
import { checkState, checkValue, type StateMap } from './fixedPoint';
import { offTape, pullback } from './tape';

export interface JacobianNormOptions extends EigenvalueOptions {
  /** k: the norm of Jᵏ; default 1. */
  power?: number;
}

/** One entry per sample. */
export interface JacobianNorm {
  /** ‖Jᵏ‖₂ */
  norm: number[];
  /** How far JᵏᵀJᵏ is from having exactly this norm's square as an eigenvalue, relative to it. */
  residual: number[];
  converged: boolean[];
  /** Products with JᵏᵀJᵏ on the whole batch. */
  evaluations: number;
}

/**
 * The norm ‖Jᵏ‖₂ of the Jacobian J = ∂f/∂z at z, or of a power of it: the root of the largest eigenvalue of JᵏᵀJᵏ. Below 1, f contracts
 * there, whatever its eigenvalues; a ‖Jᵏ‖ that rises with k before it falls is what makes iteration fail on maps that are far from normal.
 *
 * Products vᵀJ are exact, products Jv central differences of f, good to about four digits.
 *
 * @throws RangeError or TypeError for a bad argument
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., section 10.4; L. N. Trefethen and M. Embree, Spectra and
 * Pseudospectra, 2005, chapter 14 (transient growth).
 */
export function jacobianNorm(f: StateMap, z: tf.Tensor, options: JacobianNormOptions = {}): JacobianNorm {
  const all = readEigenvalueOptions(options, ['power']);
  checkState('z', z);
  const { power = 1 } = options;
  checkInteger('power', power, 1);
  const { value, apply, dispose } = pullback(f, z);
  try {
    checkValue(value, z.shape);
    const multiply = (v: tf.Tensor) => {
      let u = v;
      for (let k = 0; k < power; k++) u = differenceQuotient(f, z, value, u);
      for (let k = 0; k < power; k++) u = apply(u);
      return u;
    };
    const { eigenvalue, ...found } = offTape(() => dominantEigenvalues(multiply, z.shape, all));
    return { norm: eigenvalue.map(({ re, im }) => Math.sqrt(Math.hypot(re, im))), ...found };
  } finally {
    dispose();
  }
}

/** ‖v‖ of each sample, [batch, 1, …]; first divided by the largest number, for squares of small ones vanish in float32. */
function lengths(v: tf.Tensor): tf.Tensor {
  const axes = v.shape.slice(1).map((_, i) => i + 1);
  if (axes.length === 0) return v.abs();
  const largest = v.abs().max(axes, true).maximum(1e-37);
  return v.div(largest).square().sum(axes, true).sqrt().mul(largest);
}

/** Jv ≈ (f(z + hv) − f(z − hv))/2h, with a step where the errors of rounding and of curvature are alike. */
function differenceQuotient(f: StateMap, z: tf.Tensor, value: tf.Tensor, v: tf.Tensor): tf.Tensor {
  const size = lengths(z).maximum(lengths(value));
  const reach = tf.where(size.greater(0), size, tf.onesLike(size)).mul(2 ** (-23 / 3));
  const length = lengths(v);
  const step = v.div(length.maximum(1e-37)).mul(reach);
  return f(z.add(step))
    .sub(f(z.sub(step)))
    .div(reach.mul(2))
    .mul(length);
}
