import * as tf from '@tensorflow/tfjs-node';
import { shown } from '../numeric/check';

/**
 * Binary cross-entropy of logits: log(1 + eˣ) − target·x, stable for large |x|. No gradient flows into the targets.
 *
 * @param logits - any shape
 * @param targets - in [0, 1], the same shape
 * @returns the same shape
 * @throws RangeError for targets of another shape
 * Source: the usual rearrangement of −target·log σ(x) − (1 − target)·log(1 − σ(x)), as in torch.nn.BCEWithLogitsLoss.
 */
export function binaryCrossEntropy<T extends tf.Tensor>(logits: T, targets: T): T {
  if (shown(logits.shape) !== shown(targets.shape))
    throw new RangeError(
      `targets has shape ${shown(targets.shape)}; it must be that of logits, ${shown(logits.shape)}.`,
    );
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
