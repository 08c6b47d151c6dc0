import * as tf from '@tensorflow/tfjs-node';
import { checkNumber } from '../numeric/check';
import { type AdamOptions, Optimizer } from './Optimizer';
import type { Parameters } from './parameters';

export interface AdamWOptions extends AdamOptions {
  /** Added to the root of the mean square; default 1e-8. */
  epsilon?: number;
}

/**
 * Adam with decoupled weight decay: a step of lr · m̂/(√v̂ + ε).
 *
 * Source: Loshchilov & Hutter, Decoupled weight decay regularization (2019), algorithm 2; torch.optim.AdamW, apart from beta2's default.
 */
export class AdamW extends Optimizer {
  readonly epsilon: number;

  constructor(parameters: Parameters, options: AdamWOptions = {}) {
    const { epsilon = 1e-8 } = options;
    checkNumber('epsilon', epsilon, (e) => e > 0, 'positive');
    super(parameters, options, ['beta1', 'beta2', 'weightDecay', 'epsilon']);
    this.epsilon = epsilon;
  }

  protected override update(m: tf.Tensor1D, v: tf.Tensor1D, t: number, learningRate: number): tf.Tensor1D {
    const root = tf.div(tf.sqrt(v), Math.sqrt(1 - this.beta2 ** t));
    return tf.mul(tf.div(m, tf.add(root, this.epsilon)), learningRate / (1 - this.beta1 ** t));
  }
}
