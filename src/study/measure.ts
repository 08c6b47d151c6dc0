import { depthCurve, poles } from '../analysis';
import { embed, joinStates, recursionAt, splitStates } from '../analysis/recursionOf';
import { fixedPoint } from '../fixedpoint';
import { fullConfig, TinyRecursiveModel } from '../models';
import { tf } from '../nn';
import { type PuzzleSet, takePuzzles } from '../tasks';
import { type Evaluation, evaluate, type PuzzleTask } from '../training';
import { netCalls } from './netCalls';

/** How far models are run, whatever depth they were trained at. */
const mostCalls = 64;
/** Of how many puzzles the poles are looked for. */
const polePuzzles = 48;
/** How many poles of each. */
const poleCount = 6;

/** What becomes of a set of puzzles the longer a model runs; index k after (k + 1) · `calls` calls of the network. */
export interface DepthMeasurement {
  calls: number;
  accuracy: number[];
  exact: number[];
  /** Medians of the relative residual of a recursion: of all puzzles, and of those right and wrong at the end; null if there are none. */
  residual: number[];
  residualRight: (number | null)[];
  residualWrong: (number | null)[];
}

/** A puzzle's way to where it settles. */
export interface PuzzleMeasurement {
  /** Its row in the test set. */
  puzzle: number;
  difficulty: number | null;
  /** Whether it is wholly right at the end, and at the trained depth. */
  right: boolean;
  rightTrained: boolean;
  /** Relative residual of a recursion where the poles were read. */
  residual: number;
  /** Poles per call, the largest first: [re, im]. */
  poles: [number, number][];
  /** Relative residual of each recursion on the way there. */
  residuals: number[];
  /** Recursions that Anderson acceleration needs from the initial state to a residual of 1e-3; null if it does not come there. */
  iterations: number | null;
}

/** What is measured of every trained model of a study. */
export interface Measurements {
  /** On the test set, after each supervision step: up to four times as many as it was trained for, and at least four. */
  depth: Evaluation;
  /** On the test set, and on those the cell is tested on besides, by their names. */
  sets: Record<string, DepthMeasurement>;
  /** Share of right answers at each position of the test set, after each recursion; only for parity, where a position is a distance. */
  positions: number[][] | null;
  puzzles: PuzzleMeasurement[];
}

const digits = (value: number): number => Number(value.toPrecision(5));

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return digits((sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2);
}

/** The model to iterate: an equilibrium model's network is called again and again, in place of a solver that calls it. */
function iterated(model: TinyRecursiveModel): TinyRecursiveModel {
  if (model.config.recursion !== 'equilibrium') return model;
  const config = fullConfig({ ...model.config, recursion: 'unrolled', hCycles: 1, lCycles: 1 });
  return TinyRecursiveModel.fromStateDict(config, model.stateDict());
}

const callsOf = (model: TinyRecursiveModel): number => netCalls(model)! / model.config.hCycles;

function measureDepth(model: TinyRecursiveModel, set: PuzzleSet) {
  const calls = callsOf(model);
  const curve = depthCurve(model, set, { recursions: Math.ceil(mostCalls / calls) });
  const last = curve.accuracy.length - 1;
  const medians = (of: (row: number) => boolean) =>
    Array.from(curve.accuracy, (_, k) => median(curve.residual.filter((_, row) => of(row)).map((each) => each[k])));
  const measurement: DepthMeasurement = {
    calls,
    accuracy: Array.from(curve.accuracy, digits),
    exact: Array.from(curve.exactAccuracy, digits),
    residual: medians(() => true) as number[],
    residualRight: medians((row) => curve.exact[row][last] === 1),
    residualWrong: medians((row) => curve.exact[row][last] === 0),
  };
  return { curve, measurement };
}

/** Recursions that a solver needs for each puzzle. */
function iterations(model: TinyRecursiveModel, set: PuzzleSet): (number | null)[] {
  const x = embed(model, set);
  const start = model.initialCarry(set.size);
  try {
    const z0 = tf.tidy(() => joinStates(model, start));
    const recursion = (z: tf.Tensor) =>
      joinStates(model, recursionAt(model, x, splitStates(model, z as tf.Tensor3D), 1));
    const found = fixedPoint(recursion, z0, { solver: 'anderson', tol: 1e-3, maxIter: mostCalls });
    tf.dispose([z0, found.z]);
    return found.iterations.map((count, row) => (found.converged[row] ? count : null));
  } finally {
    tf.dispose([x, start]);
  }
}

/** As many puzzles that are right at the end as wrong ones, the first of each, as far as there are. */
function chosen(right: (row: number) => boolean, size: number): number[] {
  const rows = Array.from({ length: size }, (_, row) => row);
  const [good, bad] = [rows.filter(right), rows.filter((row) => !right(row))];
  const half = polePuzzles / 2;
  const fewer = Math.min(good.length, bad.length, half);
  const take = (these: number[]) => these.slice(0, these.length <= half ? fewer : polePuzzles - fewer);
  return [...take(good), ...take(bad)].sort((a, b) => a - b).slice(0, polePuzzles);
}

function measurePuzzles(
  model: TinyRecursiveModel,
  test: PuzzleSet,
  curve: ReturnType<typeof depthCurve>,
  trained: number,
): PuzzleMeasurement[] {
  const recursions = curve.accuracy.length;
  const rows = chosen((row) => curve.exact[row][recursions - 1] === 1, test.size);
  const set = takePuzzles(test, rows);
  const found = poles(model, set, { recursions, count: poleCount, perCall: true });
  // Where recursions differ there is no one map whose fixed point could be searched.
  const isOneMap = found.period === 1 && model.config.injection === 'every';
  const counts = isOneMap ? iterations(model, set) : rows.map(() => null);
  return rows.map((row, i) => ({
    puzzle: row,
    difficulty: test.difficulty ? test.difficulty[row] : null,
    right: curve.exact[row][recursions - 1] === 1,
    rightTrained: curve.exact[row][Math.min(trained, recursions) - 1] === 1,
    residual: digits(found.stateResidual[i]),
    poles: found.poles[i].map(({ re, im }) => [digits(re), digits(im)]),
    residuals: Array.from(curve.residual[row], digits),
    iterations: counts[i],
  }));
}

/**
 * Measures a trained model; deterministic.
 *
 * @param others - further sets to test on, of as many cells, by name
 */
export function measureRun(
  trained: TinyRecursiveModel,
  task: PuzzleTask,
  others: Record<string, PuzzleSet> = {},
): Measurements {
  const { haltMaxSteps, hCycles } = trained.config;
  const depth = evaluate(trained, task.test, { steps: 4 * haltMaxSteps });
  const model = iterated(trained);
  const { curve, measurement } = measureDepth(model, task.test);
  const sets = Object.entries(others).map(([name, set]) => [name, measureDepth(model, set).measurement] as const);
  const isSequence = task.augment === undefined;
  const measurements = {
    depth,
    sets: { test: measurement, ...Object.fromEntries(sets) },
    positions: isSequence ? curve.byPosition.map((shares) => Array.from(shares, digits)) : null,
    puzzles: measurePuzzles(model, task.test, curve, haltMaxSteps * hCycles),
  };
  if (model !== trained) model.dispose();
  return measurements;
}
