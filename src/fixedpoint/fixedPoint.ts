import { tf } from '../nn';
import { checkChoice, checkFlag, checkInteger, checkNumber, checkOptions, shown } from '../numeric/check';
import { goalOf, Progress, type Reason, type StoppingRule } from './progress';
import { type Solver, type SolverName, type SolverOptions, solverNamed } from './solver';
import { offTape } from './tape';
import { equal } from './vector';

/** A map of states, [batch, …] to the same shape; row b of f(z) may depend on row b of z only. */
export type StateMap = (z: tf.Tensor) => tf.Tensor;

/**
 * Options of one solver are refused by the others. The defaults of memory, damping, ridge, lineSearch and differenceStep are the solver's:
 * `solverNamed(name).defaults`.
 */
export interface FixedPointOptions extends Partial<SolverOptions> {
  /** Default 'anderson'; or the name of a registered solver. */
  solver?: SolverName | (string & {});
  /** The residual that ends a sample's solve, at least 0; default 1e-5. */
  tol?: number;
  /** The residual: 'rel' (default) is ‖f(z) − z‖/‖f(z)‖, 'abs' is ‖f(z) − z‖, for each sample. */
  stop?: 'rel' | 'abs';
  /** Iterations before giving up; default 100. */
  maxIter?: number;
  /** Iterations without a new lowest residual after which a sample has stagnated; default 30. */
  patience?: number;
  /** A residual this many times the first has diverged; default 10⁶. Infinity lets everything but NaN pass. */
  divergence?: number;
  /** Called with the present states [batch, …] before each evaluation, for instance to keep some of them. */
  onEvaluation?: (z: tf.Tensor, evaluation: number) => void;
}

/** What a solve comes to; arrays have one entry per sample. */
export interface FixedPointResult {
  /** The states with the smallest residual met, in z₀'s shape. The caller disposes it. */
  z: tf.Tensor;
  converged: boolean[];
  /** ‖f(z) − z‖, or that over ‖f(z)‖, of exactly the `z` that is returned. */
  residual: number[];
  iterations: number[];
  /** How many times f was called, on the whole batch. */
  evaluations: number;
  /** The residuals at z₀ and after each iteration. */
  trace: number[][];
  reason: Reason[];
}

const common = ['solver', 'tol', 'stop', 'maxIter', 'patience', 'divergence', 'onEvaluation'] as const;

/**
 * Solves z = f(z), each sample of the batch for itself: what comes of a sample, and when, does not depend on the others, and one that is done
 * is frozen. Never loops on a tolerance that float32 cannot meet, and never hides a failure: look at `converged` and `reason`.
 *
 * A small residual is not a small error: where f contracts by L, ‖z − z*‖ ≤ ‖f(z) − z‖/(1 − L). And the relative residual of states that
 * run away falls without any fixed point; use 'abs' for maps like z + 1.
 *
 * @param f - the map; called without a gradient tape, what it makes besides its result is disposed
 * @param z0 - where to begin, float32, [batch, …], any rank from 1
 * @throws RangeError or TypeError for a bad argument, an unknown option, or an f that changes shape or type
 * Source: S. Bai, J. Z. Kolter, V. Koltun, Deep Equilibrium Models, NeurIPS 2019; the methods' sources are with the solvers.
 */
export function fixedPoint(f: StateMap, z0: tf.Tensor, options: FixedPointOptions = {}): FixedPointResult {
  checkState('z0', z0);
  const { solver, own, rule } = readOptions(options);
  return offTape(() => {
    const evaluate = evaluator(f, z0.shape, options.onEvaluation);
    const { rows, evaluations } = solveRows(solver, own, rule, z0.dataSync() as Float32Array, z0.shape[0], evaluate);
    return {
      z: tf.tensor(joined(rows, z0.size), z0.shape, 'float32'),
      converged: rows.map(({ reason }) => reason === 'converged'),
      residual: rows.map(({ residual }) => residual),
      iterations: rows.map(({ iterations }) => iterations),
      evaluations,
      trace: rows.map(({ trace }) => trace),
      reason: rows.map(({ reason }) => reason!),
    };
  });
}

/** Throws unless `z` is a float32 tensor of [batch, …], with at least one sample of at least one number. */
export function checkState(name: string, z: tf.Tensor): void {
  if (!(z instanceof tf.Tensor)) throw new TypeError(`${name} is ${shown(z)}; it must be a tensor.`);
  if (z.dtype !== 'float32') throw new TypeError(`${name} has type ${z.dtype}; it must be float32.`);
  if (z.rank < 1 || z.size === 0)
    throw new RangeError(`${name} has shape [${z.shape}]; it must be [batch, …], with at least one number.`);
}

/** The map on a batch's numbers. */
type Evaluate = (z: Float32Array, evaluation: number) => Float32Array;

