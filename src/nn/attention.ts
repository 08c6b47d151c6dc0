import * as tf from '@tensorflow/tfjs-node';
import { checkInteger } from '../numeric/check';
import { linear } from './linear';
import { type RotaryTable, rotate } from './rope';

/** Four matrices [dim, dim] without biases. */
export interface AttentionWeights {
  query: tf.Tensor2D;
  key: tf.Tensor2D;
  value: tf.Tensor2D;
  output: tf.Tensor2D;
}

/** Throws unless so many heads share the coordinates evenly. */
export function checkNumHeads(numHeads: number, dim: number): void {
  checkInteger('numHeads', numHeads, 1);
  if (dim % numHeads !== 0) throw new RangeError(`numHeads is ${numHeads}; it must divide dim, which is ${dim}.`);
}

/**
 * Attention of every position to every other, in `numHeads` heads of dim/numHeads coordinates.
 *
 * @param x - [batch, length, dim]
 * @param rotary - for rotary positions
 * @returns [batch, length, dim]
 * @throws RangeError if numHeads does not divide dim
 * Source: Vaswani et al., Attention is all you need (2017), section 3.2.
 */
export function attention(
  x: tf.Tensor3D,
  { query, key, value, output }: AttentionWeights,
  numHeads: number,
  rotary?: RotaryTable,
): tf.Tensor3D {
  const [batch, length, dim] = x.shape;
  checkNumHeads(numHeads, dim);
  return tf.tidy(() => {
    const heads = (weight: tf.Tensor2D): tf.Tensor4D =>
      tf.transpose(tf.reshape(linear(x, weight), [batch, length, numHeads, dim / numHeads]), [0, 2, 1, 3]);
    const turned = (weight: tf.Tensor2D) => (rotary ? rotate(heads(weight), rotary) : heads(weight));

    const scores = tf.mul(tf.matMul(turned(query), turned(key), false, true), (dim / numHeads) ** -0.5);
    const mixed = tf.matMul(tf.softmax(scores), heads(value)); // [batch, heads, length, dim / heads]
    return linear(tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, length, dim]), output);
  });
}
