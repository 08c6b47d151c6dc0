import * as tf from '@tensorflow/tfjs-node';

/**
 * s(x) = x + 1 for x ≥ 0 and 1/(1 − x) below: what stablemax has in place of softmax's exponential.
 *
 * The published code computes it in float64 and as one `where` over both branches, of which the unused one divides by 0 at x = 1; here
 * each branch sees only the arguments that are its own, so that value and gradient are finite in float32.
 *
 * Source: Prieto et al., Grokking at the edge of numerical stability (2025), equation 5.
 */
export function stablemaxTerm<T extends tf.Tensor>(x: T): T {
  return tf.tidy(() =>
    tf.where(tf.less(x, 0), tf.div(1, tf.sub(1, tf.minimum(x, 0))), tf.add(tf.maximum(x, 0), 1)),
  ) as T;
}

/**
 * Cross-entropy −log(s(x_label) / Σ s(x)) of every cell; 0 where the label is not one of `logits`' classes, and where it is `ignoreLabel`.
 *
 * @param logits - [batch, length, classes]
 * @param labels - int32, [batch, length]
 * @returns [batch, length]
 * Source: Prieto et al. (2025), StableMax in the place of softmax; TRM's published code, models/losses.py.
 */
export function stablemaxCrossEntropy(logits: tf.Tensor3D, labels: tf.Tensor2D, ignoreLabel = 0): tf.Tensor2D {
  return tf.tidy(() => {
    const classes = logits.shape[2];
    const chosen = tf.mul(tf.oneHot(labels, classes), tf.expandDims(tf.notEqual(labels, ignoreLabel), -1).toFloat());
    const crossEntropy = tf.customGrad((x, save) => {
      const s = stablemaxTerm(x as tf.Tensor3D);
      const sum = tf.sum(s, -1, true);
      const valid = tf.sum(chosen, -1);
      const own = tf.add(tf.sum(tf.mul(s, chosen), -1), tf.sub(1, valid)); // 1 for ignored cells, whose logarithm is then 0
      (save as tf.GradSaveFunc)([x as tf.Tensor, chosen]);
      return {
        value: tf.mul(valid, tf.sub(tf.log(tf.squeeze(sum, [-1])), tf.log(own))),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
          stablemaxGradient(saved[0] as tf.Tensor3D, saved[1] as tf.Tensor3D, dy),
      };
    });
    return crossEntropy(logits) as tf.Tensor2D;
  });
}

/** ∂/∂x of the cross-entropies, weighted with `dy`: s′(x)·(1/Σs − [x is the label's]/s). s′ is 1 for x ≥ 0 and s² below. */
function stablemaxGradient(logits: tf.Tensor3D, chosen: tf.Tensor3D, dy: tf.Tensor): tf.Tensor3D {
  const s = stablemaxTerm(logits);
  const slope = tf.where(tf.less(logits, 0), tf.square(s), tf.onesLike(s));
  const weight = tf.mul(tf.expandDims(dy, -1), tf.sum(chosen, -1, true));
  const error = tf.sub(tf.div(1, tf.sum(s, -1, true)), tf.div(chosen, s));
  return tf.mul(tf.mul(slope, error), weight);
}
