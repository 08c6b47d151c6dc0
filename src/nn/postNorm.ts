import * as tf from '@tensorflow/tfjs-node';
import { type AttentionWeights, attention } from './attention';
import { rmsNorm } from './rmsNorm';
import type { RotaryTable } from './rope';
import { type SwigluWeights, swiglu } from './swiglu';

/** The two halves of a block, as functions of its state and weights; state and result are [batch, length, dim]. */
export interface BlockHalves {
  attentionNorm(h: tf.Tensor3D, weights: AttentionWeights, numHeads: number, rotary?: RotaryTable): tf.Tensor3D;
  swigluNorm(h: tf.Tensor3D, weights: SwigluWeights): tf.Tensor3D;
}

/**
 * As the formulas say: each half adds to the state, and normalises the sum afterwards; rmsNorm(h + attention(h)) and rmsNorm(h + swiglu(h)).
 *
 * Source: TRM's published code, models/recursive_reasoning/trm.py.
 */
export const postNorm: BlockHalves = {
  attentionNorm: (h, weights, numHeads, rotary) =>
    tf.tidy(() => rmsNorm(tf.add(h, attention(h, weights, numHeads, rotary)))),
  swigluNorm: (h, weights) => tf.tidy(() => rmsNorm(tf.add(h, swiglu(h, weights)))),
};
