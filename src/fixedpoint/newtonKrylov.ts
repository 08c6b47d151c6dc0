import { Arnoldi } from './arnoldi';
import { accepts, type LineSearch } from './lineSearch';
import type { Solver, SolverContext } from './solver';
import { addScaled, combine, dot, norm, subtract } from './vector';

interface NewtonKrylovState
  extends Pick<SolverContext, 'memory' | 'damping' | 'lineSearch' | 'affine' | 'products' | 'differenceStep' | 'goal'> {
  /** The length of the difference quotient's step at the present iterate. */
  reach: number;
  /** The present iterate, f and f(z) − z there, and the length of the last. */
  z: Float32Array;
  fz: Float32Array;
  g: Float32Array;
  residual: number;
  forcing: number;
  krylov: Arnoldi | undefined;
  givens: Givens;
  direction: Float32Array;
  search: LineSearch | undefined;
  broken: boolean;
}

/**
 * Newton's method for f(z) − z = 0. Each step s solves (I − J)s = f(z) − z by GMRES, to the accuracy that the progress so far deserves. Few
 * steps, each of several evaluations: for maps on which the others fail. For an affine f (the adjoint of a layer is one) it is GMRES.
 *
 * The products Jv are difference quotients of f, which are exact for an affine f, or exact for any. On layers of a network both take the same
 * steps, and differences take less time, alone because a batch's samples then need not wait for each other; so they are the default. Where
 * numbers of very different size act on each other, as in stiff kinetics, they are too coarse, and only exact products arrive.
 *
 * Source: D. A. Knoll and D. E. Keyes, J. Comput. Phys. 193, 2004; Y. Saad and M. H. Schultz, SIAM J. Sci. Stat. Comput. 7, 1986;
 * S. C. Eisenstat and H. F. Walker, SIAM J. Sci. Comput. 17, 1996 (choice 2).
 */
export const newtonKrylov: Solver<NewtonKrylovState> = {
  // Half the digits of float32: where the errors of rounding and of curvature are alike.
  defaults: {
    memory: 20,
    damping: 1,
    lineSearch: true,
    affine: false,
    products: 'difference',
    differenceStep: 2 ** -11.5,
  },

  init: (context) => ({
    ...context,
    reach: 0,
    z: new Float32Array(0),
    fz: new Float32Array(0),
    g: new Float32Array(context.size),
    residual: 0,
    forcing: 0.5,
    krylov: undefined,
    givens: new Givens(0),
    direction: new Float32Array(context.size),
    search: undefined,
    broken: false,
  }),

  step(state, z, fz, next) {
    if (state.krylov) {
      continueGmres(state, state.krylov, fz, next);
      return false;
    }
    if (state.search && !accepts(state.search, squaredDistance(fz, z))) {
      addScaled(state.z, state.search.share, state.direction, next);
      return false;
    }
    beginGmres(state, z, fz, next);
    return true;
  },

  wants: ({ krylov, products }) => (krylov && products === 'exact' ? 'product' : 'value'),

  terminate: ({ broken }) => (broken ? 'breakdown' : undefined),
};

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}

function beginGmres(state: NewtonKrylovState, z: Float32Array, fz: Float32Array, next: Float32Array): void {
  const before = state.residual;
  state.z = z;
  state.fz = fz;
  subtract(fz, z, state.g);
  state.residual = norm(state.g);
  const enough = (0.5 * state.goal(norm(fz))) / state.residual;
  if (before > 0) state.forcing = nextForcing(state.forcing, state.residual / before);
  state.forcing = Math.max(state.affine ? 0 : Math.min(state.forcing, 0.9), Math.min(enough, 0.9));
  state.reach = (state.affine ? 1 : state.differenceStep) * Math.max(norm(z), norm(fz), 1e-30);
  state.krylov = new Arnoldi(state.g);
  state.givens = new Givens(state.residual);
  askForProduct(state, state.krylov, next);
}

/** With the newest vector of the basis: that itself, or the point at the end of a short step along it. */
function askForProduct({ products, z, reach }: NewtonKrylovState, { basis }: Arnoldi, next: Float32Array): void {
  const v = basis[basis.length - 1];
  if (products === 'exact') next.set(v);
  else addScaled(z, reach, v, next);
}

/** (I − J)v, from Jv or from f at the end of the short step. */
function productOf({ products, fz, reach }: NewtonKrylovState, v: Float32Array, value: Float32Array): Float32Array {
  const product = new Float32Array(v.length);
  if (products === 'exact') subtract(v, value, product);
  else for (let i = 0; i < v.length; i++) product[i] = v[i] - (value[i] - fz[i]) / reach;
  return product;
}

/** Eisenstat and Walker's choice 2, with their safeguard against a sudden tightening. */
function nextForcing(forcing: number, progress: number): number {
  const held = 0.9 * forcing ** 2;
  const wanted = 0.9 * progress ** 2;
  return held > 0.1 ? Math.max(wanted, held) : wanted;
}

function continueGmres(state: NewtonKrylovState, krylov: Arnoldi, value: Float32Array, next: Float32Array): void {
  const grows = krylov.extend(productOf(state, krylov.basis[krylov.basis.length - 1], value));
  state.givens.add(krylov.columns[krylov.columns.length - 1]);
  const solved = state.givens.residual <= state.forcing * state.residual;
  if (grows && !solved && krylov.columns.length < state.memory) {
    askForProduct(state, krylov, next);
    return;
  }
  const weights = state.givens.solve();
  state.krylov = undefined;
  if (weights === undefined) {
    state.broken = true;
    return;
  }
  combine(weights, krylov.basis.slice(0, weights.length), state.direction);
  if (state.lineSearch) state.search = { start: dot(state.g, state.g), share: state.damping };
  addScaled(state.z, state.damping, state.direction, next);
}

/** The least-squares problem min ‖β·e₁ − Hy‖ of GMRES, made triangular by a rotation for each column. */
class Givens {
  readonly #columns: number[][] = [];
  readonly #rotations: [cosine: number, sine: number][] = [];
  readonly #right: number[];

  constructor(beta: number) {
    this.#right = [beta];
  }

  /** What the best combination of the columns so far leaves. */
  get residual(): number {
    return Math.abs(this.#right[this.#right.length - 1]);
  }

  add(column: readonly number[]): void {
    const h = [...column];
    this.#rotations.forEach(([c, s], i) => {
      [h[i], h[i + 1]] = [c * h[i] + s * h[i + 1], c * h[i + 1] - s * h[i]];
    });
    const j = this.#columns.length;
    const length = Math.hypot(h[j], h[j + 1]);
    const [c, s] = length > 0 ? [h[j] / length, h[j + 1] / length] : [1, 0];
    this.#rotations.push([c, s]);
    h[j] = length;
    this.#columns.push(h.slice(0, j + 1));
    const last = this.#right[j];
    this.#right[j] = c * last;
    this.#right.push(-s * last);
  }

  /** The weights y; undefined if the matrix is singular down to the rounding of float32. */
  solve(): Float64Array | undefined {
    const n = this.#columns.length;
    const y = new Float64Array(n);
    for (let i = n - 1; i >= 0; i--) {
      let sum = this.#right[i];
      for (let j = i + 1; j < n; j++) sum -= this.#columns[j][i] * y[j];
      y[i] = sum / this.#columns[i][i];
    }
    return y.every(Number.isFinite) ? y : undefined;
  }
}
