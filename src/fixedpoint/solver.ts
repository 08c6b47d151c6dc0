import { shown } from '../numeric/check';
import { anderson } from './anderson';
import { broyden } from './broyden';
import { newtonKrylov } from './newtonKrylov';
import { picard } from './picard';

/** What a solver can be told. Each takes some of these; its `defaults` name them. */
export interface SolverOptions {
  /** How many earlier vectors it remembers: Anderson's window, Broyden's pairs, the dimension of GMRES. */
  memory: number;
  /** The share of its step that it takes, in (0, 2): 1 is the whole step. */
  damping: number;
  /** Anderson's regularisation of each residual, relative to its square. */
  ridge: number;
  /** Shortens a step that does not lower the residual (Armijo's rule). */
  lineSearch: boolean;
  /** f is affine: differences are exact for any step, and one Newton step is enough. */
  affine: boolean;
  /** How the products Jv with the Jacobian of f come about: exactly, through the gradients of f's operations, or as difference quotients. */
  products: 'exact' | 'difference';
  /** The step of a difference quotient, relative to the state. */
  differenceStep: number;
}

/** What a solver knows when it begins: its options, the size of the state, and when the solve ends. */
export interface SolverContext extends SolverOptions {
  size: number;
  /** The ‖f(z) − z‖ that ends the solve, given ‖f(z)‖. */
  goal: (normOfF: number) => number;
}

/**
 * A way to solve z = f(z) for ONE sample, a vector of float32 numbers. It never calls f: it names the next point at which it wants f, or the
 * vector that it wants multiplied by f's Jacobian, and `fixedPoint` fulfils the wishes of all samples of a batch together. So no sample can
 * see another.
 */
export interface Solver<State = unknown> {
  /** The options that it takes, with the values they have unless given. */
  readonly defaults: Partial<SolverOptions>;
  /** Begins; the first point is the caller's z₀. */
  init(context: SolverContext): State;
  /**
   * Given `fz`, the value of f at the point `z` asked for last, writes the next point into `next`. `z` and `fz` stay as they are and may be
   * kept. Returns whether `z` was an iterate, which the trace shows; a point tried for a line search or a difference quotient is not.
   */
  step(state: State, z: Float32Array, fz: Float32Array, next: Float32Array): boolean;
  /**
   * What the vector last written into `next` is for, asked after each step: 'value' wants f there, 'product' wants it multiplied by the
   * Jacobian of f, at the last point whose value was wanted; then `z` and `fz` of the next step are the vector and the product. Without this
   * verb all are for values.
   */
  wants?(state: State): 'value' | 'product';
  /** Whether the method cannot go on ('breakdown'), asked after each step. */
  terminate(state: State): 'breakdown' | undefined;
}

export type SolverName = 'picard' | 'anderson' | 'broyden' | 'newtonKrylov';

const solvers = new Map<string, Solver<never>>();

/**
 * Adds a solver, which `fixedPoint` and `implicitFixedPoint` then know by this name.
 *
 * @throws TypeError if the name is taken, or the defaults or a verb are missing
 */
export function registerSolver<State>(name: string, solver: Solver<State>): void {
  if (solvers.has(name)) throw new TypeError(`A solver named '${name}' exists already; choose another name.`);
  if (typeof solver.defaults !== 'object' || solver.defaults === null)
    throw new TypeError(
      `The solver '${name}' has no defaults; it needs an object of the options that it takes, {} if none.`,
    );
  for (const verb of ['init', 'step', 'terminate'] as const) {
    if (typeof solver[verb] !== 'function')
      throw new TypeError(`The solver '${name}' has no ${verb}; it needs init, step and terminate.`);
  }
  solvers.set(name, solver as Solver<never>);
}

/**
 * The solver of a name.
 *
 * @throws RangeError for a name that no solver has
 */
export function solverNamed(name: string): Solver {
  const solver = solvers.get(name);
  if (solver === undefined)
    throw new RangeError(`solver is ${shown(name)}; it must be one of ${solverNames().map(shown).join(', ')}.`);
  return solver as Solver;
}

/** The names of all solvers, those that were registered included. */
export const solverNames = (): string[] => [...solvers.keys()];

registerSolver('picard', picard);
registerSolver('anderson', anderson);
registerSolver('broyden', broyden);
registerSolver('newtonKrylov', newtonKrylov);
