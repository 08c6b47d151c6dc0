import * as tf from '@tensorflow/tfjs-node';

/**
 * x Wᵀ over the last axis of x.
 *
 * @param x - [..., in]
 * @param weight - [out, in], as in PyTorch
 * @returns [..., out]
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor2D): T {
  const [out, width] = weight.shape;
  return tf.tidy(() => {
    const rows = tf.reshape(x, [-1, width]); // one product of two matrices: a batched one is three times slower
    return tf.reshape(tf.matMul(rows, weight, false, true), [...x.shape.slice(0, -1), out]) as tf.Tensor as T;
  });
}
