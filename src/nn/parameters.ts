import type * as tf from '@tensorflow/tfjs-node';

/** What a network learns, by the published names; matrices as [out, in]. */
export type Parameters = Record<string, tf.Variable>;

/** The gradients of {@link Parameters}, by the same names. */
export type Gradients = Record<string, tf.Tensor>;

/** Two sets of named tensors as one; a name that both have is a mistake. */
export function join<T>(...sets: Record<string, T>[]): Record<string, T> {
  const all: Record<string, T> = {};
  for (const set of sets) {
    for (const [name, value] of Object.entries(set)) {
      if (name in all) throw new RangeError(`Two parts both have a tensor named '${name}'; give one another prefix.`);
      all[name] = value;
    }
  }
  return all;
}

/** The number of scalars in all of them. */
export const countParameters = (parameters: Parameters): number =>
  Object.values(parameters).reduce((sum, { size }) => sum + size, 0);
