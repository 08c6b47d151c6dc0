import { tf } from '../nn';
import { checkInteger } from '../numeric/check';
import { dominantEigenvalues, type EigenvalueOptions, readEigenvalueOptions } from './dominantEigenvalues';
import { checkState, checkValue, type StateMap } from './fixedPoint';
import { NoExactProducts, offTape, type Pushforward, pushforward } from './tape';

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
  /** How the products Jv were made. */
  products: 'exact' | 'difference';
}

/**
 * The norm ‖Jᵏ‖₂ of the Jacobian J = ∂f/∂z at z, or of a power of it: the root of the largest eigenvalue of JᵏᵀJᵏ. Below 1, f contracts
 * there, whatever its eigenvalues; a ‖Jᵏ‖ that rises with k before it falls is what makes iteration fail on maps that are far from normal.
 *
 * Products vᵀJ are exact. Products Jv are exact if f's operations have second derivatives. Those of a network's compiled layers have none: then
 * they are central differences of f, over steps of 0.005 times the root mean square of a state's numbers; good to about four digits, if f bends
 * over distances of that root mean square and not of less.
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
  const jacobian = pushforward(f, z);
  try {
    const { value, apply, back } = jacobian;
    checkValue(value, z.shape);
    const isExact = hasProducts(jacobian, z);
    const product = isExact ? apply : (v: tf.Tensor) => differenceQuotient(f, z, value, v);
    const multiply = (v: tf.Tensor) => {
      let u = v;
      for (let k = 0; k < power; k++) u = product(u);
      for (let k = 0; k < power; k++) u = back(u);
      return u;
    };
    const { eigenvalue, ...found } = offTape(() => dominantEigenvalues(multiply, z.shape, all));
    const norm = eigenvalue.map(({ re, im }) => Math.sqrt(Math.hypot(re, im)));
    return { norm, ...found, products: isExact ? 'exact' : 'difference' };
  } finally {
    jacobian.dispose();
  }
}

function hasProducts({ apply }: Pushforward, v: tf.Tensor): boolean {
  try {
    apply(v).dispose();
    return true;
  } catch (error) {
    if (error instanceof NoExactProducts) return false;
    throw error;
  }
}

/** Of each sample, [batch, 1, …]. */
const reduced = (v: tf.Tensor, by: 'max' | 'sum'): tf.Tensor =>
  v.rank === 1
    ? v
    : v[by](
        v.shape.slice(1).map((_, i) => i + 1),
        true,
      );

/** The root mean square of each sample's numbers; first divided by the largest, for squares of small ones vanish in float32. */
function meanSize(v: tf.Tensor): tf.Tensor {
  const largest = reduced(v.abs(), 'max').maximum(1e-37);
  const count = v.size / v.shape[0];
  return reduced(v.div(largest).square(), 'sum').div(count).sqrt().mul(largest);
}

/** Jv ≈ (f(z + hv) − f(z − hv))/2h: no number moves farther than by what makes the errors of rounding and of curvature alike. */
function differenceQuotient(f: StateMap, z: tf.Tensor, value: tf.Tensor, v: tf.Tensor): tf.Tensor {
  const size = meanSize(z).maximum(meanSize(value));
  const reach = tf.where(size.greater(0), size, tf.onesLike(size)).mul(2 ** (-23 / 3));
  const largest = reduced(v.abs(), 'max').maximum(1e-37);
  const step = v.div(largest).mul(reach);
  return f(z.add(step))
    .sub(f(z.sub(step)))
    .div(reach.mul(2))
    .mul(largest);
}
