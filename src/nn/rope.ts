import * as tf from '@tensorflow/tfjs-node';
import { checkInteger, checkNumber, shown } from '../numeric/check';

/** cos and sin of position × frequency, [length, headDim] each; the second half of the columns repeats the first. */
export interface RotaryTable {
  cos: tf.Tensor2D;
  sin: tf.Tensor2D;
}

/**
 * The angles by which rotary embedding turns a head's coordinates: position · theta^(−2i/headDim).
 *
 * @param length - positions, an integer of at least 1
 * @param headDim - coordinates of one head, even
 * @param theta - positive, the base of the frequencies: the slowest pair turns by 1 in some theta positions; default 10000, as published
 * @throws RangeError or TypeError for an argument out of range, or an odd headDim
 * Source: Su et al., RoFormer (2021), equation 15; the order of the coordinates (halves, not pairs) is TRM's.
 */
export function rotaryTable(length: number, headDim: number, theta = 10000): RotaryTable {
  checkInteger('length', length, 1);
  checkInteger('headDim', headDim, 2);
  if (headDim % 2 !== 0)
    throw new RangeError(
      `headDim is ${shown(headDim)}; rotary embedding turns pairs of coordinates: take an even one.`,
    );
  checkNumber('theta', theta, (base) => base > 0, 'positive');
  const angle = (position: number, i: number) => position * theta ** (-(2 * (i % (headDim / 2))) / headDim);
  const table = (f: (angle: number) => number) => {
    const values = new Float32Array(length * headDim);
    for (let n = 0; n < length; n++) for (let i = 0; i < headDim; i++) values[n * headDim + i] = f(angle(n, i));
    return tf.tensor2d(values, [length, headDim]);
  };
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

/**
 * Turns each pair (x_i, x_{i + headDim/2}) by its position's angle.
 *
 * @param x - [..., length, headDim]
 */
export function rotate<T extends tf.Tensor>(x: T, { cos, sin }: RotaryTable): T {
  return tf.tidy(() => {
    const [left, right] = tf.split(x as tf.Tensor, 2, -1);
    return tf.add(tf.mul(x, cos), tf.mul(tf.concat([tf.neg(right), left], -1), sin));
  });
}
