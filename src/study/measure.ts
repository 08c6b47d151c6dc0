import { decayRate, depthCurve, networkImpulseResponse, poles, settledRecursion } from '../analysis';
import { quantile } from '../analysis/moments';
import { joinStates, recursionsPerStep } from '../analysis/recursionOf';
import { fixedPoint } from '../fixedpoint';
import { TinyRecursiveModel } from '../models';
import { tf } from '../nn';
import { type PuzzleSet, takePuzzles } from '../tasks';
import { type Evaluation, evaluate, type PuzzleTask } from '../training';
import { balanced } from './balanced';
import { netCalls } from './netCalls';

/** How far models are run at least, whatever depth they were trained at. */
const mostCalls = 64;
/** Of how many puzzles the poles are looked for: as many that are right at the end as wrong ones. */
const polePuzzles = 48;
/** For how long a disturbance is watched. */
const impulseCalls = 32;
/** Of their eigenvectors, relative: what is asked of a radius is two digits. */
const poleTolerance = 1e-2;
/** How many poles of each. */
const poleCount = 6;

/** By which the fixed point is searched: by the network's own way, and as equilibria usually are. */
export const measuredSolvers = ['picard', 'anderson', 'broyden'] as const;
/** One of them. */
export type MeasuredSolver = (typeof measuredSolvers)[number];

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
  /** Its row in its set. */
  puzzle: number;
  difficulty: number | null;
  /** Whether it is wholly right at the end, and at the trained depth; an equilibrium is due at the end. */
  right: boolean;
  rightTrained: boolean;
  /** Relative residual of a recursion where the poles were read; null if the state is no number any more. */
  residual: number | null;
  /** Poles per call, the largest first: [re, im]; null as the residual. */
  poles: [number | null, number | null][];
  /** The factor per call by which the residual fell on the way there; null if it did not fall geometrically. */
  decay: number | null;
  /** What each solver needs from the initial state to a residual of 1e-3, null if it does not come there; null where there is no one map to solve. */
  iterations: Record<MeasuredSolver, number | null> | null;
}

/**
 * What is left of a small disturbance of the injection in one recursion, after the trained depth: index k is k · `calls` calls after it,
 * relative to what it was at first; quartiles over the puzzles.
 */
export interface ImpulseMeasurement {
  calls: number;
  low: number[];
  median: number[];
  high: number[];
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
  /** The same of the sets that the cell is tested on besides; missing where it was measured before they were looked at. */
  otherPuzzles?: Record<string, PuzzleMeasurement[]>;
  /** Of the puzzles whose states are numbers; null if none is, or where the disturbed recursion does not read the puzzle. */
  impulse: ImpulseMeasurement | null;
}

const digits = (value: number): number => Number(value.toPrecision(5));

/** Of numbers in any order. */
const quantileOf = (values: readonly number[], share: number): number =>
  digits(quantile(Float64Array.from(values).sort(), share));

const median = (values: readonly number[]): number | null => (values.length === 0 ? null : quantileOf(values, 0.5));

/** The model to iterate: an equilibrium model's network is called again and again, in place of a solver that calls it. */
function iterated(model: TinyRecursiveModel): TinyRecursiveModel {
  if (!model.recursion.solves) return model;
  return TinyRecursiveModel.fromStateDict(
    { ...model.config, recursion: 'unrolled', hCycles: 1, lCycles: 1, solver: 'picard', gradient: 'last' },
    model.stateDict(),
  );
}

/** Of the network, in a recursion. */
const callsOf = (model: TinyRecursiveModel): number => netCalls(model)! / recursionsPerStep(model);

function measureDepth(model: TinyRecursiveModel, set: PuzzleSet, recursions: number) {
  const curve = depthCurve(model, set, { recursions });
  const last = recursions - 1;
  const medians = (of: (row: number) => boolean) =>
    Array.from(curve.accuracy, (_, k) => median(curve.residual.filter((_, row) => of(row)).map((each) => each[k])));
  const measurement: DepthMeasurement = {
    calls: callsOf(model),
    accuracy: Array.from(curve.accuracy, digits),
    exact: Array.from(curve.exactAccuracy, digits),
    residual: medians(() => true) as number[],
    residualRight: medians((row) => curve.exact[row][last] === 1),
    residualWrong: medians((row) => curve.exact[row][last] === 0),
  };
  return { curve, measurement };
}

