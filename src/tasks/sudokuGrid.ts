import { checkChoice, shown } from '../numeric/check';

/** The number of digits, rows and columns. */
export type SudokuSize = 4 | 6 | 9;

/**
 * A puzzle or a solution, row by row: a string of size² characters with '.' or '0' for a blank, or as many digits with 0 for one.
 * Functions give strings with '.'.
 */
export type Sudoku = string | ArrayLike<number>;

/** How the cells of a size hang together. Cells are numbered row by row. */
export interface SudokuLayout {
  size: SudokuSize;
  /** Rows of a box, which is also the number of rows in a band: 2, 2, 3. */
  boxRows: number;
  /** Columns of a box, and of a stack: 2, 3, 3. */
  boxColumns: number;
  /** Of each cell, the box that it lies in. */
  box: Uint8Array;
}

const layouts = new Map<number, SudokuLayout>(
  (
    [
      [4, 2, 2],
      [6, 2, 3],
      [9, 3, 3],
    ] as const
  ).map(([size, boxRows, boxColumns]) => {
    const box = Uint8Array.from({ length: size * size }, (_, cell) => {
      const [row, column] = [Math.floor(cell / size), cell % size];
      return Math.floor(row / boxRows) * boxRows + Math.floor(column / boxColumns);
    });
    return [size, { size, boxRows, boxColumns, box }];
  }),
);

/**
 * Rows, columns and boxes of a size: boxes of 2×2, 2×3 (two rows, three columns) or 3×3 cells.
 *
 * @throws RangeError for any other size
 */
export function sudokuLayout(size: number): SudokuLayout {
  checkChoice('size', size, [...layouts.keys()]);
  return layouts.get(size)!;
}

/** The layout that a grid of `cells` cells has. */
export function layoutOf(name: string, cells: number): SudokuLayout {
  const layout = layouts.get(Math.sqrt(cells));
  if (layout === undefined)
    throw new RangeError(`${name} has ${cells} cells; it must have 16, 36 or 81 (4×4, 6×6 or 9×9).`);
  return layout;
}

const shownCell = (cell: number, size: number) => `row ${Math.floor(cell / size) + 1}, column ${(cell % size) + 1}`;

/**
 * The digits of a grid, 0 for a blank.
 *
 * @throws RangeError or TypeError if it is no grid of 4×4, 6×6 or 9×9 cells or has a cell that is neither blank nor a digit of it
 */
export function sudokuDigits(name: string, grid: Sudoku): Uint8Array {
  if (typeof grid !== 'string' && typeof grid?.length !== 'number')
    throw new TypeError(`${name} is ${shown(grid)}; it must be a string or an array of digits.`);
  const { size } = layoutOf(name, grid.length);
  const digits = new Uint8Array(grid.length);
  for (let cell = 0; cell < digits.length; cell++) {
    const digit = typeof grid === 'string' ? digitOf(grid.charCodeAt(cell)) : grid[cell];
    if (!(digit >= 0 && digit <= size && Number.isInteger(digit)))
      throw new RangeError(
        `${name} has ${shown(grid[cell])} at ${shownCell(cell, size)}; it must be 1 to ${size}, or '.' or 0 for a blank.`,
      );
    digits[cell] = digit;
  }
  return digits;
}

/** The digit that a character code stands for; '.' is a blank. */
const digitOf = (code: number): number => (code === 46 ? 0 : code - 48);

/** The grid as a string, '.' for a blank. */
export function sudokuString(digits: ArrayLike<number>): string {
  let text = '';
  for (let cell = 0; cell < digits.length; cell++) text += digits[cell] === 0 ? '.' : digits[cell];
  return text;
}

/** {@link isSolvedSudoku} of digits that have been checked. */
function isSolved(digits: Uint8Array): boolean {
  const { size, box } = layoutOf('grid', digits.length);
  const units = new Uint16Array(3 * size); // rows, columns, boxes; bit d is set when digit d is there
  for (let cell = 0; cell < digits.length; cell++) {
    const bit = 1 << digits[cell];
    units[Math.floor(cell / size)] |= bit;
    units[size + (cell % size)] |= bit;
    units[2 * size + box[cell]] |= bit;
  }
  const full = 2 * (2 ** size - 1);
  return units.every((unit) => unit === full);
}

/** Whether every row, column and box holds every digit once. */
export function isSolvedSudoku(grid: Sudoku): boolean {
  return isSolved(sudokuDigits('grid', grid));
}

/** Whether `solution` is solved and has every clue of `puzzle`. */
export function isSudokuSolution(puzzle: Sudoku, solution: Sudoku): boolean {
  return solves(sudokuDigits('puzzle', puzzle), sudokuDigits('solution', solution));
}

/** {@link isSudokuSolution} of digits that have been checked. */
export function solves(clues: Uint8Array, digits: Uint8Array): boolean {
  if (clues.length !== digits.length) return false;
  for (let cell = 0; cell < clues.length; cell++) if (clues[cell] !== 0 && clues[cell] !== digits[cell]) return false;
  return isSolved(digits);
}
