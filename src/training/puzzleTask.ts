import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkChoice, checkInteger, checkOptions, checkSeed, shown } from '../numeric/check';
import { random } from '../numeric/random';
import {
  type Augmentation,
  canonicalMaze,
  canonicalSudoku,
  generateMaze,
  generateParity,
  generateSudoku,
  generateSudokus,
  mazeAugmentation,
  mazeSet,
  type Puzzle,
  type PuzzleSet,
  placeMaze,
  puzzleOf,
  readPuzzleCsv,
  type SudokuSize,
  splitByClass,
  sudokuAugmentation,
  sudokuSet,
} from '../tasks';
import { checkMinPathLength } from '../tasks/generateMaze';
import { checkClues } from '../tasks/generateSudoku';
import { checkPole } from '../tasks/parity';

interface SplitSizes {
  /** Puzzles to train on, before augmentation; of Sudokus and mazes what testing leaves. */
  train: number;
  /**
   * Puzzles to test on. Of Sudokus and mazes none is a training puzzle in disguise: whole classes of alike puzzles are taken until there are at
   * least so many. That is a few more where there are few classes, as of 4×4 Sudokus. Of parity see {@link ParityTask}.
   */
  test: number;
  /** Integer in [0, 2³²); default 0. */
  seed?: number;
}

export interface SudokuTask extends SplitSizes {
  kind: 'sudoku';
  size: SudokuSize;
  /** How many cells are given; default 'minimal', as few as the generator can leave. */
  clues?: number | 'minimal';
}

export interface MazeTask extends SplitSizes {
  kind: 'maze';
  /** Cells a side. */
  size: number;
  /** Steps that the shortest path has at least. */
  minPathLength?: number;
  /** Rows and columns of the square of walls in which each maze gets a random place; default `size`, no more than the maze. */
  canvas?: number;
}

/**
 * Whether the number of ones so far is odd, at every place of a sequence of bits. All sequences are drawn independently: of short ones, some
 * that are tested may be among those that are trained on. The test set of one seed has the sequences of the next seed's training set: for tasks
 * that are compared or mixed, take seeds at least 2 apart.
 */
export interface ParityTask extends SplitSizes {
  kind: 'parity';
  length: number;
  /** How much of the past is kept, in [0, 1]; default 1, all of it. */
  pole?: number;
}

/** Puzzles of a file of one's own, in the published columns: source, question, answer, rating. */
export interface CsvTask extends Omit<SplitSizes, 'train'> {
  kind: 'csv';
  /** Of the file; a relative one begins in the folder of run.json, or else in the working directory. */
  path: string;
  puzzle: 'sudoku' | 'maze';
  /** At most so many are read; default all. */
  train?: number;
}

export type PuzzleTaskOptions = SudokuTask | MazeTask | ParityTask | CsvTask;

/** What a network is trained and tested on. */
export interface PuzzleTask {
  train: PuzzleSet;
  test: PuzzleSet;
  /** Turns a training puzzle into another that is as good, each time it is handed out. */
  augment?: Augmentation;
}

/** The seeds of a parity's two sets. */
export const paritySeeds = ({ seed = 0 }: ParityTask) => ({ train: seed, test: (seed + 1) >>> 0 });

const keys: Record<PuzzleTaskOptions['kind'], readonly string[]> = {
  sudoku: ['kind', 'size', 'clues', 'train', 'test', 'seed'],
  maze: ['kind', 'size', 'minPathLength', 'canvas', 'train', 'test', 'seed'],
  parity: ['kind', 'length', 'pole', 'train', 'test', 'seed'],
  csv: ['kind', 'path', 'puzzle', 'train', 'test', 'seed'],
};

/** Of a few symmetry classes there are many puzzles at 4 × 4: there, and only there, classes may come more than once. */
function sudokus({ size, clues, train, test, seed = 0 }: SudokuTask): Puzzle[] {
  const count = train + test;
  if (size !== 4) return generateSudokus({ size, clues, count, seed });
  return Array.from({ length: count }, (_, i) => generateSudoku({ size, clues, seed: (seed * count + i) >>> 0 }));
}

function mazes({ size, minPathLength, canvas = size, train, test, seed = 0 }: MazeTask): Puzzle[] {
  const count = train + test;
  const places = random(seed);
  const [found, seen] = [[] as Puzzle[], new Set<string>()];
  const most = 20 * count;
  for (let i = 0, before = 0; found.length < count; i++) {
    if (i === most || i % 1000 === 999) {
      if (!canSuffice(found.length - before, most - i, count - found.length))
        throw new RangeError(`size is ${size}; there are too few mazes of that size for ${count}: ask for fewer.`);
      before = found.length;
    }
    const maze = generateMaze({ size, minPathLength, seed: (seed * most + i) >>> 0 });
    const name = canonicalMaze(maze.puzzle);
    if (!seen.has(name)) found.push(placeMaze(maze, canvas, places));
    seen.add(name);
  }
  return found;
}

