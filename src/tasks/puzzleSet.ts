import { shown } from '../numeric/check';
import { encodeMaze } from './encodeMaze';
import { encodeSudoku } from './encodeSudoku';
import { layoutOf } from './sudokuGrid';

/** A puzzle with its answer, as strings, row by row. */
export interface Puzzle {
  puzzle: string;
  solution: string;
  /** Sudoku: backtracks of a solver. Maze: steps from start to goal. */
  difficulty: number;
}

/** What a network is trained or tested on: `size` sequences of tokens and what to answer at each place. */
export interface PuzzleSet {
  /** [size · seqLen]; 0 is padding. */
  inputs: Int32Array;
  /** [size · seqLen]; 0 where no answer is asked for. */
  labels: Int32Array;
  size: number;
  seqLen: number;
  /** Tokens are 0 … vocabSize − 1. */
  vocabSize: number;
  /** [size]; what makes one harder than another, the task says in which unit. */
  difficulty?: Float64Array;
}

function puzzleSet(puzzles: readonly Puzzle[], encode: (grid: string) => Int32Array, vocabSize: number): PuzzleSet {
  const [size, seqLen] = [puzzles.length, puzzles[0].puzzle.length];
  const [inputs, labels] = [new Int32Array(size * seqLen), new Int32Array(size * seqLen)];
  puzzles.forEach(({ puzzle, solution }, i) => {
    if (puzzle.length !== seqLen || solution.length !== seqLen)
      throw new RangeError(
        `puzzles[${i}] has ${puzzle.length} cells and ${solution.length} in its solution; it must have ${seqLen} like the first.`,
      );
    inputs.set(encode(puzzle), i * seqLen);
    labels.set(encode(solution), i * seqLen);
  });
  const difficulty = Float64Array.from(puzzles, (puzzle) => puzzle.difficulty);
  return { inputs, labels, size, seqLen, vocabSize, difficulty };
}

function checkPuzzles(puzzles: readonly Puzzle[]): void {
  if (!Array.isArray(puzzles) || puzzles.length === 0)
    throw new RangeError(`puzzles is ${shown(puzzles)}; it must be an array of at least one puzzle.`);
}

/**
 * Sudokus of one size as tokens ({@link encodeSudoku}). The labels are the whole solution, clues included, as published.
 *
 * @throws RangeError if there are none, or not all of one size
 */
export function sudokuSet(puzzles: readonly Puzzle[]): PuzzleSet {
  checkPuzzles(puzzles);
  return puzzleSet(puzzles, encodeSudoku, layoutOf('puzzles[0]', puzzles[0].puzzle.length).size + 2);
}

/**
 * Mazes of one size as tokens ({@link encodeMaze}). The labels are the maze with its path, walls included, as published.
 *
 * @throws RangeError if there are none, or not all of one size
 */
export function mazeSet(puzzles: readonly Puzzle[]): PuzzleSet {
  checkPuzzles(puzzles);
  return puzzleSet(puzzles, encodeMaze, 6);
}

/** The set of some of the rows, in the order given. */
export function takePuzzles(set: PuzzleSet, indices: ArrayLike<number>): PuzzleSet {
  const { seqLen, vocabSize } = set;
  const size = indices.length;
  const [inputs, labels] = [new Int32Array(size * seqLen), new Int32Array(size * seqLen)];
  for (let i = 0; i < size; i++) {
    const row = indices[i];
    if (!Number.isInteger(row) || row < 0 || row >= set.size)
      throw new RangeError(`indices[${i}] is ${shown(row)}; it must be an integer from 0 to ${set.size - 1}.`);
    inputs.set(set.inputs.subarray(row * seqLen, (row + 1) * seqLen), i * seqLen);
    labels.set(set.labels.subarray(row * seqLen, (row + 1) * seqLen), i * seqLen);
  }
  const difficulty = set.difficulty && Float64Array.from(indices, (row) => set.difficulty![row]);
  return { inputs, labels, size, seqLen, vocabSize, ...(difficulty && { difficulty }) };
}
