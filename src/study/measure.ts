import type { TinyRecursiveModel } from '../models';
import type { PuzzleSet } from '../tasks';
import { type Evaluation, evaluate, type PuzzleTask } from '../training';

/** What is measured of every trained model of a study. */
export interface Measurements {
  /** On the test set, after each supervision step: up to four times as many as it was trained for, and at least four. */
  depth: Evaluation;
}

/** Measures a trained model; deterministic. */
export function measureRun(
  model: TinyRecursiveModel,
  task: PuzzleTask,
  _others: Record<string, PuzzleSet>,
): Measurements {
  return { depth: evaluate(model, task.test, { steps: 4 * model.config.haltMaxSteps }) };
}
