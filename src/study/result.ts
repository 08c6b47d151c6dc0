import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readJson } from '../files/readJson';
import { writeWhole } from '../files/writeWhole';
import type { PuzzleTaskOptions, RunFile, RunHistory } from '../training';
import type { Measurements } from './measure';
import type { Origin } from './origin';
import { resultShape } from './resultShape';
import { fullModel, furtherTests, resolveRun, type Study } from './Study';

/** What one training run of a study came to: one file. */
export interface Result extends Origin {
  study: string;
  cell: string;
  /** Of the study's tasks. */
  task: string;
  seed: number;
  run: RunFile;
  /** What it was measured on besides, by name. */
  tests: Record<string, PuzzleTaskOptions>;
  /** Trained numbers. */
  parameters: number;
  /** How often networks are applied in one supervision step; null where that is not fixed. */
  netCalls: number | null;
  /** When it was written; ISO 8601. */
  finished: string;
  /** What the work in it took, without what was lost to interruptions; training includes making the puzzles and evaluating. */
  seconds: { training: number; measuring: number };
  /** At most a hundred records of training, and all evaluations. */
  curves: RunHistory;
  measurements: Measurements;
}

/** Where the result of a cell's run is kept, in the folder of results. */
export const resultPath = (results: string, { name }: Study, cell: string, seed: number): string =>
  join(results, name, 'runs', `${cell}-${seed}.json`);

/** One line for each key: a change shows where it is. */
export function writeResult(path: string, result: Result): void {
  mkdirSync(dirname(path), { recursive: true });
  const lines = Object.entries(result).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  writeWhole(path, `{\n${lines.join(',\n')}\n}\n`);
}

/**
 * Reads the result of one run, and checks all of it.
 *
 * @throws Error that names the file and what is wrong in it if it is no result
 */
export function readResult(path: string): Result {
  return readJson(path, resultShape, { kind: 'is no result of a study', cure: 'remove it to run that cell again' });
}

type State = 'missing' | 'stale' | 'done';

function readState(study: Study, cell: string, seed: number, path: string): { state: State; result?: Result } {
  if (!existsSync(path)) return { state: 'missing' };
  const result = readResult(path);
  const { run, tests } = result;
  const now = { run: resolveRun(study, cell, seed), tests: furtherTests(study, cell) };
  return { state: isDeepStrictEqual({ run, tests }, now) ? 'done' : 'stale', result };
}

/** Whether a file is a result of a cell and its tests as the study has them now; one that was made of them as they were before is stale. */
export const resultState = (study: Study, cell: string, seed: number, path: string): State =>
  readState(study, cell, seed, path).state;

/** The share of test puzzles answered wholly right after as many supervision steps as the model was trained for. */
export const exactAccuracy = ({ run, measurements }: Result): number =>
  measurements.depth.bySupervisionStep[fullModel(run).haltMaxSteps - 1].exactAccuracy;

/** What there is of a study: results of its cells as they are now, in its order, and the names of the files that are of none. */
export function readResults(study: Study, results: string): { found: Result[]; missing: string[]; others: string[] } {
  const folder = join(results, study.name, 'runs');
  const names = study.cells.flatMap(({ name }) => study.seeds.map((seed) => [name, seed] as const));
  const states = names.map(([cell, seed]) => {
    const path = resultPath(results, study, cell, seed);
    return { name: basename(path), ...readState(study, cell, seed, path) };
  });
  const done = states.filter(({ state }) => state === 'done');
  const ours = new Set(done.map(({ name }) => name));
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^[^.].*\.json$/.test(file)) : [];
  return {
    found: done.map(({ result }) => result!),
    missing: states.filter(({ state }) => state !== 'done').map(({ name }) => basename(name, '.json')),
    others: files.filter((file) => !ours.has(file)).sort(),
  };
}
