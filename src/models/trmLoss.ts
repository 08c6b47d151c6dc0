import * as tf from '@tensorflow/tfjs-node';
import { binaryCrossEntropy } from '../nn/binaryCrossEntropy';
import { stablemaxCrossEntropy } from '../nn/stablemax';
import type { Outputs } from './TinyRecursiveModel';

/** Labels of this value are not asked for: the published padding. */
const ignoredLabel = 0;

/** How right an answer is. */
interface Correctness {
  /** Cells that have a label; [batch]. */
  cells: tf.Tensor1D;
  /** Of those, the fraction that is right; [batch]. */
  accuracy: tf.Tensor1D;
  /** 1 where all of them are right, else 0; [batch]. */
  exact: tf.Tensor1D;
}

/** The loss of a supervision step and its parts, each a mean over the batch. */
export interface TrmLoss {
  /** lm + ½·(qHalt + qContinue), what training makes small. */
  total: tf.Scalar;
  /** Stablemax cross-entropy, the mean over each puzzle's cells. */
  lm: tf.Scalar;
  /** Binary cross-entropy between halting and being right. */
  qHalt: tf.Scalar;
  /** HRM's, between the value of going on and its target; 0 without one. */
  qContinue: tf.Scalar;
}

const isLabelled = (labels: tf.Tensor2D): tf.Tensor2D =>
  tf.cast(tf.greater(labels, ignoredLabel), 'float32') as tf.Tensor2D;

/**
 * Compares the most likely classes with the labels.
 *
 * @param logits - [batch, length, classes]
 * @param labels - int32, [batch, length]; 0 and negative ones are not asked for
 */
export function correctness(logits: tf.Tensor3D, labels: tf.Tensor2D): Correctness {
  return tf.tidy(() => {
    const labelled = isLabelled(labels);
    const right = tf.mul(tf.cast(tf.equal(tf.argMax(logits, -1), labels), 'float32'), labelled);
    const [cells, rightCells] = [tf.sum(labelled, 1), tf.sum(right, 1)] as tf.Tensor1D[];
    return {
      cells,
      accuracy: tf.div(rightCells, tf.maximum(cells, 1)) as tf.Tensor1D,
      exact: tf.cast(tf.equal(cells, rightCells), 'float32') as tf.Tensor1D,
    };
  });
}

/**
 * The loss of one supervision step: means over the batch.
 *
 * @param labels - int32, [batch, length]; 0 and negative ones are not asked for
 * @param targetContinue - in [0, 1], [batch]; HRM's target for qContinue
 * Source: TRM's published code, models/losses.py (the paper's pseudocode has softmax and weighs halting with 1).
 */
export function trmLoss(
  { logits, qHalt, qContinue }: Pick<Outputs, 'logits' | 'qHalt'> & Partial<Outputs>,
  labels: tf.Tensor2D,
  targetContinue?: tf.Tensor1D,
): TrmLoss {
  return tf.tidy(() => {
    const cells = tf.maximum(tf.sum(isLabelled(labels), 1), 1);
    const { exact } = correctness(logits, labels);
    const lm = tf.mean(tf.div(tf.sum(stablemaxCrossEntropy(logits, labels, ignoredLabel), 1), cells)) as tf.Scalar;
    const halt = tf.mean(binaryCrossEntropy(qHalt, exact)) as tf.Scalar;
    const goOn = qContinue && targetContinue ? tf.mean(binaryCrossEntropy(qContinue, targetContinue)) : tf.scalar(0);
    const total: tf.Scalar = tf.add(lm, tf.mul(0.5, tf.add(halt, goOn)));
    return { total, lm, qHalt: halt, qContinue: goOn as tf.Scalar };
  });
}
