import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Lock } from '../files/lock';
import { readJson } from '../files/readJson';
import { sweep } from '../files/scratch';
import { duration, fields } from '../files/shape';
import { writeWhole } from '../files/writeWhole';
import type { TinyRecursiveModel } from '../models';
import { checkOptions } from '../numeric/check';
import type { PuzzleSet } from '../tasks';
import {
  loadModel,
  type PuzzleTaskOptions,
  puzzleTask,
  type RunFile,
  readRunFile,
  type TrainOptions,
  trainFolder,
} from '../training';
import { readCheckpoint } from '../training/checkpoint';
import { readModelFile } from '../training/runFolder';
import { measureRun } from './measure';
import { netCalls } from './netCalls';
import { type Origin, origin } from './origin';
import { resultState, writeResult } from './result';
import { findCell, folderOf, furtherTests, resolveRun, runIn, type Study } from './Study';
import { thinned } from './thinned';

// A cell's run has a folder of its own: run.json and what trainFolder keeps beside it, seconds.json, and a lock while somebody works there.

/** Where a run is kept until its result is written, and after. */
export const workFolder = (work: string, { name }: Study, cell: string, seed: number): string =>
  join(work, name, cell, String(seed));

export interface RunCellOptions {
  /** Folder of all work folders. */
  work: string;
  /** The file to write. */
  result: string;
  /** Once aborted, the run is saved and left. */
  signal?: AbortSignal;
  onStep?: TrainOptions['onStep'];
  /** Told of what else goes on. */
  say?: (text: string) => void;
}

const secondsSince = (start: number) => (performance.now() - start) / 1000;

/** Seconds of the work that the folder holds. */
export const readSeconds = (folder: string): number => {
  const path = join(folder, 'seconds.json');
  if (!existsSync(path)) return 0;
  const cure = 'remove it, and the time so far is not counted';
  return readJson<{ training: number }>(path, fields({ training: duration }), { cure }).training;
};

/** Whether what a folder holds is of this run. Where its run.json cannot be read, the checkpoint tells. */
function isRunOf(folder: string, run: RunFile): boolean {
  try {
    return isDeepStrictEqual(readRunFile(folder), run);
  } catch {
    return isCheckpointOf(folder, run);
  }
}

function isCheckpointOf(folder: string, { steps, evaluateEvery, checkpointEvery, ...options }: RunFile): boolean {
  try {
    const found = readCheckpoint(join(folder, 'checkpoint.safetensors'));
    return found.progress.step <= steps && isDeepStrictEqual(found.options, options);
  } catch {
    return false;
  }
}

/** What a run makes in its folder. */
const made = [
  'checkpoint.safetensors',
  'model.safetensors',
  'seconds.json',
  'sittings.csv',
  'training.csv',
  'evaluations.csv',
];

/** Notes who sits down to a run, and from which step on: what shows afterwards that no step was done twice without need. */
function noteSitting(folder: string, from: number): void {
  const path = join(folder, 'sittings.csv');
  const before = existsSync(path) ? readFileSync(path) : 'step,host,process,date\n';
  writeWhole(path, before, `${from},${hostname()},${process.pid},${new Date().toISOString()}\n`);
}

/** Makes the folder one of this run: what is there of the same goes on, what is there of another goes. */
function prepare(folder: string, run: RunFile, say: (text: string) => void): void {
  const path = join(folder, 'run.json');
  if (!isRunOf(folder, run)) {
    if (existsSync(path)) say(`${folder} holds another run; it begins anew.`);
    for (const file of made) rmSync(join(folder, file), { force: true });
  }
  writeWhole(path, `${JSON.stringify(run, null, 2)}\n`);
}

/** Whether the folder's model is that of its run's end. A damaged one is not: the checkpoint of the last step makes it anew. */
function isTrained(folder: string, say: (text: string) => void): boolean {
  const [path, checkpoint] = ['model.safetensors', 'checkpoint.safetensors'].map((name) => join(folder, name));
  if (!existsSync(path) || !existsSync(checkpoint)) return false;
  const run = readRunFile(folder);
  try {
    return isDeepStrictEqual(JSON.parse(readModelFile(path).metadata.run), run);
  } catch (error) {
    say(`${(error as Error).message} It is made anew.`);
    return false;
  }
}

