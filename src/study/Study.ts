import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { at } from '../files/at';
import { parseJson } from '../files/readJson';
import { type FullConfig, fullConfig } from '../models';
import { checkChoice, checkInteger, checkOptions, shown } from '../numeric/check';
import { checkTask, type PuzzleTaskOptions, type RunFile } from '../training';
import { paritySeeds } from '../training/puzzleTask';
import { checkRunFile } from '../training/runFolder';
import { tableNames } from './tableNames';

// A study is a file of cells: what differs between them, over what they share; each is trained once per seed.

/** What a run can be told beside its task and seed. */
export interface StudyBase {
  model: RunFile['model'];
  trainer: RunFile['trainer'];
  steps: number;
  evaluateEvery?: number;
  checkpointEvery?: number;
}

/** What differs from the base. */
export interface StudyCell {
  /** Lower-case letters, digits and hyphens: it names files. */
  name: string;
  /** One of the study's tasks. */
  task: string;
  /** Others of them, with puzzles of as many cells, that the trained model is measured on besides. */
  alsoTest?: string[];
  model?: Partial<RunFile['model']>;
  trainer?: Partial<RunFile['trainer']>;
  steps?: number;
}

/** A study as its file has it; {@link readStudy} reads one. */
export interface Study {
  /** The file's name without .json: lower-case letters, digits and hyphens, and not the end of a table's name. */
  name: string;
  path: string;
  /** SHA-256 of the file. */
  hash: string;
  seeds: number[];
  tasks: Record<string, PuzzleTaskOptions>;
  base: StudyBase;
  cells: StudyCell[];
}

const validName = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function checkName(name: unknown): void {
  if (typeof name !== 'string' || !validName.test(name))
    throw new RangeError(
      `name is ${shown(name)}; it must be lower-case letters and digits, in parts joined by hyphens.`,
    );
}

/** @throws RangeError if there is no such cell */
export function findCell({ cells, path }: Study, name: string): StudyCell {
  const cell = cells.find((each) => each.name === name);
  if (cell) return cell;
  throw new RangeError(
    `There is no cell ${shown(name)} in ${path}; it has ${cells.map((each) => each.name).join(', ')}.`,
  );
}

/**
 * What a cell's training run with a seed is: the base with the cell's own options over it, key by key.
 *
 * @throws RangeError if the study has no such cell or seed
 */
export function resolveRun(study: Study, name: string, seed: number): RunFile {
  const { task, model, trainer, steps } = findCell(study, name);
  const { base, seeds, tasks, path } = study;
  if (!seeds.includes(seed)) throw new RangeError(`seed is ${shown(seed)}; ${path} has the seeds ${seeds.join(', ')}.`);
  return {
    task: tasks[task],
    ...base,
    model: { ...base.model, ...model },
    trainer: { ...base.trainer, ...trainer },
    seed,
    steps: steps ?? base.steps,
  };
}

/** The tasks that a cell's model is measured on besides its own. */
export const furtherTests = (study: Study, cell: string): Record<string, PuzzleTaskOptions> =>
  Object.fromEntries((findCell(study, cell).alsoTest ?? []).map((name) => [name, study.tasks[name]]));

/** Where the relative path of a file of puzzles begins. */
export const folderOf = ({ path }: Study): string => dirname(path);

/** The run as the run.json of that folder has it: relative paths begin there. */
export function runIn(folder: string, study: Study, run: RunFile): RunFile {
  const { task } = run;
  if (task.kind !== 'csv' || isAbsolute(task.path)) return run;
  return { ...run, task: { ...task, path: relative(folder, join(folderOf(study), task.path)) } };
}

/** A run's model with every default filled in; how many classes and places there are, only the task knows. */
export function fullModel({ model }: RunFile): Omit<FullConfig, 'vocabSize' | 'seqLen'> {
  const { vocabSize, seqLen, ...full } = fullConfig({ ...model, vocabSize: 2, seqLen: 1 });
  return full;
}

function checkCell(study: Study, cell: StudyCell): void {
  checkOptions(cell, ['name', 'task', 'alsoTest', 'model', 'trainer', 'steps']);
  const tasks = Object.keys(study.tasks);
  checkChoice('task', cell.task, tasks);
  if (cell.alsoTest !== undefined && !Array.isArray(cell.alsoTest))
    throw new TypeError(`alsoTest is ${shown(cell.alsoTest)}; it must be a list of tasks.`);
  for (const other of cell.alsoTest ?? []) {
    checkChoice('alsoTest', other, tasks);
    checkAlike(other, study.tasks[other], cell.task, study.tasks[cell.task]);
    checkUnseen(other, study.tasks[other], cell.task, study.tasks[cell.task]);
  }
  for (const seed of study.seeds) checkRunFile(resolveRun(study, cell.name, seed));
}

