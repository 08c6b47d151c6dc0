import { at } from '../files/at';
import { parseJson } from '../files/readJson';
import { anything, fields, integer, numberOrNull } from '../files/shape';
import { readSafetensors, type StateDict, writeSafetensors } from '../models';
import { holdsItsDigest, withDigest } from './digest';
import { haltedShape, historyShape } from './historyShape';
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
  const metadata = { format, options: JSON.stringify(options), progress: JSON.stringify(progress) };
  writeSafetensors(path, tensors, withDigest(tensors, metadata));
}

/** Throws that a file cannot be gone on from. */
function refuse(reason: string): never {
  throw new RangeError(`${reason} Remove it, and the run begins anew.`);
}

function readTensors(path: string): ReturnType<typeof readSafetensors> {
  try {
    return readSafetensors(path);
  } catch (error) {
    if (error instanceof RangeError) refuse(error.message);
    throw error;
  }
}

const progressShape = fields({
  step: integer(0),
  batches: anything, // TrainingBatches looks at its state itself
  history: historyShape,
  pending: fields({ steps: integer(0), loss: numberOrNull, halted: haltedShape }),
});

/** Of the curves, where JSON has null only for what is no number: the mean over no puzzle, say. */
const withNaN = <Curves>(curves: Curves): Curves =>
  JSON.parse(JSON.stringify(curves), (_key, value) => value ?? Number.NaN);

/** @throws RangeError or Error that names the file if it is damaged or no checkpoint of a run */
export function readCheckpoint(path: string): Checkpoint {
  const { tensors, metadata } = readTensors(path);
  if (metadata.format !== format) refuse(`${path} is no checkpoint of a training run.`);
  if (!holdsItsDigest(tensors, metadata)) refuse(`${path} is damaged: it does not hold what was written.`);
  const options = parseJson<TrainingRunOptions>(`${path}, options`, metadata.options);
  at(`${path}, options`, () => checkRunOptions(options));
  const progress = parseJson<RunProgress>(`${path}, progress`, metadata.progress, progressShape);
  const [history, pending] = [withNaN(progress.history), withNaN(progress.pending)];
  return { options, progress: { ...progress, history, pending }, tensors };
}
