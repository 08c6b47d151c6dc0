import { tf } from '../nn';
import { checkInteger } from '../numeric/check';
import { withoutZeros } from './withoutZeros';

/** ‖v‖² over all axes but `axis`. */
function squareAlong(v: tf.Tensor, axis: number): tf.Tensor {
  checkInteger('axis', axis, 0);
  if (axis >= v.rank) throw new RangeError(`axis is ${axis}; v has ${v.rank} axes, so it must be below that.`);
  const others = v.shape.map((_, i) => i).filter((i) => i !== axis);
  return v.square().sum(others, true);
}

/**
 * ‖v‖ over all axes but `axis`, which stays; the others have length 1.
 *
 * @throws RangeError if v has no such axis
 */
export const normAlong = (v: tf.Tensor, axis: number): tf.Tensor => tf.tidy(() => squareAlong(v, axis).sqrt());

/**
 * The weight g·v/‖v‖, the norm over all axes but `axis`, that of the outputs: direction and length are learnt apart, which keeps the scale
 * of an equilibrium's map in hand. Begin with g = `normAlong(v, axis)`. Compute it once before the solve, not in each evaluation of f.
 *
 * @param v - the direction, a tensor or variable
 * @param g - the lengths, 1 in every axis but `axis`, or a number for all
 * @returns the weight, in v's shape, 0 where the direction is; the caller disposes it
 * @throws RangeError if v has no such axis
 * Source: T. Salimans and D. P. Kingma, Weight Normalization, NeurIPS 2016, equation 2.
 */
export function weightNormalisation(v: tf.Tensor, g: tf.Tensor | number, axis: number): tf.Tensor {
  return tf.tidy(() => {
    // Before the root, whose slope at 0 is infinite.
    const norm = withoutZeros(squareAlong(v, axis)).sqrt();
    return v.mul(tf.div(g, norm));
  });
}