/** Whether so many more may be found, with much luck, when the last 1000 tries have found `found`: new ones only become rarer. */
const canSuffice = (found: number, tries: number, wanted: number): boolean =>
  (2 * (found + 3) * tries) / 1000 >= wanted;

async function fromFile({ path, puzzle, train, test }: CsvTask, folder: string): Promise<Puzzle[]> {
  const file = resolve(folder, path);
  if (!existsSync(file)) throw new RangeError(`path is ${shown(path)}; there is no file ${file}.`);
  const puzzles: Puzzle[] = [];
  const most = train === undefined ? Number.POSITIVE_INFINITY : train + test;
  for await (const row of readPuzzleCsv(file, { kind: puzzle })) {
    if (puzzles.push(puzzleOf(row)) >= most) break;
  }
  if (puzzles.length === 0) throw new RangeError(`path is ${shown(path)}, a file without puzzles.`);
  if (puzzles.length <= test)
    throw new RangeError(
      `test is ${test}; it must be less than the number of puzzles in ${file}, ${puzzles.length}, so that some are left to train on.`,
    );
  return puzzles;
}

const sideOf = ({ puzzle }: Puzzle): number => Math.round(Math.sqrt(puzzle.length));

/** Speaks of the size of the test as a task does. */
function renamed<Result>(split: () => Result): Result {
  try {
    return split();
  } catch (error) {
    (error as Error).message = (error as Error).message.replace(/^testSize/, 'test');
    throw error;
  }
}

/** Split by symmetry class, so that what is tested is not known in disguise. */
function split(
  puzzles: Puzzle[],
  kind: 'sudoku' | 'maze',
  { test, seed }: { test: number; seed?: number },
): PuzzleTask {
  const side = sideOf(puzzles[0]);
  const [classOf, toSet, augment] =
    kind === 'sudoku'
      ? [canonicalSudoku, sudokuSet, sudokuAugmentation(side as SudokuSize)]
      : [canonicalMaze, mazeSet, mazeAugmentation(side)];
  const parts = renamed(() => splitByClass(puzzles, (each) => classOf(each.puzzle), { testSize: test, seed }));
  return { train: toSet(parts.train), test: toSet(parts.test), augment };
}

/** More puzzles, and longer ones, than anybody makes or keeps in memory. */
const [mostPuzzles, longest] = [2 ** 28, 2 ** 20];

/**
 * Checks what a task is to be, without making its puzzles.
 *
 * @throws RangeError or TypeError for an option out of range or an unknown one, as far as it shows before the puzzles are made
 */
export function checkTask(options: PuzzleTaskOptions): void {
  checkChoice('task.kind', options?.kind, Object.keys(keys));
  checkOptions(options, keys[options.kind]);
  checkInteger('test', options.test, 1, mostPuzzles);
  checkSeed('seed', options.seed ?? 0);
  if (options.kind !== 'csv' || options.train !== undefined) checkInteger('train', options.train!, 1, mostPuzzles);
  if (options.kind === 'sudoku') {
    checkChoice('size', options.size, [4, 6, 9]);
    checkClues(options.clues ?? 'minimal', options.size);
  }
  if (options.kind === 'maze') {
    checkInteger('size', options.size, 4, Math.sqrt(longest));
    checkInteger('canvas', options.canvas ?? options.size, options.size, Math.sqrt(longest));
    checkMinPathLength(options.minPathLength ?? options.size, options.size);
  }
  if (options.kind === 'parity') {
    checkInteger('length', options.length, 1, longest);
    checkPole(options.pole ?? 1);
  }
  if (options.kind === 'csv') {
    if (typeof options.path !== 'string') throw new TypeError(`path is ${shown(options.path)}; it must be a string.`);
    checkChoice('puzzle', options.puzzle, ['sudoku', 'maze']);
  }
}

/**
 * Generates, or reads, what a network is to be trained and tested on. The same options give the same puzzles.
 *
 * @example
 * const task = await puzzleTask({ kind: 'sudoku', size: 6, train: 2500, test: 500, seed: 1 });
 *
 * @param folder - where the relative path of a file begins; default the working directory
 * @throws RangeError or TypeError for an option out of range or an unknown one; PuzzleCsvError for a malformed file, with the line
 */
export async function puzzleTask(options: PuzzleTaskOptions, folder = '.'): Promise<PuzzleTask> {
  checkTask(options);
  if (options.kind === 'csv') return split(await fromFile(options, folder), options.puzzle, options);
  if (options.kind === 'sudoku') return split(sudokus(options), 'sudoku', options);
  if (options.kind === 'maze') return split(mazes(options), 'maze', options);
  const { length, pole, train, test } = options;
  const seeds = paritySeeds(options);
  return {
    train: generateParity({ length, pole, size: train, seed: seeds.train }),
    test: generateParity({ length, pole, size: test, seed: seeds.test }),
  };
}