/** Recursions that each solver needs for each puzzle. */
function iterations(model: TinyRecursiveModel, set: PuzzleSet): Record<MeasuredSolver, (number | null)[]> {
  const recursion = settledRecursion(model, set, 1);
  const start = model.initialCarry(set.size);
  const z0 = tf.tidy(() => joinStates(model, start).clone());
  const by = (solver: MeasuredSolver) => {
    const found = fixedPoint(recursion.f, z0, { solver, tol: 1e-3, maxIter: mostCalls });
    found.z.dispose();
    return found.iterations.map((count, row) => (found.converged[row] ? count : null));
  };
  try {
    return { picard: by('picard'), anderson: by('anderson'), broyden: by('broyden') };
  } finally {
    tf.dispose([z0, start]);
    recursion.dispose();
  }
}

function decayPerCall(residuals: Float64Array, calls: number): number | null {
  const { rate } = decayRate(residuals);
  return Number.isNaN(rate) ? null : digits(rate ** (1 / calls));
}

function measurePuzzles(
  model: TinyRecursiveModel,
  of: PuzzleSet,
  curve: ReturnType<typeof depthCurve>,
  due: number,
): PuzzleMeasurement[] {
  const recursions = curve.accuracy.length;
  const isRight = (row: number) => curve.exact[row][recursions - 1] === 1;
  const rows = balanced(isRight, of.size, polePuzzles);
  const set = takePuzzles(of, rows);
  const found = poles(model, set, { recursions, count: poleCount, perCall: true, tol: poleTolerance });
  // Where recursions differ there is no one map whose fixed point could be searched.
  const isOneMap = found.period === 1 && model.config.injection === 'every';
  const counts = isOneMap ? iterations(model, set) : null;
  return rows.map((row, i) => ({
    puzzle: row,
    difficulty: of.difficulty ? of.difficulty[row] : null,
    right: isRight(row),
    rightTrained: curve.exact[row][due - 1] === 1,
    residual: digits(found.stateResidual[i]),
    poles: found.poles[i].map(({ re, im }) => [digits(re), digits(im)]),
    decay: decayPerCall(curve.residual[row], callsOf(model)),
    iterations: counts && { picard: counts.picard[i], anderson: counts.anderson[i], broyden: counts.broyden[i] },
  }));
}

const firstPuzzles = (set: PuzzleSet): PuzzleSet =>
  takePuzzles(
    set,
    Int32Array.from({ length: Math.min(polePuzzles, set.size) }, (_, row) => row),
  );

function measureImpulse(model: TinyRecursiveModel, set: PuzzleSet, at: number): ImpulseMeasurement | null {
  const calls = callsOf(model);
  const recursions = Math.ceil(impulseCalls / calls);
  const { response, normalised } = networkImpulseResponse(model, set, { at, recursions });
  if (response.some(([first]) => first === 0)) return null;
  // A puzzle whose state is no number any more says nothing of the others.
  const known = normalised.filter((values) => values.every(Number.isFinite));
  if (known.length === 0) return null;
  const quantiles = (share: number) =>
    Array.from({ length: recursions }, (_, k) =>
      quantileOf(
        known.map((values) => values[k]),
        share,
      ),
    );
  return { calls, low: quantiles(0.25), median: quantiles(0.5), high: quantiles(0.75) };
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
  const { haltMaxSteps } = trained.config;
  const depth = evaluate(trained, task.test, { steps: 4 * haltMaxSteps });
  const model = iterated(trained);
  try {
    const trainedFor = trained.recursion.solves ? 0 : haltMaxSteps * recursionsPerStep(trained);
    const recursions = Math.max(Math.ceil(mostCalls / callsOf(model)), trainedFor);
    const due = trainedFor || recursions;
    const measureSet = (set: PuzzleSet) => {
      const { curve, measurement } = measureDepth(model, set, recursions);
      return { curve, measurement, puzzles: measurePuzzles(model, set, curve, due) };
    };
    const { curve, measurement, puzzles } = measureSet(task.test);
    const besides = Object.entries(others).map(([name, set]) => [name, measureSet(set)] as const);
    const ofEach = <T>(of: (measured: ReturnType<typeof measureSet>) => T): Record<string, T> =>
      Object.fromEntries(besides.map(([name, measured]) => [name, of(measured)]));
    const isSequence = task.augment === undefined;
    return {
      depth,
      sets: { test: measurement, ...ofEach((measured) => measured.measurement) },
      positions: isSequence ? curve.byPosition.map((shares) => Array.from(shares, digits)) : null,
      puzzles,
      otherPuzzles: ofEach((measured) => measured.puzzles),
      impulse: measureImpulse(model, firstPuzzles(task.test), due),
    };
  } finally {
    if (model !== trained) model.dispose();
  }
}
