import * as tf from '@tensorflow/tfjs-node';
import { checkNumber } from '../numeric/check';
import { assignFlat, flatten } from './flat';
import type { Parameters } from './parameters';
import { synchronous } from './synchronous';

/**
 * An exponential moving average of the parameters, which evaluation uses in their place: a ← rate·a + (1 − rate)·p after every step, from
 * the initial parameters on, without correction of the start.
 *
 * Source: TRM, section 4.6 and models/ema.py.
 */
export class EMA {
  private readonly average: tf.Variable<tf.Rank.R1>;

  /** @param rate - in [0, 1); 0.999 as published */
  constructor(
    readonly parameters: Parameters,
    readonly rate = 0.999,
  ) {
    checkNumber('rate', rate, (r) => r >= 0 && r < 1, 'in [0, 1)');
    this.average = tf.tidy(() => tf.variable(flatten(parameters), false));
  }

  update(): void {
    tf.tidy(() => {
      const now = tf.mul(flatten(this.parameters), 1 - this.rate);
      this.average.assign(tf.add(tf.mul(this.average, this.rate), now));
    });
  }

  /**
   * Runs `f` while the parameters have their averages' values, and gives them their own back.
   *
   * @throws TypeError if `f` gives a promise: it must not be asynchronous
   */
  during<T>(f: () => T): T {
    const own = flatten(this.parameters);
    assignFlat(this.parameters, this.average);
    try {
      return synchronous('f', f());
    } finally {
      assignFlat(this.parameters, own);
      own.dispose();
    }
  }

  /** The averages in the parameters' order, for a checkpoint. */
  state(): Float32Array {
    return this.average.dataSync() as Float32Array;
  }

  /** @throws RangeError if the averages are those of other parameters */
  load(average: Float32Array): void {
    if (average.length !== this.average.size)
      throw new RangeError(`average has ${average.length} numbers; these parameters have ${this.average.size}.`);
    tf.tidy(() => this.average.assign(tf.tensor1d(average)));
  }

  dispose(): void {
    this.average.dispose();
  }
}
