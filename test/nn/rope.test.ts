import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rotaryTable, rotate, tf } from 'polezero/nn';
import { assertClose, layers } from './golden';
import { assertCase } from './layers';

describe('rotaryTable', () => {
  it('agrees with float64', () => {
    const { length, headDim, cos, sin } = layers.rotaryTable;
    const table = rotaryTable(length, headDim);
    assertClose(table.cos.dataSync(), cos, 1e-7);
    assertClose(table.sin.dataSync(), sin, 1e-7);
    tf.dispose({ ...table });
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => rotaryTable(4, 5), /RangeError: headDim is 5; .* take an even one/);
    assert.throws(() => rotaryTable(0, 4), /RangeError: length is 0/);
  });
});

describe('rotate', () => {
  it('agrees with a product of complex numbers, value and gradient', () => {
    const table = rotaryTable(7, 6);
    assertCase((x: tf.Tensor) => rotate(x, table), layers.rotate, 1e-5);
    tf.dispose({ ...table });
  });

  it('leaves products of queries and keys to the difference of their positions', () => {
    tf.tidy(() => {
      const table = rotaryTable(9, 4);
      const [q, k] = [tf.tile(tf.tensor([[1, 2, 3, 4]]), [9, 1]), tf.tile(tf.tensor([[4, -1, 2, 0.5]]), [9, 1])];
      const products = tf.matMul(rotate(q, table), rotate(k, table), false, true).arraySync() as number[][];
      for (let i = 1; i < 9; i++)
        for (let j = 1; j < 9; j++) assert(Math.abs(products[i][j] - products[i - 1][j - 1]) < 1e-5);
    });
  });
});
