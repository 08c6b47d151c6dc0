import { predict, type TinyRecursiveModel } from '../models';
import { wantsToHalt } from '../models/act';
import { checkInteger, checkOptions } from '../numeric/check';
import { addMetrics, type Metrics, meanMetrics, type PuzzleSet, puzzleMetrics, testBatches } from '../tasks';

export interface EvaluateOptions {
  /** Supervision steps; default the model's haltMaxSteps. */
  steps?: number;
  /** Puzzles at a time; default 64. */
  batchSize?: number;
}

/** How well a model does on a set. The published figures are those of the last supervision step. */
export interface Evaluation {
  /** Puzzles. */
  count: number;
  /** After each supervision step, in [0, 1] each: right cells, puzzles wholly right, and puzzles of which the model knew whether they are. */
  bySupervisionStep: Pick<Metrics, 'accuracy' | 'exactAccuracy' | 'haltAccuracy'>[];
  /** Of the step at which each puzzle would have halted, or the last: the same, and the mean number of steps. */
  atHalt: Pick<Metrics, 'accuracy' | 'exactAccuracy' | 'haltAccuracy' | 'steps'>;
}

const nothing: Metrics = { count: 0, accuracy: 0, exactAccuracy: 0, haltAccuracy: 0, steps: 0 };

/**
 * Runs a model over a set, without halting early, and scores every supervision step.
 *
 * @throws RangeError or TypeError for an option out of range or an unknown one, or a set that is empty or does not fit
 * Source: losses.py and pretrain.py (evaluate) of TRM's published code, which scores the last step alone.
 */
export function evaluate(model: TinyRecursiveModel, set: PuzzleSet, options: EvaluateOptions = {}): Evaluation {
  checkOptions(options, ['steps', 'batchSize']);
  const { steps = model.config.haltMaxSteps, batchSize = 64 } = options;
  checkInteger('steps', steps, 1);
  checkInteger('batchSize', batchSize, 1);
  const { seqLen, size } = set;
  if (size === 0) throw new RangeError('set has no puzzles; it must have at least one.');
  const sums = Array.from({ length: steps }, () => nothing);
  let atHalt = nothing;
  for (const { inputs, labels } of testBatches(set, Math.min(batchSize, size))) {
    const running = new Uint8Array(inputs.length / seqLen).fill(1);
    predict(model, { inputs }, steps).forEach(({ cells, qHalt, qContinue }, step) => {
      const answers = { predictions: cells, labels, seqLen, qHalt };
      const taken = new Float64Array(running.length).fill(step + 1);
      sums[step] = addMetrics(sums[step], puzzleMetrics({ ...answers, steps: taken }));
      const isLast = step === steps - 1;
      const halting = running.map((runs, row) =>
        runs && (isLast || wantsToHalt(model.config, qHalt[row], qContinue[row])) ? 1 : 0,
      );
      atHalt = addMetrics(atHalt, puzzleMetrics({ ...answers, halted: halting, steps: taken }));
      for (const [row, halts] of halting.entries()) if (halts) running[row] = 0;
    });
  }
  const { count, ...halt } = meanMetrics(atHalt);
  const bySupervisionStep = sums.map((sum) => {
    const { accuracy, exactAccuracy, haltAccuracy } = meanMetrics(sum);
    return { accuracy, exactAccuracy, haltAccuracy };
  });
  return { count, bySupervisionStep, atHalt: halt };
}
