import { readSafetensors, type StateDict, writeSafetensors } from '../models';
import type { RunProgress, TrainingRunOptions } from './TrainingRun';

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

/** @throws RangeError if the file is damaged or no checkpoint of a run */
export function readCheckpoint(path: string): Checkpoint {
  const { tensors, metadata } = readSafetensors(path);
  if (metadata.format !== format)
    throw new RangeError(`${path} is no checkpoint of a training run; start the run anew, or name another file.`);
  return { options: JSON.parse(metadata.options), progress: JSON.parse(metadata.progress), tensors };
}
