import { type ImplicitFixedPointOptions, implicitFixedPoint } from '../fixedpoint';
import type { Recursion } from './recursions';

/**
 * The deep equilibrium model of whatever network it is given: one state, z* = f(z*, x), and its gradient through the equilibrium, not
 * through the way there. Every supervision step searches from the state before it, so one step (`haltMaxSteps: 1`) is all there is to it.
 *
 * It is a recursion like TRM's: embedding, heads, loss and training stay the same. By default the gradient is exact and a failed solve
 * throws; a network like TRM's block, whose spectral radius is about 1 before it has learnt anything, needs more leniency, as
 * {@link equilibrium} has it.
 *
 * @param options - solver, tolerance, gradient and the rest, as for `implicitFixedPoint`
 * @throws Error in training, if a solve fails (see `unconverged`)
 *
 * @example
 * const recursion = deepEquilibrium({ forward: { solver: 'anderson', tol: 1e-4 }, gradient: 'phantom' });
 * const model = new TinyRecursiveModel({ ...config, haltMaxSteps: 1 }, seed, { recursion });
 *
 * Source: S. Bai, J. Z. Kolter, V. Koltun, Deep equilibrium models (2019), arXiv 1909.01377, section 3.
 */
export function deepEquilibrium(options: ImplicitFixedPointOptions = {}): Recursion {
  return {
    networks: ['L_level'],
    latents: ['zL'],
    count: () => 1,
    recurse: ({ L_level: net }, x, { zL }) => ({
      zL: implicitFixedPoint((z) => net(z as typeof zL, x), zL, options) as typeof zL,
    }),
  };
}

/**
 * `recursion: 'equilibrium'` of a configuration, which trains whatever the network is like: Anderson acceleration of at most 30
 * iterations, the best state taken if that is not enough, and five terms of the gradient's series.
 */
export const equilibrium: Recursion = deepEquilibrium({
  forward: { tol: 1e-3, maxIter: 30 },
  gradient: 'phantom',
  unconverged: 'accept',
});
