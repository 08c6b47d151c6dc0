import { checkInteger, checkNumber } from '../numeric/check';
import type { Random } from '../numeric/random';

/** The standard deviation of a standard normal variable that is cut at ±2. */
const deviationWhenCut = 0.8796256610342398;

/**
 * Numbers of mean 0 and standard deviation `std`, normally distributed and cut at ±2.2737 std: JAX's initialiser, which makes up for the
 * spread that the cut takes away (tf.truncatedNormal does not).
 *
 * @param size - how many, an integer of at least 0
 * @param std - standard deviation of the result, at least 0
 * @param random - from `polezero/numeric`; the same seed gives the same numbers
 * @throws RangeError or TypeError for a size or std out of range
 * Source: TRM's published code, models/common.py; jax.nn.initializers.truncated_normal.
 */
export function truncatedNormal(size: number, std: number, random: Random): Float32Array {
  checkInteger('size', size, 0);
  checkNumber('std', std, (s) => s >= 0, 'at least 0');
  const scale = std / deviationWhenCut;
  return Float32Array.from({ length: size }, () => {
    let value = random.normal();
    while (Math.abs(value) > 2) value = random.normal();
    return scale * value;
  });
}
