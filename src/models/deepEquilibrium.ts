import { type ImplicitFixedPointOptions, implicitFixedPoint, type SolverName } from '../fixedpoint';
import { onTape } from '../fixedpoint/tape';
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
 * @param evaluation - the same where no gradient is wanted: one can afford to search longer there
 * @throws Error when the model runs, in training as in evaluation, if a solve fails (see `unconverged`)
 *
 * @example
 * const recursion = deepEquilibrium({ forward: { solver: 'anderson', tol: 1e-4 }, gradient: 'phantom' });
 * const model = new TinyRecursiveModel({ ...config, haltMaxSteps: 1 }, seed, { recursion });
 *
 * Source: S. Bai, J. Z. Kolter, V. Koltun, Deep equilibrium models (2019), arXiv 1909.01377, section 3.
 */
export function deepEquilibrium(
  options: ImplicitFixedPointOptions = {},
  evaluation: ImplicitFixedPointOptions = options,
): Recursion {
  return {
    networks: ['L_level'],
    latents: ['zL'],
    count: () => 1,
    solves: true,
    recurse: ({ L_level: net }, x, { zL }) => ({
      zL: implicitFixedPoint((z) => net(z as typeof zL, x), zL, onTape() ? options : evaluation) as typeof zL,
    }),
  };
}

const turns = (solver: SolverName, maxIter: number): ImplicitFixedPointOptions => ({
  forward: { solver, tol: 1e-3, maxIter },
  gradient: 'unrolledPhantom',
  unconverged: 'accept',
});

/** The exact gradient is that of an equilibrium: it must be found more nearly. */
const exactly = (solver: SolverName): ImplicitFixedPointOptions => ({
  forward: { solver, tol: 1e-3, maxIter: 64 },
  backward: { tol: 1e-2, maxIter: 32 },
  gradient: 'implicit',
  unconverged: 'accept',
});

/**
 * `recursion: 'equilibrium'` of a configuration, which trains whatever the network is like: in training at most 16 iterations and 5 turns more
 * with their gradient, which is that of what was computed even where 16 do not suffice; in evaluation up to 100.
 *
 * @param exact - the implicit gradient in place of the 5 turns, by at most 32 turns of GMRES of up to 20 products with Jᵀ each, after at most 64
 *   iterations; it is exact only where both suffice. Where J hardly contracts, the products come to hundreds and a step of training takes seconds. In
 *   the study it undid what unrolled steps had taught (docs/what-we-found.md, `equilibrium-implicit`)
 */
export const equilibrium = (solver: SolverName, exact = false): Recursion =>
  deepEquilibrium(exact ? exactly(solver) : turns(solver, 16), turns(solver, 100));
