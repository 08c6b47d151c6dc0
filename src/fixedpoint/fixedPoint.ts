import { tf } from '../nn';
import { checkChoice, checkFlag, checkInteger, checkNumber, checkOptions, shown } from '../numeric/check';
import { goalOf, Progress, type Reason, type StoppingRule } from './progress';
import { type Solver, type SolverName, type SolverOptions, solverNamed } from './solver';
import { checkReturned, offTape, type Pushforward, pushforward } from './tape';
import { equal } from './vector';

/** A map of states, [batch, …] to the same shape; row b of f(z) may depend on row b of z only. */
export type StateMap = (z: tf.Tensor) => tf.Tensor;

/**
 * Options of one solver are refused by the others. The defaults of those that `SolverOptions` has are the solver's:
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
  /** How many times f was called, or a batch of vectors multiplied by its Jacobian. */
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
    const exact = solver.wants !== undefined && own.products !== 'difference';
    const map = new BatchMap(f, z0.shape, exact, options.onEvaluation);
    try {
      const rows = solveRows(solver, own, rule, z0.dataSync() as Float32Array, z0.shape[0], map);
      return {
        z: tf.tensor(joined(rows, z0.size), z0.shape, 'float32'),
        converged: rows.map(({ reason }) => reason === 'converged'),
        residual: rows.map(({ residual }) => residual),
        iterations: rows.map(({ iterations }) => iterations),
        evaluations: map.evaluations,
        trace: rows.map(({ trace }) => trace),
        reason: rows.map(({ reason }) => reason!),
      };
    } finally {
      map.dispose();
    }
  });
}

/** Throws unless `z` is a float32 tensor of [batch, …], with at least one sample of at least one number. */
export function checkState(name: string, z: tf.Tensor): void {
  if (!(z instanceof tf.Tensor)) throw new TypeError(`${name} is ${shown(z)}; it must be a tensor.`);
  if (z.isDisposed)
    throw new TypeError(`${name} is a tensor that has been disposed; it must be one that is still there.`);
  if (z.dtype !== 'float32') throw new TypeError(`${name} has type ${z.dtype}; it must be float32.`);
  if (z.rank < 1 || z.size === 0)
    throw new RangeError(`${name} has shape [${z.shape}]; it must be [batch, …], with at least one number.`);
}

/** The map, and if wanted its derivative where it was last evaluated, on a batch's numbers. */
class BatchMap {
  evaluations = 0;
  #linear: Pushforward | undefined;

  constructor(
    private readonly f: StateMap,
    private readonly shape: number[],
    private readonly exact: boolean,
    private readonly onEvaluation: FixedPointOptions['onEvaluation'],
  ) {}

  value(z: Float32Array): Float32Array {
    this.dispose();
    this.evaluations++;
    // The numbers are read outside: a tidy walks through all that it returns, number by number.
    const value = tf.tidy(() => {
      const state = tf.tensor(z, this.shape, 'float32');
      this.onEvaluation?.(state, this.evaluations);
      if (this.exact) {
        this.#linear = pushforward((point) => this.#checked(point), state);
        return this.#linear.value.clone();
      }
      return this.#checked(state).clone();
    });
    return numbersOf(value);
  }

  product(v: Float32Array): Float32Array {
    this.evaluations++;
    return numbersOf(tf.tidy(() => this.#linear!.apply(tf.tensor(v, this.shape, 'float32'))));
  }

  dispose(): void {
    this.#linear?.dispose();
    this.#linear = undefined;
  }

  #checked(z: tf.Tensor): tf.Tensor {
    const fz = this.f(z);
    checkValue(fz, this.shape);
    return fz;
  }
}

function numbersOf(tensor: tf.Tensor): Float32Array {
  const numbers = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return numbers;
}

/** Throws unless f kept the state's shape and type. */
export function checkValue(value: tf.Tensor, shape: readonly number[]): void {
  checkReturned(value);
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
  map: BatchMap,
): Progress[] {
  const size = z0.length / batch;
  const row = (values: Float32Array, b: number) => values.subarray(b * size, (b + 1) * size);
  const rows = Array.from({ length: batch }, (_, b) => new Progress(rule, row(z0, b)));
  const states = rows.map(() => solver.init({ ...own, size, goal: goalOf(rule) }));
  const isOver = ({ reason }: Progress) => reason !== undefined;
  const wantsProduct = (b: number) => !isOver(rows[b]) && solver.wants?.(states[b]) === 'product';

  /** What a row works on now, and where f was last evaluated. */
  let asked = z0;
  let points = z0;
  for (;;) {
    const next = new Float32Array(z0.length);
    // A row that wants a value waits for those that want products, which are taken where f was evaluated last.
    const products = rows.map((_, b) => wantsProduct(b));
    if (products.some(Boolean)) {
      const vectors = new Float32Array(z0.length);
      products.forEach((wanted, b) => {
        if (wanted) row(vectors, b).set(row(asked, b));
      });
      const answers = map.product(vectors);
      rows.forEach((progress, b) => {
        if (!products[b]) row(next, b).set(row(asked, b));
        else advance(solver, states[b], progress, row(points, b), row(asked, b), row(answers, b), row(next, b));
      });
    } else {
      points = asked;
      const answers = map.value(points);
      rows.forEach((progress, b) => {
        const [z, fz] = [row(points, b), row(answers, b)];
        if (!isOver(progress)) progress.observe(z, fz);
        if (!isOver(progress)) advance(solver, states[b], progress, z, z, fz, row(next, b));
        // What is done stays at its best point: the others' evaluations need some state in its place.
        if (isOver(progress)) row(next, b).set(progress.best);
      });
    }
    if (rows.every(isOver)) return rows;
    asked = next;
  }
}

/** One step of one sample, given what it asked for; f was last evaluated at `point`. */
function advance(
  solver: Solver,
  state: unknown,
  progress: Progress,
  point: Float32Array,
  asked: Float32Array,
  answer: Float32Array,
  next: Float32Array,
): void {
  if (solver.step(state, asked, answer, next)) progress.iterated();
  if (progress.reason !== undefined) return;
  if (solver.terminate(state) !== undefined) progress.broken();
  // f is a function: at the same point again it says the same again.
  else if (solver.wants?.(state) !== 'product' && equal(next, point)) progress.stuck();
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

const ownOptions: (keyof SolverOptions)[] = [
  'memory',
  'damping',
  'ridge',
  'lineSearch',
  'affine',
  'products',
  'differenceStep',
];

function checkOwn({
  memory,
  damping,
  ridge,
  lineSearch,
  affine,
  products,
  differenceStep,
}: Partial<SolverOptions>): void {
  if (memory !== undefined) checkInteger('memory', memory, 1);
  if (damping !== undefined) checkNumber('damping', damping, (share) => share > 0 && share < 2, 'in (0, 2)');
  if (ridge !== undefined) checkNumber('ridge', ridge, (share) => share >= 0, 'at least 0');
  if (lineSearch !== undefined) checkFlag('lineSearch', lineSearch);
  if (affine !== undefined) checkFlag('affine', affine);
  if (products !== undefined) checkChoice('products', products, ['exact', 'difference']);
  if (differenceStep !== undefined)
    checkNumber('differenceStep', differenceStep, (step) => step > 0 && step <= 1, 'in (0, 1]');
}

const definedOf = (options: FixedPointOptions): FixedPointOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
