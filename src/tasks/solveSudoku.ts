import { checkInteger, checkOptions } from '../numeric/check';
import type { Random } from '../numeric/random';
import { layoutOf, type Sudoku, type SudokuLayout, sudokuDigits, sudokuString } from './sudokuGrid';

export interface SolveSudokuOptions {
  /** Stop once so many solutions are found (default 2: enough to tell whether the first is the only one). */
  limit?: number;
}

export interface SudokuResult {
  /** The first solution found, or null if there is none. */
  solution: string | null;
  /** How many were found, at most `limit`. */
  solutions: number;
  /**
   * How many branches of the search ended with a blank cell that no digit fits. The search takes the blank cell with the fewest digits left
   * (the first in reading order among equals) and tries them all. Of a puzzle with one solution and a limit above 1 it visits the
   * whole tree, so that the number does not depend on which digit is tried first.
   */
  backtracks: number;
}

const bitCount = Uint8Array.from({ length: 1024 }, (_, mask) => mask.toString(2).replaceAll('0', '').length);

/**
 * Depth-first search over the cells of one grid, which is filled in as it goes: always the cell with the fewest candidates (the first in
 * reading order among equals), its candidates from the smallest up, or in random order if `random` is given.
 */
export class SudokuSearch {
  solutions = 0;
  backtracks = 0;
  first: Uint8Array | null = null;
  private readonly rows: Uint16Array;
  private readonly columns: Uint16Array;
  private readonly boxes: Uint16Array;
  /** The cells still blank, in its first `blanks` places. */
  private readonly open: Uint8Array;
  private blanks = 0;

  constructor(
    private readonly layout: SudokuLayout,
    private readonly digits: Uint8Array,
    private readonly limit: number,
    private readonly random?: Random,
  ) {
    const { size } = layout;
    const free = 2 * (2 ** size - 1); // bit d is set while digit d is free
    this.rows = new Uint16Array(size).fill(free);
    this.columns = new Uint16Array(size).fill(free);
    this.boxes = new Uint16Array(size).fill(free);
    this.open = new Uint8Array(digits.length);
  }

  run(): this {
    for (let cell = 0; cell < this.digits.length; cell++) {
      const digit = this.digits[cell];
      if (digit === 0) this.open[this.blanks++] = cell;
      else if ((this.candidates(cell) & (1 << digit)) === 0) {
        this.backtracks++;
        return this;
      } else this.flip(cell, 1 << digit);
    }
    this.search();
    return this;
  }

  private candidates(cell: number): number {
    const { size, box } = this.layout;
    return this.rows[(cell / size) | 0] & this.columns[cell % size] & this.boxes[box[cell]];
  }

  /** Takes a digit at a cell from its row, column and box, or gives it back. */
  private flip(cell: number, bit: number): void {
    const { size, box } = this.layout;
    this.rows[(cell / size) | 0] ^= bit;
    this.columns[cell % size] ^= bit;
    this.boxes[box[cell]] ^= bit;
  }

  /** The place in `open` of the cell with the fewest candidates; among equals, of the lowest cell. */
  private narrowest(): number {
    let best = 0;
    let fewest = 99;
    for (let i = 0; i < this.blanks; i++) {
      const count = bitCount[this.candidates(this.open[i]) >> 1];
      if (count > fewest || (count === fewest && this.open[i] > this.open[best])) continue;
      best = i;
      fewest = count;
      if (count <= 1) break; // dead end or forced: the order of these does not change the number of dead ends
    }
    return best;
  }

  private search(): void {
    if (this.blanks === 0) {
      this.first ??= this.digits.slice();
      this.solutions++;
      return;
    }
    const at = this.narrowest();
    const cell = this.open[at];
    let left = this.candidates(cell);
    if (left === 0) {
      this.backtracks++;
      return;
    }
    this.open[at] = this.open[--this.blanks];
    while (left !== 0 && this.solutions < this.limit) {
      const bit = this.random === undefined ? left & -left : this.anyBit(left, this.random);
      left ^= bit;
      this.digits[cell] = 31 - Math.clz32(bit);
      this.flip(cell, bit);
      this.search();
      this.flip(cell, bit);
    }
    this.digits[cell] = 0;
    this.open[this.blanks++] = this.open[at];
    this.open[at] = cell;
  }

  private anyBit(mask: number, random: Random): number {
    let skip = random.below(bitCount[mask >> 1]);
    let rest = mask;
    while (skip-- > 0) rest &= rest - 1;
    return rest & -rest;
  }
}

/**
 * Solves a Sudoku, and tells whether the solution is the only one.
 *
 * @example
 * solveSudoku('1.3..2......4...') // { solution: '1432321421434321', solutions: 2, backtracks: 0 }
 *
 * @param puzzle - 4×4, 6×6 (boxes of two rows and three columns) or 9×9 cells
 * @throws RangeError or TypeError if it is no such grid; clues that contradict each other are a puzzle without solution, not an error
 */
export function solveSudoku(puzzle: Sudoku, options: SolveSudokuOptions = {}): SudokuResult {
  checkOptions(options, ['limit']);
  const { limit = 2 } = options;
  checkInteger('limit', limit, 1);
  const digits = sudokuDigits('puzzle', puzzle);
  const { first, solutions, backtracks } = new SudokuSearch(layoutOf('puzzle', digits.length), digits, limit).run();
  return { solution: first && sudokuString(first), solutions, backtracks };
}
