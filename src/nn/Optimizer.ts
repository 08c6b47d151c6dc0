import * as tf from '@tensorflow/tfjs-node';
import { checkInteger, checkNumber, checkOptions } from '../numeric/check';
import { checkShape } from './checkShape';
import { assignFlat, flatten } from './flat';
import type { Gradients, Parameters } from './parameters';

export interface AdamOptions {
  /** Decay of the mean gradient per step, in [0, 1); default 0.9. */
  beta1?: number;
  /** Decay of the mean square gradient per step, in [0, 1); default 0.95. */
  beta2?: number;
  /** Fraction lr · weightDecay of every parameter, biases and embeddings too, that a step takes away first; default 0. */
  weightDecay?: number;
}

/** What an optimiser knows besides the parameters, in the parameters' order, as numbers that a checkpoint can hold. */
export interface OptimizerState {
  /** Steps so far. */
  step: number;
  /** Decaying mean of the gradients. */
  mean: Float32Array;
  /** Decaying mean of their squares. */
  square: Float32Array;
}

/** Adam's moments and decoupled weight decay; subclasses say how far a step goes. */
export abstract class Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  private step = 0;
  private readonly mean: tf.Variable<tf.Rank.R1>;
  private readonly square: tf.Variable<tf.Rank.R1>;

  /**
   * @param parameters - what {@link apply} will change
   * @throws RangeError or TypeError for an option out of range or an unknown one
   */
  constructor(
    readonly parameters: Parameters,
    options: AdamOptions = {},
    known: readonly string[] = ['beta1', 'beta2', 'weightDecay'],
  ) {
    checkOptions(options, known);
    const { beta1 = 0.9, beta2 = 0.95, weightDecay = 0 } = options;
    checkNumber('beta1', beta1, (b) => b >= 0 && b < 1, 'in [0, 1)');
    checkNumber('beta2', beta2, (b) => b >= 0 && b < 1, 'in [0, 1)');
    checkNumber('weightDecay', weightDecay, (w) => w >= 0, 'at least 0');
    [this.beta1, this.beta2, this.weightDecay] = [beta1, beta2, weightDecay];
    const size = Object.values(parameters).reduce((sum, parameter) => sum + parameter.size, 0);
    [this.mean, this.square] = [0, 1].map(() => tf.tidy(() => tf.variable(tf.zeros([size]) as tf.Tensor1D, false)));
  }

  /** The step for each number, to be taken off; m and v are the decaying means of g and g², t counts from 1. */
  protected abstract update(m: tf.Tensor1D, v: tf.Tensor1D, t: number, learningRate: number): tf.Tensor1D;

  /**
   * p ← p·(1 − lr·weightDecay) − update(m, v).
   *
   * @param gradients - of every parameter, by its name and in its shape
   * @param learningRate - lr, at least 0
   * @throws RangeError or TypeError for a learning rate out of range or a parameter without a gradient of its shape; nothing is
   * changed then
   */
  apply(gradients: Gradients, learningRate: number): void {
    checkNumber('learningRate', learningRate, (rate) => rate >= 0, 'at least 0');
    const without = Object.keys(this.parameters).find((name) => !gradients[name]);
    if (without !== undefined)
      throw new RangeError(`gradients has none of '${without}'; it must have one of every parameter.`);
    for (const [name, { shape }] of Object.entries(this.parameters))
      checkShape(`gradients['${name}']`, gradients[name], shape);
    const step = this.step + 1;
    tf.tidy(() => {
      const g = flatten(this.parameters, gradients);
      const m: tf.Tensor1D = tf.add(this.mean, tf.mul(tf.sub(g, this.mean), 1 - this.beta1));
      const v: tf.Tensor1D = tf.add(tf.mul(this.square, this.beta2), tf.mul(tf.square(g), 1 - this.beta2));
      this.mean.assign(m);
      this.square.assign(v);
      const decayed: tf.Tensor1D = tf.mul(flatten(this.parameters), 1 - learningRate * this.weightDecay);
      assignFlat(this.parameters, tf.sub(decayed, this.update(m, v, step, learningRate)));
    });
    this.step = step;
  }

  state(): OptimizerState {
    return {
      step: this.step,
      mean: this.mean.dataSync() as Float32Array,
      square: this.square.dataSync() as Float32Array,
    };
  }

  /** @throws RangeError if the state is that of other parameters, or its step no count */
  load({ step, mean, square }: OptimizerState): void {
    for (const [name, values] of Object.entries({ mean, square }))
      if (values.length !== this.mean.size)
        throw new RangeError(`${name} has ${values.length} numbers; these parameters have ${this.mean.size}.`);
    checkInteger('step', step, 0);
    this.step = step;
    tf.tidy(() => {
      this.mean.assign(tf.tensor1d(mean));
      this.square.assign(tf.tensor1d(square));
    });
  }

  dispose(): void {
    tf.dispose([this.mean, this.square]);
  }
}
