import * as tf from '@tensorflow/tfjs-node';
import { checkNumber, checkOptions } from '../numeric/check';

export interface SignSGDOptions {
  /** Fraction lr · weightDecay that a step takes away of the rows it touches; default 0. */
  weightDecay?: number;
}

/**
 * Sign descent for a table of embeddings: only the rows that a batch used change, by ±lr, whatever the size of their gradient.
 *
 * Source: TRM's published code, models/sparse_embedding.py.
 */
export class SignSGD {
  readonly weightDecay: number;

  /** @param table - [rows, dim] */
  constructor(
    readonly table: tf.Variable<tf.Rank.R2>,
    options: SignSGDOptions = {},
  ) {
    checkOptions(options, ['weightDecay']);
    this.weightDecay = options.weightDecay ?? 0;
    checkNumber('weightDecay', this.weightDecay, (w) => w >= 0, 'at least 0');
  }

  /**
   * row ← row·(1 − lr·weightDecay) − lr·sign(Σ of the row's gradients in the batch).
   *
   * @param rows - the table's row that each of the batch's samples used; [batch]
   * @param gradients - [batch, dim]
   * @param learningRate - lr, at least 0
   * @throws RangeError or TypeError for a learning rate out of range
   */
  apply(rows: ArrayLike<number>, gradients: tf.Tensor2D, learningRate: number): void {
    checkNumber('learningRate', learningRate, (rate) => rate >= 0, 'at least 0');
    const used = [...new Set(Array.from(rows))];
    tf.tidy(() => {
      const membership = tf.tensor2d(used.map((row) => Array.from(rows, (other) => (other === row ? 1 : 0))));
      const sums = tf.matMul(membership, gradients);
      const old = tf.gather(this.table, tf.tensor1d(used, 'int32'));
      const fresh = tf.sub(tf.mul(old, 1 - learningRate * this.weightDecay), tf.mul(tf.sign(sums), learningRate));
      const places = tf.tensor2d(used, [used.length, 1], 'int32');
      this.table.assign(tf.tensorScatterUpdate(this.table, places, fresh) as tf.Tensor2D);
    });
  }
}
