import * as tf from '@tensorflow/tfjs-node';
import type { Parameters } from './parameters';

// An optimiser treats every number alike. On all of them in one vector it takes a dozen operations, and not a dozen for each of the
// network's many small matrices, where starting an operation costs more than its work.

/** All the tensors' numbers in one vector, in the order of the parameters. */
export const flatten = (parameters: Parameters, tensors: Record<string, tf.Tensor> = parameters): tf.Tensor1D =>
  tf.tidy(() => tf.concat1d(Object.keys(parameters).map((name) => tf.reshape(tensors[name], [-1]) as tf.Tensor1D)));

/** Gives the parameters their values back from such a vector. */
export function assignFlat(parameters: Parameters, vector: tf.Tensor1D): void {
  tf.tidy(() => {
    const variables = Object.values(parameters);
    const parts = tf.split(
      vector,
      variables.map(({ size }) => size),
    );
    for (const [i, variable] of variables.entries()) variable.assign(tf.reshape(parts[i], variable.shape));
  });
}
