import { checkInteger, checkOptions, shown } from '../numeric/check';
import { type Random, random as seeded } from '../numeric/random';
import { canonicalSudoku, rateSudoku } from './canonicalSudoku';
import type { Puzzle } from './puzzleSet';
import { SudokuSearch } from './solveSudoku';
import { type SudokuLayout, type SudokuSize, sudokuLayout, sudokuString } from './sudokuGrid';

export interface GenerateSudokuOptions {
  size: SudokuSize;
  /** How many cells are given; 'minimal' (default): no clue can go without a second solution. */
  clues?: number | 'minimal';
  /** Integer in [0, 2³²); default 0. */
  seed?: number;
  /** A source to draw from, in place of a seed. */
  random?: Random;
  /** How many grids to try for the wanted clues; default 1000. */
  maxAttempts?: number;
}

export interface GenerateSudokusOptions extends Omit<GenerateSudokuOptions, 'random'> {
  /** How many puzzles. */
  count: number;
}

/** The fewest clues that can fix a solution: 4, 8 and 17 (found by exhaustive search; at 9×9 by McGuire, Tugemann & Civario, 2012). */
const fewestClues: Record<SudokuSize, number> = { 4: 4, 6: 8, 9: 17 };

/** Throws unless a Sudoku of that size can have so few or many clues. */
export function checkClues(clues: number | 'minimal', size: SudokuSize): void {
  if (clues === 'minimal') return;
  if (!Number.isInteger(clues) || clues < fewestClues[size] || clues > size * size)
    throw new RangeError(
      `clues is ${shown(clues)}; it must be 'minimal' or an integer from ${fewestClues[size]} to ${size * size} at size ${size}.`,
    );
}

const isUnique = (layout: SudokuLayout, digits: Uint8Array): boolean =>
  new SudokuSearch(layout, digits.slice(), 2).run().solutions === 1;

/** Takes clues away in random order while the solution stays the only one, until `clues` are left or none can go. */
function removeClues(layout: SudokuLayout, solution: Uint8Array, clues: number, random: Random): Uint8Array {
  const digits = solution.slice();
  let left = digits.length;
  for (const cell of random.shuffle(Uint8Array.from(digits, (_, cell) => cell))) {
    if (left === clues) break;
    digits[cell] = 0;
    if (isUnique(layout, digits)) left--;
    else digits[cell] = solution[cell];
  }
  return digits;
}

/**
 * A Sudoku with exactly one solution.
 *
 * The grid is filled by random backtracking, then clues are taken away in random order as long as the solution stays the only one. This
 * favours neither the grids nor the puzzles evenly, but reaches all of them.
 *
 * @example
 * generateSudoku({ size: 4, seed: 1 }) // { puzzle: '.....3.41.3.....', solution: '4123231414323241', difficulty: 0 }
 *
 * @returns puzzle and solution as strings of size² characters, and the difficulty ({@link rateSudoku})
 * @throws RangeError or TypeError for an option out of range; Error if no grid of `maxAttempts` could be reduced to so few clues
 */
export function generateSudoku(options: GenerateSudokuOptions): Puzzle {
  checkOptions(options, ['size', 'clues', 'seed', 'random', 'maxAttempts']);
  const { size, clues = 'minimal', seed = 0, random = seeded(seed), maxAttempts = 1000 } = options;
  const layout = sudokuLayout(size);
  checkClues(clues, size);
  checkInteger('maxAttempts', maxAttempts, 1);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const solution = new SudokuSearch(layout, new Uint8Array(size * size), 1, random).run().first!;
    const digits = removeClues(layout, solution, clues === 'minimal' ? 0 : clues, random);
    if (clues !== 'minimal' && digits.filter((digit) => digit !== 0).length > clues) continue;
    const puzzle = sudokuString(digits);
    return { puzzle, solution: sudokuString(solution), difficulty: rateSudoku(puzzle) };
  }
  throw new Error(`No puzzle with ${clues} clues came of ${maxAttempts} grids; take more clues, or raise maxAttempts.`);
}

/**
 * So many Sudokus, none equivalent to another ({@link canonicalSudoku}): any split of them is a split by class.
 *
 * @throws as {@link generateSudoku}; Error if `maxAttempts` puzzles in a row were equivalent to earlier ones (at 4×4 there are few classes)
 */
export function generateSudokus(options: GenerateSudokusOptions): Puzzle[] {
  checkOptions(options, ['size', 'count', 'clues', 'seed', 'maxAttempts']);
  const { count, seed = 0, ...rest } = options;
  checkInteger('count', count, 1);
  const random = seeded(seed);
  const { maxAttempts = 1000 } = rest;
  const classes = new Set<string>();
  const puzzles: Puzzle[] = [];
  for (let repeats = 0; puzzles.length < count; ) {
    const puzzle = generateSudoku({ ...rest, random });
    const before = classes.size;
    classes.add(canonicalSudoku(puzzle.puzzle));
    if (classes.size > before) {
      puzzles.push(puzzle);
      repeats = 0;
    } else if (++repeats >= maxAttempts)
      throw new Error(
        `Only ${before} of ${count} puzzles that are not equivalent to each other came up; ask for fewer, for other clues or a larger size.`,
      );
  }
  return puzzles;
}
