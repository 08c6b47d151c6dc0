import type * as tf from '@tensorflow/tfjs-node';
import type { Parameters } from '../nn/parameters';

/**
 * What a recursive model runs again and again: any map of a state and of what is injected into it to the next state, of the same shape.
 * TRM's is {@link ReasoningModule}; TRM, unrolled and equilibrium models differ only in how they run one.
 */
export interface Network {
  readonly parameters: Parameters;
  /** hidden, injection and result: [batch, length, dim] */
  apply(hidden: tf.Tensor3D, injection: tf.Tensor3D): tf.Tensor3D;
  dispose(): void;
}
