import * as tf from '@tensorflow/tfjs-node';

/**
 * Binary cross-entropy of logits: log(1 + eˣ) − target·x, stable for large |x|. No gradient flows into the targets.
 *
 * @param logits - any shape
 * @param targets - in [0, 1], the same shape
 * @returns the same shape
 */
export function binaryCrossEntropy<T extends tf.Tensor>(logits: T, targets: T): T {
  const crossEntropy = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor, targets]);
    const large = tf.sub(tf.relu(x as T), tf.mul(x as T, targets));
    return {
      value: tf.add(large, tf.log1p(tf.exp(tf.neg(tf.abs(x as T))))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, tf.sub(tf.sigmoid(saved[0]), saved[1])),
    };
  });
  return crossEntropy(logits) as T;
}