/** Trains what is left to train. Time counts when the steps that it was spent on are kept: after each checkpoint. */
async function train(folder: string, { checkpointEvery = 250 }: RunFile, { signal, onStep }: RunCellOptions) {
  const [start, before] = [performance.now(), readSeconds(folder)];
  const keep = () =>
    writeWhole(join(folder, 'seconds.json'), `${JSON.stringify({ training: before + secondsSince(start) })}\n`);
  let sits = false;
  const finished = await trainFolder(folder, {
    signal,
    onStep: (report) => {
      if (!sits) noteSitting(folder, report.step - 1);
      sits = true;
      if (report.step % checkpointEvery === 0) keep();
      onStep?.(report);
    },
  });
  keep();
  return finished;
}

const parameterCount = ({ parameters, puzzleEmbedding }: TinyRecursiveModel): number =>
  Object.values(parameters).reduce((sum, { size }) => sum + size, puzzleEmbedding?.size ?? 0);

async function measure(study: Study, cell: string, seed: number, folder: string, path: string, from: Origin) {
  const start = performance.now();
  const run = resolveRun(study, cell, seed);
  const tests = furtherTests(study, cell);
  const setOf = (task: PuzzleTaskOptions) => puzzleTask(task, folderOf(study));
  const others: Record<string, PuzzleSet> = {};
  for (const [name, task] of Object.entries(tests)) others[name] = (await setOf(task)).test;
  const task = await setOf(run.task);
  const model = loadModel(folder);
  try {
    const measurements = measureRun(model, task, others);
    const { history } = readCheckpoint(join(folder, 'checkpoint.safetensors')).progress;
    writeResult(path, {
      study: study.name,
      cell,
      task: findCell(study, cell).task,
      seed,
      run,
      tests,
      parameters: parameterCount(model),
      netCalls: netCalls(model),
      ...from,
      finished: new Date().toISOString(),
      seconds: { training: readSeconds(folder), measuring: secondsSince(start) },
      curves: { training: thinned(history.training, 100), evaluations: history.evaluations },
      measurements,
    });
  } finally {
    model.dispose();
  }
}

/** Waits for whoever works in a folder to leave it. */
async function enter(folder: string, { signal, say = () => {} }: RunCellOptions): Promise<Lock | undefined> {
  for (let waited = false; !signal?.aborted; waited = true) {
    const lock = Lock.take(join(folder, 'lock.json'));
    if (lock instanceof Lock) return lock;
    if (!waited) say(`Process ${lock.processes[0].pid} on ${lock.host} works in ${folder}; waiting for it.`);
    await setTimeout(500);
  }
  return undefined;
}

/**
 * Trains a cell of a study with one of its seeds, measures the model and writes the result. What is done already is not done again: a run goes
 * on from its checkpoint, a trained one is only measured, one with its result left alone.
 *
 * @returns whether the result is there; false if it was interrupted
 * @throws RangeError if there is no such cell or seed; TypeError for an unknown option; Error if the result that is there is of another run
 */
export async function runCell(study: Study, cell: string, seed: number, options: RunCellOptions): Promise<boolean> {
  checkOptions(options, ['work', 'result', 'signal', 'onStep', 'say']);
  const { work, result, signal, say = () => {} } = options;
  const from = origin();
  const folder = workFolder(work, study, cell, seed);
  mkdirSync(folder, { recursive: true });
  const lock = await enter(folder, options);
  if (!lock) return false;
  try {
    for (const each of [folder, dirname(result)]) sweep(each);
    const state = resultState(study, cell, seed, result);
    if (state === 'stale')
      throw new Error(
        `${result} is of ${cell} as it was before ${study.path} changed; remove it to run the cell anew.`,
      );
    if (state === 'done') return true;
    const run = runIn(folder, study, resolveRun(study, cell, seed));
    prepare(folder, run, say);
    if (!isTrained(folder, say) && !(await train(folder, run, options))) return false;
    if (signal?.aborted) return false;
    await measure(study, cell, seed, folder, result, from);
    return true;
  } finally {
    lock.release();
  }
}
