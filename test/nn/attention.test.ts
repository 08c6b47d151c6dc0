import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attention, fused, postNorm, rotaryTable, tf } from 'polezero/nn';
import { layers } from './golden';
import { assertCase } from './layers';

type M = tf.Tensor2D;

describe('attention', () => {
  it('agrees with float64, value and gradients', () => {
    assertCase(
      (x: tf.Tensor3D, query: M, key: M, value: M, output: M) => attention(x, { query, key, value, output }, 3),
      layers.halves.attention,
      1e-5,
    );
  });

  it('refuses heads that do not divide the coordinates', () => {
    tf.tidy(() => {
      const [x, w] = [tf.ones<tf.Rank.R3>([1, 2, 6]), tf.ones<tf.Rank.R2>([6, 6])];
      const weights = { query: w, key: w, value: w, output: w };
      for (const [heads, message] of [
        [4, /RangeError: numHeads is 4; it must divide dim, which is 6/],
        [0, /RangeError: numHeads is 0/],
      ] as const) {
        assert.throws(() => attention(x, weights, heads), message);
        for (const halves of [fused, postNorm]) assert.throws(() => halves.attentionNorm(x, weights, heads), message);
      }
    });
  });

  it('agrees with float64 when heads are turned by their positions', () => {
    const table = rotaryTable(5, 4);
    assertCase(
      (x: tf.Tensor3D, query: M, key: M, value: M, output: M) => attention(x, { query, key, value, output }, 3, table),
      layers.halves.rotaryAttention,
      1e-5,
    );
    tf.dispose({ ...table });
  });
});
