import { cyclesOf, recursionsPerStep } from '../analysis/recursionOf';
import type { Carry, Network, TinyRecursiveModel } from '../models';
import { tf } from '../nn';

/**
 * How often networks are applied in one supervision step: counted, by letting the model's recursion run networks that do nothing else.
 *
 * @returns null for an equilibrium, which is searched for until it is found
 */
export function netCalls(model: TinyRecursiveModel): number | null {
  const { recursion } = model;
  if (recursion.solves) return null;
  const cycles = cyclesOf(model);
  let count = 0;
  const counting: Network['apply'] = (state) => {
    count++;
    return state;
  };
  tf.tidy(() => {
    const x: tf.Tensor3D = tf.zeros([1, 1, 1]);
    const nets = Object.fromEntries(recursion.networks.map((name) => [name, counting]));
    let carry: Carry = Object.fromEntries(recursion.latents.map((name) => [name, x]));
    for (let t = 0; t < recursionsPerStep(model); t++) carry = recursion.recurse(nets, x, carry, cycles, t);
  });
  return count;
}
