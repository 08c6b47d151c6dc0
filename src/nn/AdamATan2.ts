import * as tf from '@tensorflow/tfjs-node';
import { Optimizer } from './Optimizer';

/**
 * Adam with atan2(m̂, √v̂) in place of m̂/(√v̂ + ε): no ε to choose, and no step larger than π/2 · lr/(1 − beta1ᵗ).
 *
 * This is the formula that TRM was trained with (imoneoi's adam-atan2): the correction of m stands outside of the arc tangent and there is
 * no factor 1.27 before it. Other packages of that name differ in both.
 *
 * Source: Everett et al., Scaling exponents across parameterizations and optimizers (2024), section 4.3.
 */
export class AdamATan2 extends Optimizer {
  protected override update(m: tf.Tensor1D, v: tf.Tensor1D, t: number, learningRate: number): tf.Tensor1D {
    const root = tf.div(tf.sqrt(v), Math.sqrt(1 - this.beta2 ** t));
    return tf.mul(tf.atan2(m, root), learningRate / (1 - this.beta1 ** t));
  }
}
