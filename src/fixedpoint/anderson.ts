import type { Solver } from './solver';
import { combine, dots, subtract } from './vector';

interface AndersonState {
  memory: number;
  damping: number;
  ridge: number;
  /** f(z) and f(z) − z at the last iterates, the newest first. */
  values: Float32Array[];
  residuals: Float32Array[];
  /** The inner products of the residuals, in the same order. */
  gram: number[][];
}

/**
 * The next point is the mixture Σ αᵢ f(zᵢ), Σ αᵢ = 1, of the last `memory` iterates whose residuals mix to the least: for an affine f
 * GMRES, restarted gradually. The first choice for an ordinary layer. Its least-squares problem is regularised relative to the residuals
 * themselves, so that scaling f changes nothing and the last digits come as fast as the first.
 *
 * Source: D. G. Anderson, J. ACM 12, 1965; H. F. Walker and P. Ni, SIAM J. Numer. Anal. 49, 2011.
 */
export const anderson: Solver<AndersonState> = {
  defaults: { memory: 6, damping: 1, ridge: 1e-8 },

  init: ({ memory, damping, ridge }) => ({ memory, damping, ridge, values: [], residuals: [], gram: [] }),

  step(state, z, fz, next) {
    remember(state, z, fz);
    const alpha = andersonMixture(state.gram, state.ridge);
    if (state.damping === 1) combine(alpha, state.values, next);
    // z = f − g, so that (1 − β)z + βf = f − (1 − β)g.
    else {
      const undone = alpha.map((weight) => (state.damping - 1) * weight);
      combine([...alpha, ...undone], [...state.values, ...state.residuals], next);
    }
    return true;
  },

  terminate: () => undefined,
};

function remember({ memory, values, residuals, gram }: AndersonState, z: Float32Array, fz: Float32Array): void {
  const full = residuals.length === memory;
  const residual = full ? residuals.pop()! : new Float32Array(z.length);
  if (full) {
    values.pop();
    gram.pop();
    for (const row of gram) row.pop();
  }
  subtract(fz, z, residual);
  residuals.unshift(residual);
  values.unshift(fz);
  const products = dots(residuals, residual);
  gram.forEach((row, i) => row.unshift(products[i + 1]));
  gram.unshift(products);
}

/**
 * The α with Σ αᵢ = 1 that minimises αᵀ(H + ridge·diag H)α for the Gram matrix H: the solution of (H + ridge·diag H)α ∝ 1. Each residual
 * is regularised by its own size: by the same for all, be it absolute or the trace's share, the largest, oldest ones would drown the newest.
 *
 * Where a column depends on newer ones, down to rounding, it and all older ones are left out.
 */
export function andersonMixture(gram: readonly (readonly number[])[], ridge: number): Float64Array {
  const n = gram.length;
  // Cholesky: LLᵀ, row by row, the newest first.
  const lower: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    for (let j = 0; j < i; j++) {
      let sum = gram[i][j];
      for (let k = 0; k < j; k++) sum -= row[k] * lower[j][k];
      row.push(sum / lower[j][j]);
    }
    const pivot = row.reduce((rest, entry) => rest - entry * entry, gram[i][i] * (1 + ridge));
    if (!(pivot > 1e-15 * gram[i][i])) break;
    row.push(Math.sqrt(pivot));
    lower.push(row);
  }
  const alpha = new Float64Array(n);
  const used = lower.length;
  if (used === 0) {
    alpha[0] = 1;
    return alpha;
  }
  for (let i = 0; i < used; i++) {
    let sum = 1;
    for (let k = 0; k < i; k++) sum -= lower[i][k] * alpha[k];
    alpha[i] = sum / lower[i][i];
  }
  for (let i = used - 1; i >= 0; i--) {
    for (let k = i + 1; k < used; k++) alpha[i] -= lower[k][i] * alpha[k];
    alpha[i] /= lower[i][i];
  }
  const total = alpha.reduce((sum, weight) => sum + weight, 0);
  return alpha.map((weight) => weight / total);
}
