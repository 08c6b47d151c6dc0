import { accepts, type LineSearch } from './lineSearch';
import type { Solver } from './solver';
import { addScaled, combine, dot, dots, norm, scale, subtract } from './vector';

interface BroydenState {
  memory: number;
  damping: number;
  lineSearch: boolean;
  /** The inverse Jacobian of g(z) = f(z) − z is taken to be −I + Σ uₖvₖᵀ. */
  u: Float32Array[];
  v: Float32Array[];
  /** Where the last step began, g there, and the whole step. */
  z: Float32Array | undefined;
  g: Float32Array;
  direction: Float32Array;
  search: LineSearch | undefined;
  broken: boolean;
}

/**
 * Broyden's good method for the root of f(z) − z, from −I, in limited memory: a secant method, which needs one evaluation a step and no
 * contraction. It keeps 2·`memory` states at most, and then begins again from −I.
 *
 * Source: C. G. Broyden, Math. Comp. 19, 1965; S. Bai, J. Z. Kolter, V. Koltun, Deep Equilibrium Models, 2019, section 3.1 and appendix B.
 */
export const broyden: Solver<BroydenState> = {
  defaults: { memory: 30, damping: 1, lineSearch: false },

  init: ({ memory, damping, lineSearch, size }) => ({
    memory,
    damping,
    lineSearch,
    u: [],
    v: [],
    z: undefined,
    g: new Float32Array(size),
    direction: new Float32Array(size),
    search: undefined,
    broken: false,
  }),

  step(state, z, fz, next) {
    const g = new Float32Array(z.length);
    subtract(fz, z, g);
    if (state.search && !accepts(state.search, dot(g, g))) {
      addScaled(state.z!, state.search.share, state.direction, next);
      return false;
    }
    if (state.z === undefined || state.u.length === state.memory) restart(state, g);
    else improve(state, z, g);
    state.z = z;
    state.g = g;
    if (state.lineSearch) state.search = { start: dot(g, g), share: state.damping };
    addScaled(z, state.damping, state.direction, next);
    return true;
  },

  terminate: ({ broken }) => (broken ? 'breakdown' : undefined),
};

/** Begins again from −I. To drop the oldest pair alone would leave an inverse that fits no step that was taken. */
function restart(state: BroydenState, g: Float32Array): void {
  state.u = [];
  state.v = [];
  state.direction.set(g);
}

/** Sherman and Morrison's update, H ← H + (s − Hy)(sᵀH)/(sᵀHy), and the new step −Hg. */
function improve(state: BroydenState, z: Float32Array, g: Float32Array): void {
  const { u, v, direction } = state;
  const [s, y, hg, newU, newV] = [0, 0, 0, 0, 0].map(() => new Float32Array(z.length));
  subtract(z, state.z!, s);
  subtract(g, state.g, y);
  combine([-1, ...dots(v, g)], [g, ...u], hg);
  combine([-1, ...dots(u, s)], [s, ...v], newV);
  const length = norm(newV);
  if (!(Math.abs(dot(newV, y)) > 1e-12 * length * norm(y))) {
    state.broken = true;
    return;
  }
  // v is as long as a step, u as one over it, which for short ones float32 does not hold; a power of two costs no digit.
  scale(2 ** -Math.floor(Math.log2(length)), newV, newV);
  const curvature = dot(newV, y);
  // Hy = Hg − H·(g before), and the latter is what the last step was made of.
  combine([1 / curvature, -1 / curvature, -1 / curvature], [s, hg, direction], newU);
  combine([-1, -dot(newV, g)], [hg, newU], direction);
  u.push(newU);
  v.push(newV);
}
