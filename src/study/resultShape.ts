import {
  anything,
  duration,
  fields,
  flag,
  integer,
  listOf,
  number,
  numberOrNull,
  optional,
  orNull,
  recordOf,
  type Shape,
  text,
} from '../files/shape';
import { shown } from '../numeric/check';
import type { RunFile } from '../training';
import { evaluationShape, historyShape } from '../training/historyShape';
import type { Result } from './result';
import { fullModel } from './Study';

const numbersOrNull = listOf(numberOrNull);

const depth = {
  calls: number,
  accuracy: numbersOrNull,
  exact: numbersOrNull,
  residual: numbersOrNull,
  residualRight: numbersOrNull,
  residualWrong: numbersOrNull,
};
const puzzle = {
  puzzle: integer(0),
  difficulty: numberOrNull,
  right: flag,
  rightTrained: flag,
  residual: numberOrNull,
  poles: listOf(listOf(numberOrNull, 2)),
  decay: numberOrNull,
  iterations: orNull(recordOf(numberOrNull)),
};

const wholeShape = fields({
  study: text,
  cell: text,
  task: text,
  seed: integer(0),
  run: fields({ task: recordOf(anything), model: recordOf(anything), trainer: recordOf(anything), steps: integer(1) }),
  tests: recordOf(recordOf(anything)),
  parameters: integer(0),
  netCalls: orNull(integer(0)),
  versions: recordOf(text),
  machine: fields({ cpu: text, cores: integer(0) }),
  commit: orNull(text),
  finished: text,
  seconds: fields({ training: duration, measuring: duration }),
  curves: historyShape,
  measurements: fields({
    depth: evaluationShape,
    sets: recordOf(fields(depth)),
    positions: orNull(listOf(numbersOrNull)),
    puzzles: listOf(fields(puzzle)),
    otherPuzzles: optional(recordOf(listOf(fields(puzzle)))),
    impulse: orNull(fields({ calls: number, low: numbersOrNull, median: numbersOrNull, high: numbersOrNull })),
  }),
});

/** How many supervision steps a run was trained for; undefined if there is no such model any more: then the result is stale anyway. */
function supervisionSteps(run: RunFile): number | undefined {
  try {
    return fullModel(run).haltMaxSteps;
  } catch {
    return undefined;
  }
}

function checkLength(place: string, list: readonly unknown[], least: number): void {
  if (list.length < least) throw new RangeError(`${place} has ${list.length} items; it must have at least ${least}.`);
}

/** Throws a RangeError that names the place where something is not as it is in the result of a study. */
export const resultShape: Shape = (value, place) => {
  wholeShape(value, place);
  const { run, curves, measurements } = value as Result;
  const { sets, puzzles, otherPuzzles = {}, impulse } = measurements;
  if (!Object.hasOwn(sets, 'test'))
    throw new RangeError(`measurements.sets has ${shown(Object.keys(sets))}, and no 'test'.`);
  for (const [name, set] of Object.entries(sets)) {
    for (const list of ['accuracy', 'exact', 'residual', 'residualRight', 'residualWrong'] as const)
      checkLength(`measurements.sets.${name}.${list}`, set[list], Math.max(1, set.accuracy.length));
  }
  const everywhere = [['puzzles', puzzles] as const, ...Object.entries(otherPuzzles)];
  for (const [name, list] of everywhere)
    list.forEach(({ poles }, i) => checkLength(`measurements.${name}[${i}].poles`, poles, 1));
  for (const side of ['low', 'high'] as const)
    if (impulse) checkLength(`measurements.impulse.${side}`, impulse[side], impulse.median.length);
  const steps = supervisionSteps(run) ?? 0;
  for (const { bySupervisionStep } of [measurements.depth, ...curves.evaluations])
    checkLength('bySupervisionStep', bySupervisionStep, steps);
};
