import { exactAccuracy, type Result } from './result';
import { fullModel } from './Study';

/** A line of a table; null is an empty field. */
export type Row = Record<string, string | number | boolean | null>;

/**
 * The tables that are made of a study's results, by what stands in their file's name after the study's. One more is one more entry: the rows
 * that one result gives.
 */
export const tables: Record<string, (result: Result) => Row[]> = {
  '': (result) => [summary(result)],
  '-depth': ({ cell, seed, measurements }) =>
    measurements.depth.bySupervisionStep.map((score, i) => ({ cell, seed, supervisionStep: i + 1, ...score })),
};

/** The first of the supervision steps after which most puzzles are right. */
function best({ measurements }: Result): { step: number; exactAccuracy: number } {
  const exact = measurements.depth.bySupervisionStep.map((score) => score.exactAccuracy);
  const most = Math.max(...exact);
  return { step: exact.indexOf(most) + 1, exactAccuracy: most };
}

function summary(result: Result): Row {
  const { cell, task, seed, run, parameters, netCalls, seconds, measurements } = result;
  const { haltMaxSteps, ...model } = fullModel(run);
  const { atHalt, bySupervisionStep } = measurements.depth;
  return {
    cell,
    task,
    seed,
    ...model,
    haltMaxSteps,
    parameters,
    netCallsPerStep: netCalls,
    netCalls: netCalls && netCalls * haltMaxSteps,
    batchSize: run.trainer.batchSize,
    learningRate: run.trainer.learningRate ?? null,
    steps: run.steps,
    trainingSeconds: seconds.training,
    measuringSeconds: seconds.measuring,
    loss: result.curves.training.at(-1)?.loss ?? null,
    accuracy: bySupervisionStep[haltMaxSteps - 1].accuracy,
    exactAccuracy: exactAccuracy(result),
    bestStep: best(result).step,
    bestExactAccuracy: best(result).exactAccuracy,
    atHaltExactAccuracy: measurements.depth.atHalt.exactAccuracy,
    atHaltSteps: atHalt.steps,
  };
}
