import { shown } from '../numeric/check';
import { padding } from './padding';
import { layoutOf, type Sudoku, sudokuDigits, sudokuString } from './sudokuGrid';

/**
 * The published tokens of a grid: digit + 1, so that a blank is 1 and the digits are 2 … size + 1; 0 is padding.
 *
 * Source: build_sudoku_dataset.py of the published TRM code.
 */
export function encodeSudoku(grid: Sudoku): Int32Array {
  return Int32Array.from(sudokuDigits('grid', grid), (digit) => digit + 1);
}

/**
 * The grid that tokens stand for.
 *
 * @throws RangeError if there are not 16, 36 or 81 of them, or one is padding or no token of the size
 */
export function decodeSudoku(tokens: ArrayLike<number>): string {
  const { size } = layoutOf('tokens', tokens.length);
  const digits = Array.from(tokens, (token, i) => {
    if (!Number.isInteger(token) || token < 1 || token > size + 1)
      throw new RangeError(
        `tokens[${i}] is ${shown(token)}; it must be 1 for a blank or 2 to ${size + 1} for the digits 1 to ${size}. ${padding}`,
      );
    return token - 1;
  });
  return sudokuString(digits);
}
