import type { Carry, TinyRecursiveModel } from '../models';
import { tf } from '../nn';
import { checkInteger, checkNumber, checkOptions, checkSamples } from '../numeric/check';
import { random } from '../numeric/random';
import { countPuzzles, distances, embed, type Inputs, settle, tidyRecursionAt } from './recursionOf';

export interface NetworkImpulseResponseOptions {
  /** The recursion whose injection is disturbed, counted from 0; default 0. */
  at?: number;
  /** How many to watch, from that one on; default 64. */
  recursions?: number;
  /** Size of the disturbance relative to ‖x‖ of the puzzle; default 0.01. */
  magnitude?: number;
  /** Its direction, length × hiddenSize numbers of any size, the same for all puzzles; by default random, and another for each. */
  direction?: ArrayLike<number>;
  /** Of the random directions; default 0. */
  seed?: number;
}

/** Of each puzzle, [recursions]; index k is after recursion `at` + k, the one that was disturbed being k = 0. */
export interface NetworkImpulseResponse {
  /** ‖Δz‖ over all states together: how far the disturbed run is from the other. */
  response: Float64Array[];
  /** The same relative to its first value; NaN where that is 0, since the recursion does not read the puzzle. */
  normalised: Float64Array[];
}

/**
 * The impulse response of a recursive model: it runs twice, the second time with what is injected disturbed in a single recursion, and the
 * two are compared after each. Of a linear network z ← Az + Bx it is ‖AᵏBδ‖, the impulse response of the filter that it is; of any other
 * it is that of its linearisation along the way, if the magnitude is small, and what a real disturbance does, if it is not.
 *
 * The states are float32: what is below some 10⁻⁶ of ‖z‖ is rounding, and so is, relative to the first value, what is below 10⁻⁶ divided
 * by `magnitude`.
 *
 * @throws RangeError or TypeError for inputs that do not fit, or an option out of range or unknown
 */
export function networkImpulseResponse(
  model: TinyRecursiveModel,
  inputs: Inputs,
  options: NetworkImpulseResponseOptions = {},
): NetworkImpulseResponse {
  checkOptions(options, ['at', 'recursions', 'magnitude', 'direction', 'seed']);
  const { at = 0, recursions = 64, magnitude = 0.01, direction, seed = 0 } = options;
  const puzzles = countPuzzles(model, inputs);
  checkInteger('at', at, 0);
  checkInteger('recursions', recursions, 1);
  checkNumber('magnitude', magnitude, (value) => value > 0, 'positive');
  const size = model.length * model.config.hiddenSize;
  if (direction) checkDirection(direction, size);

  const { normal } = random(seed);
  // Before they become float32, whose squares leave out much of what a number may be.
  const unit = direction && toLargest(direction);
  const numbers = Float32Array.from({ length: puzzles * size }, (_, i) => (unit ? unit[i % size] : normal()));
  const response = Array.from({ length: puzzles }, () => new Float64Array(recursions));
  tf.tidy(() => {
    const x = embed(model, inputs);
    const disturbed = disturb(x, numbers, magnitude);
    let carry = settle(model, x, at);
    let other: Carry = carry;
    for (let k = 0; k < recursions; k++) {
      const next = tidyRecursionAt(model, x, carry, at + k);
      const nextOther = tidyRecursionAt(model, k === 0 ? disturbed : x, other, at + k);
      tf.dispose([carry, other]);
      [carry, other] = [next, nextOther];
      distances(model, other, carry).forEach((distance, puzzle) => {
        response[puzzle][k] = distance;
      });
    }
  });
  return { response, normalised: response.map((values) => values.map((value) => value / values[0])) };
}

/** x moved along these directions, by so much of ‖x‖. */
const disturb = (x: tf.Tensor3D, directions: Float32Array, magnitude: number): tf.Tensor3D =>
  tf.tidy(() => {
    const along = tf.tensor3d(directions, x.shape);
    const norm = (t: tf.Tensor) => tf.norm(t, 'euclidean', [1, 2], true);
    return tf.add(x, tf.mul(along, tf.mul(magnitude, tf.div(norm(x), norm(along))))) as tf.Tensor3D;
  });

/** Relative to the largest of them. */
function toLargest(values: ArrayLike<number>): number[] {
  const numbers = Array.from(values);
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return numbers.map((value) => value / largest);
}

function checkDirection(direction: ArrayLike<number>, size: number): void {
  checkSamples('direction', direction);
  if (direction.length !== size)
    throw new RangeError(`direction has ${direction.length} numbers; it must have ${size}, length × hiddenSize.`);
  if (Array.from(direction).every((value) => value === 0))
    throw new RangeError('direction is 0 throughout; it must point somewhere.');
}
