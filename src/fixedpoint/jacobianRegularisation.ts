import { tf } from '../nn';
import { checkChoice, checkInteger, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';
import { checkState, type StateMap } from './fixedPoint';
import { onTape, productOnTape, pullback } from './tape';

export interface JacobianRegularisationOptions {
  /** Random directions; default 1. */
  samples?: number;
  /**
   * 'product' (default): exact products vᵀJ, for which every operation of f needs a gradient of its gradient. A few have none
   * (TensorFlow.js's elu, selu and max pooling; the compiled blocks of `polezero/models`), which is raised. 'difference': central
   * differences Jv, for any f.
   */
  method?: 'product' | 'difference';
  /** Of the directions; default 0. Give every training step another. */
  seed?: number;
}

/**
 * An estimate of ‖J‖²_F/n, the mean over the batch, of the Jacobian J = ∂f/∂z at z, as a scalar that can be differentiated in all that f
 * uses: added to a loss it keeps an equilibrium easy to find. Unbiased: E‖vᵀJ‖² = ‖J‖²_F for normal v.
 *
 * @param z - [batch, …] with n numbers in each sample, for instance an `implicitFixedPoint`
 * @returns a scalar; the caller disposes it
 * @throws RangeError or TypeError for a bad argument; Error if 'product' meets an operation without a second derivative
 * Source: S. Bai, V. Koltun, J. Z. Kolter, Stabilizing Equilibrium Models by Jacobian Regularization, ICML 2021, section 4.2; M. F.
 * Hutchinson, Commun. Statist. Simula. 18, 1989.
 */
export function jacobianRegularisation(
  f: StateMap,
  z: tf.Tensor,
  options: JacobianRegularisationOptions = {},
): tf.Scalar {
  checkOptions(options, ['samples', 'method', 'seed']);
  checkState('z', z);
  const { samples = 1, method = 'product', seed = 0 } = options;
  checkInteger('samples', samples, 1);
  checkChoice('method', method, ['product', 'difference']);
  const { normal } = random(seed);
  return tf.tidy(() => {
    const parts = Array.from({ length: samples }, () => {
      const v = tf.tensor(Float32Array.from({ length: z.size }, normal), z.shape);
      const product = method === 'product' ? exactProduct(f, z, v) : centralDifference(f, z, v);
      return product.square().mean();
    });
    return tf.addN(parts).div(samples) as tf.Scalar;
  });
}

function exactProduct(f: StateMap, z: tf.Tensor, v: tf.Tensor): tf.Tensor {
  if (onTape()) return productOnTape(f, z, v);
  const { apply, dispose } = pullback(f, z);
  try {
    return apply(v);
  } finally {
    dispose();
  }
}

/** Jv ≈ (f(z + hv) − f(z − hv))/2h; the step is no variable, only its size follows z. */
function centralDifference(f: StateMap, z: tf.Tensor, v: tf.Tensor): tf.Tensor {
  const root = Math.sqrt(z.size);
  const size = Math.hypot(...(z.norm().dataSync() as Float32Array)) / root;
  const h = 2 ** (-23 / 3) * (size > 0 ? size : 1);
  return f(z.add(v.mul(h)))
    .sub(f(z.sub(v.mul(h))))
    .div(2 * h);
}
