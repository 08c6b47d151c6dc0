import type { Solver } from './solver';
import { addScaled, subtract } from './vector';

interface PicardState {
  damping: number;
  move: Float32Array;
}

/**
 * z ← z + damping·(f(z) − z): plain iteration, an unrolled network. It converges where f contracts, by the factor ρ(J) each time, and is
 * the slowest method here: use it to compare, or where f contracts strongly.
 *
 * Source: É. Picard, Journal de Mathématiques Pures et Appliquées 6, 1890; damping: Krasnoselskii 1955, Mann 1953.
 */
export const picard: Solver<PicardState> = {
  defaults: { damping: 1 },

  init: ({ damping, size }) => ({ damping, move: new Float32Array(size) }),

  step({ damping, move }, z, fz, next) {
    if (damping === 1) next.set(fz);
    else {
      subtract(fz, z, move);
      addScaled(z, damping, move, next);
    }
    return true;
  },

  terminate: () => undefined,
};
