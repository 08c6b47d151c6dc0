import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { quantile } from '../analysis/moments';
import { readJson } from '../files/readJson';
import { anything, duration, fields, integer, orNull, recordOf, text } from '../files/shape';
import { writeWhole } from '../files/writeWhole';
import { checkInteger, checkOptions } from '../numeric/check';
import { type PuzzleTaskOptions, type RunFile, TrainingRun } from '../training';
import { type Origin, origin } from './origin';
import { folderOf, resolveRun, type Study } from './Study';

// The runs of a study are made over days, on whatever machines, beside whatever else, so that the times that they took say little about one another.
// What can be compared is a step of each cell, all cells taking turns on one machine.

/** What a training step of a cell takes, in seconds: median and quartiles over the rounds. */
export interface StepTime {
  seconds: number;
  low: number;
  high: number;
}

/** What the training steps of a study's cells take on one machine. */
export interface StepTimes extends Origin {
  study: string;
  /** ISO 8601. */
  finished: string;
  rounds: number;
  /** By name of the cell; with what was timed. */
  cells: Record<string, StepTime & { run: RunFile }>;
}

const stepsOfRound = 3;

/** Steps of a kind that a run has: its share, and a run that has only such. An equilibrium model may be unrolled in its first steps. */
function kindsOfSteps(run: RunFile): { share: number; run: RunFile }[] {
  const { unrolledSteps = 0, ...solved } = run.trainer;
  if (unrolledSteps === 0) return [{ share: 1, run }];
  const share = Math.min(unrolledSteps / run.steps, 1);
  const unrolled = { ...solved, unrolledSteps: Number.MAX_SAFE_INTEGER };
  return [
    { share, run: { ...run, trainer: unrolled } },
    { share: 1 - share, run: { ...run, trainer: solved } },
  ];
}

/** Of the same size, but quick to make. */
function smaller(task: PuzzleTaskOptions, { trainer }: RunFile): PuzzleTaskOptions {
  if (task.kind === 'csv') return task;
  return { ...task, train: Math.min(task.train, Math.max(trainer.batchSize, 2)), test: 1 };
}

/** In milliseconds, as performance.now. */
type Clock = () => number;

/** Trains on for a few steps; seconds of one. */
async function trainOn(run: TrainingRun, clock: Clock): Promise<number> {
  const enough = new AbortController();
  const [start, first] = [clock(), run.step];
  await run.train(Number.MAX_SAFE_INTEGER, {
    signal: enough.signal,
    onStep: ({ step }) => step === first + stepsOfRound && enough.abort(),
  });
  return (clock() - start) / 1000 / stepsOfRound;
}

/** What a step's work depends on: cells that differ in their rates, or in how many steps they have, are timed as one. */
function workOf(run: RunFile): string {
  const { learningRate, weightDecay, unrolledSteps, ...trainer } = run.trainer;
  return JSON.stringify([run.task, run.model, trainer, kindsOfSteps(run).map(({ share }) => share)]);
}

/** A cell under way: its steps of each kind. */
class Timed {
  readonly seconds: number[] = [];
  private readonly kinds: { share: number; training: TrainingRun }[] = [];

  constructor(
    private readonly run: RunFile,
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  async start(): Promise<void> {
    for (const { share, run } of kindsOfSteps(this.run)) {
      const { steps, evaluateEvery, checkpointEvery, ...options } = run;
      const training = await TrainingRun.start({ ...options, task: smaller(options.task, run) }, this.folder);
      this.kinds.push({ share, training });
      await trainOn(training, this.clock); // what is only done once is no part of a step
    }
  }

  async round(): Promise<void> {
    let seconds = 0;
    for (const { share, training } of this.kinds) seconds += share * (await trainOn(training, this.clock));
    this.seconds.push(seconds);
  }

  get result(): StepTime {
    const sorted = Float64Array.from(this.seconds).sort();
    const [low, seconds, high] = [0.25, 0.5, 0.75].map((q) => quantile(sorted, q));
    return { seconds, low, high };
  }

  dispose(): void {
    for (const { training } of this.kinds) training.dispose();
  }
}

/**
 * Times training steps of all cells of a study, in turns, with networks that are not trained yet; cells whose steps are the same work have one
 * time. Wants a machine with nothing else to do.
 *
 * @param rounds - how often each has its turn, of three steps
 * @param onRound - told after every round
 * @param clock - in milliseconds; default performance.now
 * @throws RangeError or TypeError for rounds out of range or an unknown option
 */
export async function measureStepTimes(
  study: Study,
  options: { rounds: number; onRound?: (round: number) => void; clock?: Clock },
): Promise<StepTimes> {
  checkOptions(options, ['rounds', 'onRound', 'clock']);
  const { rounds, onRound, clock = () => performance.now() } = options;
  checkInteger('rounds', rounds, 1);
  const from = origin();
  const runs = study.cells.map(({ name }) => ({ name, run: resolveRun(study, name, study.seeds[0]) }));
  const works = new Map(runs.map(({ run }) => [workOf(run), new Timed(run, folderOf(study), clock)]));
  try {
    for (const work of works.values()) await work.start();
    for (let round = 1; round <= rounds; round++) {
      for (const work of works.values()) await work.round();
      onRound?.(round);
    }
    const cells = Object.fromEntries(runs.map(({ name, run }) => [name, { ...works.get(workOf(run))!.result, run }]));
    return { study: study.name, ...from, finished: new Date().toISOString(), rounds, cells };
  } finally {
    for (const work of works.values()) work.dispose();
  }
}

/** Where a study's times of steps are kept, in the folder of results. */
export const stepTimesPath = (results: string, { name }: Study): string => join(results, name, 'times.json');

/** Writes them as a file of JSON, whole or not at all. */
export function writeStepTimes(path: string, times: StepTimes): void {
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, `${JSON.stringify(times, null, 1)}\n`);
}

const shape = fields({
  study: text,
  versions: recordOf(text),
  machine: fields({ cpu: text, cores: integer(0) }),
  commit: orNull(text),
  finished: text,
  rounds: integer(1),
  cells: recordOf(fields({ seconds: duration, low: duration, high: duration, run: recordOf(anything) })),
});

/**
 * What is known of the times of a study's steps: of its cells as they are now; nothing if they were not timed.
 *
 * @throws Error that names the file and what is wrong in it
 */
export function readStepTimes(study: Study, results: string): StepTimes | undefined {
  const path = stepTimesPath(results, study);
  if (!existsSync(path)) return undefined;
  const cure = `remove it, or time the steps anew: npm run study -- time ${study.name}`;
  const times = readJson<StepTimes>(path, shape, { kind: 'does not hold the times of steps', cure });
  const isNow = ([name, { run }]: [string, { run: RunFile }]) =>
    study.cells.some((cell) => cell.name === name) && isDeepStrictEqual(run, resolveRun(study, name, study.seeds[0]));
  return { ...times, cells: Object.fromEntries(Object.entries(times.cells).filter(isNow)) };
}
