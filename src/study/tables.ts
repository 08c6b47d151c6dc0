import type { CsvRow } from '../files/csv';
import { measuredSolvers, type PuzzleMeasurement } from './measure';
import { exactAccuracy, type Result } from './result';
import { fullModel } from './Study';
import type { StepTimes } from './stepTimes';
import type { TableName } from './tableNames';

/** A line of a table. */
export type Row = CsvRow;

/**
 * The tables that are made of a study's results, by what stands in their file's name after the study's. One more is one more name and its entry:
 * the rows that one result gives, knowing the times of steps. What the columns mean is in data/results/README.md.
 */
export const tables: Record<TableName, (result: Result, times?: StepTimes) => Row[]> = {
  '': (result, times) => [summary(result, times)],
  '-training': training,
  '-depth': depthRows,
  '-puzzles': puzzleRows,
  '-poles': (result) =>
    result.measurements.puzzles.flatMap(({ puzzle, poles }) =>
      poles.map(([re, im], index) => ({ ...whose(result), puzzle, index, re, im })),
    ),
  '-impulse': impulseRows,
  '-positions': positionRows,
};

const whose = ({ cell, task, seed }: Pick<Result, 'cell' | 'task' | 'seed'>) => ({ cell, task, seed });

/** In blocks: how far it is from the puzzle to the answer at the trained depth, how far the gradient goes back, what a training step costs. */
function depths({ run, netCalls }: Result) {
  const { lLayers, hLayers, haltMaxSteps, gradient, hCycles } = fullModel(run);
  // An equilibrium has no depth of its own, and calls of networks of different depths do not add up.
  if (netCalls === null || hLayers > 0) return { depth: null, gradientDepth: null, cost: null };
  const blocks = netCalls * lLayers;
  const gradientDepth = gradient === 'full' ? blocks : blocks / hCycles;
  return { depth: haltMaxSteps * blocks, gradientDepth, cost: blocks + 2 * gradientDepth };
}

type Finished = Result['curves']['training'][number]['halted'];

/** Of the puzzles that were finished in some of the recorded steps of training; null if none was. */
function meanOfFinished(records: Finished[], of: 'accuracy' | 'exactAccuracy' | 'steps'): number | null {
  const some = records.filter(({ count }) => count > 0);
  const sum = (value: (record: Finished) => number) => some.reduce((total, record) => total + value(record), 0);
  return some.length === 0 ? null : sum((record) => record.count * record[of]) / sum(({ count }) => count);
}

/** How many puzzles were finished in training, by the supervision steps that one of the recorded took. */
function finishedPuzzles({ run, curves }: Result): number | null {
  const each = meanOfFinished(
    curves.training.map(({ halted }) => halted),
    'steps',
  );
  return each === null ? null : Math.round((run.steps * run.trainer.batchSize) / each);
}

function summary(result: Result, times?: StepTimes): Row {
  const { cell, run, parameters, netCalls, measurements } = result;
  const { recursion, tied, feedback, injection, gradient, hiddenSize, haltMaxSteps } = fullModel(run);
  const { accuracy } = measurements.depth.bySupervisionStep[haltMaxSteps - 1];
  const { calls, exact } = measurements.sets.test;
  const time = times?.cells[cell];
  const seconds = (each?: number) => (each === undefined ? null : each * run.steps);
  const bestExact = Math.max(...exact);
  const { cost, ...depth } = depths(result);
  return {
    ...whose(result),
    recursion,
    tied,
    feedback,
    injection,
    gradient,
    hiddenSize,
    supervisionSteps: haltMaxSteps,
    calls: netCalls,
    ...depth,
    parameters,
    steps: run.steps,
    cost,
    puzzles: finishedPuzzles(result),
    seconds: seconds(time?.seconds),
    secondsLow: seconds(time?.low),
    secondsHigh: seconds(time?.high),
    accuracy,
    exact: exactAccuracy(result),
    bestExact,
    bestCalls: calls * (exact.indexOf(bestExact) + 1),
  };
}

function depthRows(result: Result): Row[] {
  return Object.entries(result.measurements.sets).flatMap(([set, { calls, accuracy, exact, ...residuals }]) =>
    accuracy.map((share, k) => ({
      ...whose(result),
      set,
      calls: calls * (k + 1),
      accuracy: share,
      exact: exact[k],
      residual: residuals.residual[k],
      residualRight: residuals.residualRight[k],
      residualWrong: residuals.residualWrong[k],
    })),
  );
}

const radiusOf = ([re, im]: readonly (number | null)[]) => (re === null || im === null ? null : Math.hypot(re, im));

function puzzleRows(result: Result): Row[] {
  const { puzzles, otherPuzzles = {} } = result.measurements;
  return Object.entries({ test: puzzles, ...otherPuzzles }).flatMap(([set, own]) =>
    own.map((puzzle) => ({ ...whose(result), set, ...puzzleRow(puzzle) })),
  );
}

function puzzleRow(puzzle: PuzzleMeasurement): Row {
  return {
    puzzle: puzzle.puzzle,
    difficulty: puzzle.difficulty,
    right: Number(puzzle.right),
    rightTrained: Number(puzzle.rightTrained),
    residual: puzzle.residual,
    radius: radiusOf(puzzle.poles[0]),
    decay: puzzle.decay,
    ...Object.fromEntries(measuredSolvers.map((solver) => [solver, puzzle.iterations?.[solver] ?? null])),
  };
}

function impulseRows(result: Result): Row[] {
  const { impulse } = result.measurements;
  if (impulse === null) return [];
  const { calls, low, median, high } = impulse;
  return median.map((middle, k) => ({
    ...whose(result),
    calls: calls * k,
    low: low[k],
    median: middle,
    high: high[k],
  }));
}

function positionRows(result: Result): Row[] {
  const { positions, sets } = result.measurements;
  return (positions ?? []).flatMap((shares, k) =>
    shares.map((accuracy, position) => ({
      ...whose(result),
      calls: sets.test.calls * (k + 1),
      position: position + 1,
      accuracy,
    })),
  );
}

function training(result: Result): Row[] {
  const { haltMaxSteps } = fullModel(result.run);
  const { evaluations, training } = result.curves;
  return evaluations.map(({ step, bySupervisionStep }, i) => {
    const { accuracy, exactAccuracy: exact } = bySupervisionStep[haltMaxSteps - 1];
    const since = evaluations[i - 1]?.step ?? 0;
    const finished = training.filter((each) => each.step > since && each.step <= step).map(({ halted }) => halted);
    const [trainAccuracy, trainExact] = (['accuracy', 'exactAccuracy'] as const).map((of) =>
      meanOfFinished(finished, of),
    );
    return { ...whose(result), step, accuracy, exact, trainAccuracy, trainExact };
  });
}
