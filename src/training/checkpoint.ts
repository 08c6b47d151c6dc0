import { at } from '../files/at';
import { parseJson } from '../files/readJson';
import { fields, integer, listOf, number, orNull, type Shape } from '../files/shape';
import { readSafetensors, type StateDict, writeSafetensors } from '../models';
import { checkRunOptions, type RunProgress, type TrainingRunOptions } from './TrainingRun';

/** A training run at rest. */
export interface Checkpoint {
  options: TrainingRunOptions;
  progress: RunProgress;
  /** Of the trainer: weights, average, optimiser, carry, step. */
  tensors: StateDict;
}

const format = 'polezero training run, 1';

/** Writes a checkpoint as one .safetensors file, whole or not at all. */
export function writeCheckpoint(path: string, { options, progress, tensors }: Checkpoint): void {
  writeSafetensors(path, tensors, {
    format,
    options: JSON.stringify(options),
    progress: JSON.stringify(progress),
  });
}

// What is no number is null in JSON: the mean of nothing, say.
const numberOrNull = orNull(number);
const scores = { accuracy: numberOrNull, exactAccuracy: numberOrNull, haltAccuracy: numberOrNull };
const halted = fields({ ...scores, count: integer(0), steps: numberOrNull });
const anything: Shape = () => {};
const progressShape = fields({
  step: integer(0),
  batches: anything, // TrainingBatches looks at its state itself
  history: fields({
    training: listOf(fields({ step: integer(1), loss: numberOrNull, halted })),
    evaluations: listOf(
      fields({
        step: integer(1),
        count: integer(0),
        bySupervisionStep: listOf(fields(scores)),
        atHalt: fields({ ...scores, steps: numberOrNull }),
      }),
    ),
  }),
  pending: fields({ steps: integer(0), loss: numberOrNull, halted }),
});

/** @throws RangeError or Error that names the file if it is damaged or no checkpoint of a run */
export function readCheckpoint(path: string): Checkpoint {
  const { tensors, metadata } = readSafetensors(path);
  if (metadata.format !== format)
    throw new RangeError(`${path} is no checkpoint of a training run; start the run anew, or name another file.`);
  const options = parseJson<TrainingRunOptions>(`${path}, options`, metadata.options);
  at(`${path}, options`, () => checkRunOptions(options));
  return { options, progress: parseJson(`${path}, progress`, metadata.progress, progressShape), tensors };
}
