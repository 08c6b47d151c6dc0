import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { binaryCrossEntropy, stablemaxCrossEntropy, tf } from 'polezero/nn';
import { assertClose, layers } from './golden';

/** Stablemax cross-entropy against float64, at the logits where a float32 copy of the published code fails. */
export function checkStablemax(crossEntropy: typeof stablemaxCrossEntropy): void {
  const { logits, labels, loss, weights, gradient } = layers.stablemax;
  const before = tf.memory().numTensors;
  const [x, y, w] = [
    tf.tensor3d(logits, [1, 5, 5]),
    tf.tensor2d(labels, [1, 5], 'int32'),
    tf.tensor2d(weights, [1, 5]),
  ];
  const value = crossEntropy(x, y);
  const slope = tf.grad((x: tf.Tensor) => tf.sum(tf.mul(crossEntropy(x as tf.Tensor3D, y), w)))(x);
  assertClose(value.dataSync(), loss, 1e-6, 'value');
  const found = slope.dataSync();
  for (let cell = 0; cell < 5; cell++)
    assertClose(found.slice(cell * 5, cell * 5 + 5), gradient.slice(cell * 5, cell * 5 + 5), 1e-6, `cell ${cell}`);
  tf.dispose([x, y, w, value, slope]);
  assert.equal(tf.memory().numTensors, before);
}

describe('stablemaxCrossEntropy', () => {
  it('agrees with float64, value and gradient, also at logits of exactly 1 and ±10⁴', () => {
    checkStablemax(stablemaxCrossEntropy);
  });
});

describe('binaryCrossEntropy', () => {
  it('refuses targets of another shape', () => {
    tf.tidy(() => {
      assert.throws(
        () => binaryCrossEntropy<tf.Tensor>(tf.zeros([3]), tf.zeros([3, 1])),
        /RangeError: targets has shape \[3,1\]; it must be that of logits, \[3\]/,
      );
    });
  });

  it('is log(1 + e^−x) for a target of 1, and finite at any logit; its slope is sigmoid − target', () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([-1e4, -5, 0, 5, 1e4]);
      const targets = tf.tensor1d([1, 1, 0.25, 0, 1]);
      const value = binaryCrossEntropy(logits, targets).dataSync();
      assertClose(value, [1e4, Math.log1p(Math.exp(5)), Math.log(2), Math.log1p(Math.exp(5)), 0], 1e-6);
      const slope = tf
        .grad((x: tf.Tensor) => tf.sum(binaryCrossEntropy(x, targets)))(logits)
        .dataSync();
      const sigmoid = 1 / (1 + Math.exp(-5));
      assertClose(slope, [-1, -sigmoid, 0.25, sigmoid, 0], 1e-6);
    });
  });
});
