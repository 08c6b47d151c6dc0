import * as tf from '@tensorflow/tfjs-node';
import { checkInteger, checkNumber } from '../numeric/check';
import { linear } from './linear';

/** Three matrices without biases; [width, dim], [width, dim] and [dim, width]. */
export interface SwigluWeights {
  gate: tf.Tensor2D;
  up: tf.Tensor2D;
  down: tf.Tensor2D;
}

/**
 * The inner width of a SwiGLU: 2/3 of `expansion · dim`, rounded up to a multiple of `multiple` (256 as published).
 *
 * @param dim - an integer of at least 1, as is `multiple`
 * @param expansion - positive
 * @throws RangeError or TypeError for any other argument
 * Source: TRM's published code, models/layers.py; the 2/3, which leaves three matrices as many weights as two of `expansion · dim` have, is
 * Shazeer's (2020).
 */
export function swigluWidth(dim: number, expansion: number, multiple: number): number {
  checkInteger('dim', dim, 1);
  checkNumber('expansion', expansion, (factor) => factor > 0, 'positive');
  checkInteger('multiple', multiple, 1);
  return Math.ceil(Math.round((expansion * dim * 2) / 3) / multiple) * multiple;
}

/**
 * W_down(silu(W_gate x) ⊙ W_up x) over the last axis.
 *
 * @param x - [..., dim]
 * @returns [..., dim]
 * Source: Shazeer, GLU variants improve Transformer (2020), equation 6.
 */
export function swiglu<T extends tf.Tensor>(x: T, { gate, up, down }: SwigluWeights): T {
  return tf.tidy(() => {
    const gated = linear(x, gate);
    return linear(tf.mul(tf.mul(gated, tf.sigmoid(gated)), linear(x, up)), down) as T;
  });
}
