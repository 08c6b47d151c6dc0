import { describe, it } from 'node:test';
import { attention, rotaryTable, tf } from 'polezero/nn';
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