function evaluator(f: StateMap, shape: number[], onEvaluation: FixedPointOptions['onEvaluation']): Evaluate {
  return (z, evaluation) => {
    // The numbers are read outside: a tidy walks through all that it returns, number by number.
    const value = tf.tidy(() => {
      const state = tf.tensor(z, shape, 'float32');
      onEvaluation?.(state, evaluation);
      const fz = f(state);
      checkValue(fz, shape);
      return fz.clone();
    });
    const numbers = value.dataSync() as Float32Array;
    value.dispose();
    return numbers;
  };
}

/** Throws unless f kept the state's shape and type. */
export function checkValue(value: tf.Tensor, shape: readonly number[]): void {
  if (!(value instanceof tf.Tensor)) throw new TypeError(`f returned ${shown(value)}; it must return a tensor.`);
  if (value.dtype !== 'float32') throw new TypeError(`f returned type ${value.dtype}; it must be float32.`);
  if (value.rank !== shape.length || value.shape.some((length, i) => length !== shape[i]))
    throw new RangeError(`f returned shape [${value.shape}]; it must be that of the state, [${shape}].`);
}

/** Runs a solver for each row of the batch, side by side, until every row's solve is over. */
function solveRows(
  solver: Solver,
  own: SolverOptions,
  rule: StoppingRule,
  z0: Float32Array,
  batch: number,
  evaluate: Evaluate,
): { rows: Progress[]; evaluations: number } {
  const size = z0.length / batch;
  const row = (values: Float32Array, b: number) => values.subarray(b * size, (b + 1) * size);
  let z = z0;
  const rows = Array.from({ length: batch }, (_, b) => new Progress(rule, row(z, b)));
  const states = rows.map(() => solver.init({ ...own, size, goal: goalOf(rule) }));
  for (let evaluations = 1; ; evaluations++) {
    const fz = evaluate(z, evaluations);
    const next = new Float32Array(z.length);
    rows.forEach((progress, b) => {
      if (progress.reason === undefined) advance(solver, states[b], progress, row(z, b), row(fz, b), row(next, b));
      // What is done stays at its best point: the others' evaluations need some state in its place.
      if (progress.reason !== undefined) row(next, b).set(progress.best);
    });
    if (rows.every(({ reason }) => reason !== undefined)) return { rows, evaluations };
    z = next;
  }
}

/** One evaluation of f for one sample. */
function advance(
  solver: Solver,
  state: unknown,
  progress: Progress,
  z: Float32Array,
  fz: Float32Array,
  next: Float32Array,
): void {
  progress.observe(z, fz);
  if (progress.reason !== undefined) return;
  if (solver.step(state, z, fz, next)) progress.iterated();
  if (progress.reason !== undefined) return;
  if (solver.terminate(state) !== undefined) progress.broken();
  // f is a function: at the same point again it says the same again.
  else if (equal(next, z)) progress.stuck();
}

function joined(rows: readonly Progress[], size: number): Float32Array {
  const z = new Float32Array(size);
  rows.forEach(({ best }, b) => z.set(best, b * best.length));
  return z;
}

/** Checks all options, and gives each its default. */
export function readOptions(options: FixedPointOptions): { solver: Solver; own: SolverOptions; rule: StoppingRule } {
  checkOptions(options, [...common, ...ownOptions]);
  const name = options.solver ?? 'anderson';
  const solver = solverNamed(name);
  const given = definedOf(options);
  for (const key of ownOptions) {
    if (key in given && !(key in solver.defaults))
      throw new TypeError(
        `${name} has no option '${key}'; its own are ${Object.keys(solver.defaults).join(', ') || 'none'}.`,
      );
  }
  const defaults = { tol: 1e-5, stop: 'rel' as const, maxIter: 100, patience: 30, divergence: 1e6 };
  const all = { ...defaults, ...solver.defaults, ...given };
  checkNumber('tol', all.tol, (tol) => tol >= 0, 'at least 0');
  checkChoice('stop', all.stop, ['rel', 'abs']);
  checkInteger('maxIter', all.maxIter, 0);
  checkInteger('patience', all.patience, 1);
  if (all.divergence !== Number.POSITIVE_INFINITY)
    checkNumber('divergence', all.divergence, (ratio) => ratio > 1, 'above 1');
  checkOwn(all);
  return { solver, own: all as SolverOptions, rule: all };
}

const ownOptions: (keyof SolverOptions)[] = ['memory', 'damping', 'ridge', 'lineSearch', 'affine', 'differenceStep'];

function checkOwn({ memory, damping, ridge, lineSearch, affine, differenceStep }: Partial<SolverOptions>): void {
  if (memory !== undefined) checkInteger('memory', memory, 1);
  if (damping !== undefined) checkNumber('damping', damping, (share) => share > 0 && share < 2, 'in (0, 2)');
  if (ridge !== undefined) checkNumber('ridge', ridge, (share) => share >= 0, 'at least 0');
  if (lineSearch !== undefined) checkFlag('lineSearch', lineSearch);
  if (affine !== undefined) checkFlag('affine', affine);
  if (differenceStep !== undefined)
    checkNumber('differenceStep', differenceStep, (step) => step > 0 && step <= 1, 'in (0, 1]');
}

const definedOf = (options: FixedPointOptions): FixedPointOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
