import type { Random } from '../numeric/random';
import { layoutOf, type Sudoku, type SudokuSize, sudokuDigits, sudokuLayout, sudokuString } from './sudokuGrid';
import type { Augmentation } from './trainingBatches';

/** A change of a grid that keeps rows, columns and boxes: new cell i shows digits[old cell cells[i]]. */
export interface SudokuSymmetry {
  size: SudokuSize;
  cells: Uint8Array;
  /** Of each old digit, the new one; digits[0] = 0, so that blanks stay blank. */
  digits: Uint8Array;
}

/** 0 … n − 1. */
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Groups of `within` lines in a random order, and the lines in each. */
function shuffledLines(size: number, within: number, random: Random): number[] {
  const groups = random.shuffle(range(size / within));
  return groups.flatMap((group) => random.shuffle(range(within)).map((line) => group * within + line));
}

/**
 * A random symmetry of the grid, each equally likely, drawn and composed in the published order: digits, transposition (with
 * probability 1/2), bands and the rows in them, stacks and the columns in them; the transposition acts before the permutations.
 *
 * A 6×6 grid is never transposed: that would turn its boxes of two rows by three columns into boxes of three by two. Its symmetries are the
 * orders of three bands of two rows (3!·2!³ = 48) times those of two stacks of three columns (2!·3!² = 72) times 6! for the digits. At
 * 4×4 there are 2·8² · 4!, at 9×9 2·1296² · 9!.
 *
 * Source: build_sudoku_dataset.py (shuffle_sudoku) of the published TRM code.
 */
export function randomSudokuSymmetry(size: SudokuSize, random: Random): SudokuSymmetry {
  const { boxRows, boxColumns } = sudokuLayout(size);
  const digits = Uint8Array.from([0, ...random.shuffle(range(size).map((digit) => digit + 1))]);
  const transpose = boxRows === boxColumns && random.uniform() < 0.5;
  const rows = shuffledLines(size, boxRows, random);
  const columns = shuffledLines(size, boxColumns, random);
  const cells = new Uint8Array(size * size);
  rows.forEach((row, i) => {
    columns.forEach((column, j) => {
      cells[i * size + j] = transpose ? column * size + row : row * size + column;
    });
  });
  return { size, cells, digits };
}

/** The grid after a symmetry. */
export function transformSudoku(grid: Sudoku, { size, cells, digits }: SudokuSymmetry): string {
  const old = sudokuDigits('grid', grid);
  const own = layoutOf('grid', old.length).size;
  if (own !== size) throw new RangeError(`grid is ${own}×${own}; it must be ${size}×${size}, as the symmetry.`);
  return sudokuString(old.map((_, i) => digits[old[cells[i]]]));
}

/** Puzzle and solution after the same random symmetry. */
export function augmentSudoku(
  { puzzle, solution }: { puzzle: Sudoku; solution: Sudoku },
  random: Random,
): { puzzle: string; solution: string } {
  const symmetry = randomSudokuSymmetry(layoutOf('puzzle', puzzle.length).size, random);
  return { puzzle: transformSudoku(puzzle, symmetry), solution: transformSudoku(solution, symmetry) };
}

/** The same for rows of tokens, in place: what {@link TrainingBatches} applies to each puzzle that it hands out. */
export function sudokuAugmentation(size: SudokuSize): Augmentation {
  sudokuLayout(size);
  const old = new Int32Array(size * size);
  return (inputs, labels, random) => {
    const { cells, digits } = randomSudokuSymmetry(size, random);
    for (const tokens of [inputs, labels]) {
      old.set(tokens);
      // Token 0 is padding or an ignored label; the others are a digit plus 1.
      for (let i = 0; i < tokens.length; i++) {
        const token = old[cells[i]];
        tokens[i] = token === 0 ? 0 : digits[token - 1] + 1;
      }
    }
  };
}
