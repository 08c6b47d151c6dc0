import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { at } from '../files/at';
import { csv } from '../files/csv';
import { parseJson, readJson } from '../files/readJson';
import { sweep } from '../files/scratch';
import { writeWhole } from '../files/writeWhole';
import { fullConfig, readSafetensors, TinyRecursiveModel, type TrmConfig, writeSafetensors } from '../models';
import { checkInteger, checkOptions } from '../numeric/check';
import { holdsItsDigest, withDigest } from './digest';
import {
  checkRunOptions,
  type RunHistory,
  TrainingRun,
  type TrainingRunOptions,
  type TrainOptions,
} from './TrainingRun';

// A run that lives in a folder: run.json says what it is, and beside it appear checkpoint.safetensors (to go on from), model.safetensors (the
// averaged weights, to use), training.csv and evaluations.csv.

/** What run.json holds. */
export interface RunFile extends TrainingRunOptions {
  /** How long it is. */
  steps: number;
  /** Steps between two evaluations; default 250. */
  evaluateEvery?: number;
  /** Steps between two checkpoints; default 250. */
  checkpointEvery?: number;
}

/** @throws RangeError or TypeError for an option out of range or an unknown one */
export function checkRunFile(run: RunFile): void {
  checkOptions(run, ['task', 'model', 'trainer', 'seed', 'steps', 'evaluateEvery', 'checkpointEvery']);
  const { steps, evaluateEvery = 1, checkpointEvery = 1, ...options } = run;
  for (const [name, value] of Object.entries({ steps, evaluateEvery, checkpointEvery })) checkInteger(name, value, 1);
  checkRunOptions(options);
}

/**
 * Reads a folder's run.json, and checks all of it.
 *
 * @throws Error if it is missing or no JSON; RangeError or TypeError that names the file for an option out of range or an unknown one
 */
export function readRunFile(folder: string): RunFile {
  const path = join(folder, 'run.json');
  if (!existsSync(path))
    throw new Error(`There is no ${path}; it says what to train: copy one from a folder of data/runs.`);
  const run: RunFile = readJson(path, undefined, { cure: 'mend it, or copy one from a folder of data/runs' });
  at(path, () => checkRunFile(run));
  return run;
}

/** The run of a folder: where its checkpoint left it, or at its beginning. */
async function open(folder: string, { steps, evaluateEvery, checkpointEvery, ...options }: RunFile) {
  const checkpoint = join(folder, 'checkpoint.safetensors');
  if (!existsSync(checkpoint)) return TrainingRun.start(options, folder);
  const run = await TrainingRun.resume(checkpoint, folder);
  const { step } = run;
  if (isDeepStrictEqual(run.options, options) && step <= steps) return run;
  run.dispose();
  const cure = 'remove it to begin anew, or train in another folder.';
  if (step <= steps) throw new Error(`${checkpoint} is of a run with other options than run.json; ${cure}`);
  // Its model is not that of the shorter run, and would be called so.
  throw new Error(
    `steps is ${steps}, but ${checkpoint} is at step ${step} already; ask for at least ${step}, or ${cure}`,
  );
}

function writeCurves(folder: string, { training, evaluations }: RunHistory): void {
  const steps = training.map(({ step, loss, halted }) => ({ step, loss, ...halted }));
  writeWhole(join(folder, 'training.csv'), csv(steps));
  const scores = evaluations.flatMap(({ step, bySupervisionStep }) =>
    bySupervisionStep.map((score, i) => ({ step, supervisionStep: i + 1, ...score })),
  );
  writeWhole(join(folder, 'evaluations.csv'), csv(scores));
}

/**
 * Trains the run of a folder to its end, going on from its checkpoint if there is one.
 *
 * @param options - `onStep` is told after every step; once `signal` is aborted, the run is saved and left
 * @returns whether it came to its end
 * @throws Error if run.json is missing or wrong, or the checkpoint is of another run or of a later step than its last; TypeError for an unknown option
 */
export async function trainFolder(
  folder: string,
  options: { onStep?: TrainOptions['onStep']; signal?: AbortSignal } = {},
): Promise<boolean> {
  checkOptions(options, ['onStep', 'signal']);
  const { onStep, signal } = options;
  sweep(folder);
  const file = readRunFile(folder);
  const run = await open(folder, file);
  const path = join(folder, 'checkpoint.safetensors');
  const { steps, evaluateEvery = 250, checkpointEvery: every = 250 } = file;
  try {
    await run.train(steps, {
      evaluateEvery,
      checkpoint: { path, every },
      signal,
      onStep: (report) => {
        if (report.evaluation) writeCurves(folder, run.curves);
        onStep?.(report);
      },
    });
    writeCurves(folder, run.curves);
    if (run.step < steps) {
      run.save(path);
      return false;
    }
    const averaged = run.averaged();
    const metadata = { config: JSON.stringify(run.model.config), run: JSON.stringify(file) };
    writeSafetensors(join(folder, 'model.safetensors'), averaged, withDigest(averaged, metadata));
    return true;
  } finally {
    run.dispose();
  }
}

/**
 * What a model.safetensors holds.
 *
 * @throws RangeError that names the file if it is damaged
 */
export function readModelFile(file: string): ReturnType<typeof readSafetensors> {
  const content = readSafetensors(file);
  if (!holdsItsDigest(content.tensors, content.metadata))
    throw new RangeError(`${file} is damaged: it does not hold what was written.`);
  return content;
}

/**
 * The trained model of a run's folder, or of any model.safetensors that says its configuration.
 *
 * @throws RangeError or Error if the file is damaged or says none
 */
export function loadModel(path: string): TinyRecursiveModel {
  const file = path.endsWith('.safetensors') ? path : join(path, 'model.safetensors');
  const { tensors, metadata } = readModelFile(file);
  if (!metadata.config)
    throw new RangeError(
      `${file} does not say its configuration; give it: TinyRecursiveModel.fromStateDict(config, …).`,
    );
  return at(`${file} is damaged`, () => {
    const config = parseJson<TrmConfig>('config', metadata.config);
    return TinyRecursiveModel.fromStateDict(fullConfig(config), tensors);
  });
}
