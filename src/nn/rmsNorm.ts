import * as tf from '@tensorflow/tfjs-node';

/** Added to the mean square, as published. */
export const rmsEpsilon = 1e-5;

/**
 * x divided by the root mean square of its last axis; without a gain, as TRM uses it.
 *
 * @param x - [..., dim]
 * @returns the same shape
 * Source: Zhang & Sennrich, Root mean square layer normalization (2019), equation 4 with g = 1.
 */
export function rmsNorm<T extends tf.Tensor>(x: T): T {
  return tf.tidy(() => tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), rmsEpsilon))));
}
