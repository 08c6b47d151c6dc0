import assert from 'node:assert/strict';
import { type BlockHalves, rotaryTable, tf } from 'polezero/nn';
import { assertClose, type Case, evaluate, layers } from './golden';

/** Value and every gradient within `tolerance` of the largest number of each, and nothing left behind. */
export function assertCase(f: (...inputs: never[]) => tf.Tensor, golden: Case, tolerance: number, scale = 1): void {
  const { y, gradients, leaked } = evaluate(f as (...inputs: tf.Tensor[]) => tf.Tensor, golden, scale);
  assertClose(y, golden.y, tolerance, 'value');
  gradients.forEach((gradient, i) => assertClose(gradient, golden.gradients[i], tolerance, `gradient ${i}`));
  assert.equal(leaked, 0, 'tensors left behind');
}

const numHeads = 3;

/** The halves of a block against float64, on a state whose length and width differ. */
export function checkHalves({ attentionNorm, swigluNorm }: BlockHalves): void {
  type M = tf.Tensor2D;
  const weights = (query: M, key: M, value: M, output: M) => ({ query, key, value, output });
  const { attentionNorm: plain, rotaryAttentionNorm: rotary, swigluNorm: mlp, mixerNorm: mixer } = layers.halves;
  const [, length, dim] = plain.shapes[0];
  const table = rotaryTable(length, dim / numHeads);
  const apply = (h: tf.Tensor3D, q: M, k: M, v: M, o: M) => attentionNorm(h, weights(q, k, v, o), numHeads);
  const turn = (h: tf.Tensor3D, q: M, k: M, v: M, o: M) => attentionNorm(h, weights(q, k, v, o), numHeads, table);
  const swap = (h: tf.Tensor3D) => tf.transpose(h, [0, 2, 1]);
  assertCase(apply, plain, 1e-5);
  assertCase(turn, rotary, 1e-5);
  assertCase((h: tf.Tensor3D, gate: M, up: M, down: M) => swigluNorm(h, { gate, up, down }), mlp, 1e-5);
  assertCase((h: tf.Tensor3D, gate: M, up: M, down: M) => swap(swigluNorm(swap(h), { gate, up, down })), mixer, 1e-5);
  tf.dispose({ ...table });
}
