import * as tf from '@tensorflow/tfjs-node';
import { shown } from '../numeric/check';

/** Throws unless `value` is a tensor of this shape. */
export function checkShape(name: string, value: tf.Tensor, shape: readonly number[]): void {
  if (!(value instanceof tf.Tensor)) throw new TypeError(`${name} is ${shown(value)}; it must be a tensor.`);
  if (value.rank !== shape.length || value.shape.some((length, i) => length !== shape[i]))
    throw new RangeError(`${name} has shape [${value.shape}]; it must be [${shape}].`);
}