/** What a task's puzzles are; how many cells they have, a file alone knows. */
function puzzlesOf(task: PuzzleTaskOptions): { kind: string; cells?: number } {
  if (task.kind === 'csv') return { kind: task.puzzle };
  if (task.kind === 'parity') return { kind: 'parity', cells: task.length };
  const side = task.kind === 'maze' ? (task.canvas ?? task.size) : task.size;
  return { kind: task.kind, cells: side ** 2 };
}

function checkAlike(name: string, other: PuzzleTaskOptions, own: string, task: PuzzleTaskOptions): void {
  const [found, wanted] = [puzzlesOf(other), puzzlesOf(task)];
  const sameSize = found.cells === undefined || wanted.cells === undefined || found.cells === wanted.cells;
  if (found.kind === wanted.kind && sameSize) return;
  const inWords = ({ kind, cells }: typeof found) => `${kind}${cells === undefined ? '' : ` of ${cells} cells`}`;
  throw new RangeError(
    `alsoTest names ${shown(name)}, ${inWords(found)}; the model of ${shown(own)} takes ${inWords(wanted)}.`,
  );
}

/** Refuses a parity of which the test set is the task's training set, or the one that the model is measured on anyway. */
function checkUnseen(name: string, other: PuzzleTaskOptions, own: string, task: PuzzleTaskOptions): void {
  if (other.kind !== 'parity' || task.kind !== 'parity') return;
  const [tested, { train, test }] = [paritySeeds(other).test, paritySeeds(task)];
  const same = tested === train ? 'training' : tested === test && (other.pole ?? 1) === (task.pole ?? 1) ? 'test' : '';
  if (same)
    throw new RangeError(
      `alsoTest names ${shown(name)}, whose test set is the ${same} set of ${shown(own)}; give it a seed other than ${other.seed ?? 0}.`,
    );
}

function checkSeeds(seeds: unknown): void {
  if (!Array.isArray(seeds) || seeds.length === 0)
    throw new RangeError(`seeds is ${shown(seeds)}; it must be a list of at least one integer.`);
  for (const seed of seeds) checkInteger('seed', seed, 0);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) < i);
  if (twice !== undefined) throw new RangeError(`seeds has ${twice} twice; each may come once.`);
}

/** A study named like another's table would write its own tables over it. */
function checkStudyName(name: string): void {
  checkName(name);
  const ending = tableNames.find((table) => table && name.endsWith(table));
  if (ending)
    throw new RangeError(
      `name is ${shown(name)}; it must not end in ${shown(ending)}, like a table of ${shown(name.slice(0, -ending.length))}: rename the file.`,
    );
}

function checkStudy(study: Study): void {
  const { name, path, seeds, tasks, base, cells } = study;
  at(path, () => {
    checkStudyName(name);
    checkSeeds(seeds);
    checkOptions(tasks ?? null, Object.keys(tasks ?? {}));
    checkOptions(base ?? null, ['model', 'trainer', 'steps', 'evaluateEvery', 'checkpointEvery']);
    for (const name of ['evaluateEvery', 'checkpointEvery'] as const) checkInteger(name, base[name] ?? 1, 1);
    if (!Array.isArray(cells) || cells.length === 0)
      throw new RangeError(`cells is ${shown(cells)}; it must be a list of at least one cell.`);
  });
  for (const [name, task] of Object.entries(tasks))
    at(`${path}, task ${shown(name)}`, () => {
      checkName(name);
      if (name === 'test')
        throw new RangeError("name is 'test', which in results is the test set of a cell's own task.");
      checkTask(task);
    });
  for (const [i, cell] of cells.entries()) {
    at(`${path}, cell ${i + 1}`, () => {
      checkName(cell?.name);
      const first = cells.findIndex(({ name }) => name === cell.name);
      if (first < i) throw new RangeError(`name is ${shown(cell.name)}, which is cell ${first + 1} already.`);
    });
    at(`${path}, cell ${shown(cell.name)}`, () => checkCell(study, cell));
  }
}

/**
 * Reads a study and checks all of it, so that nothing is found wrong after hours.
 *
 * @throws Error if the file is missing or no JSON; RangeError or TypeError that names the place for anything else
 */
export function readStudy(path: string): Study {
  if (!existsSync(path)) throw new Error(`There is no ${path}; studies are the files of the folder studies.`);
  const text = readFileSync(path, 'utf8');
  const content = parseJson<Omit<Study, 'name' | 'path' | 'hash'>>(path, text);
  at(path, () => checkOptions(content, ['seeds', 'tasks', 'base', 'cells']));
  const hash = createHash('sha256').update(text).digest('hex');
  const study = { name: basename(path, '.json'), path, hash, ...content };
  checkStudy(study);
  return study;
}
