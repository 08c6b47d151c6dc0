import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeSudoku, encodeSudoku, isSolvedSudoku, isSudokuSolution, type Sudoku } from 'polezero/tasks';
import { golden } from './golden';

describe('encodeSudoku', () => {
  it('gives the published tokens: blank 1, digit d is d + 1', () => {
    assert.deepEqual([...encodeSudoku('1.3..2......4...')], [2, 1, 4, 1, 1, 3, 1, 1, 1, 1, 1, 1, 5, 1, 1, 1]);
    assert.deepEqual(encodeSudoku('1030020000004000'), encodeSudoku('1.3..2......4...'));
    assert.deepEqual(encodeSudoku(Uint8Array.from('1030020000004000', Number)), encodeSudoku('1.3..2......4...'));
    assert.equal(Math.max(...encodeSudoku('123456789'.repeat(9))), 10);
  });

  it('is undone by decodeSudoku', () => {
    for (const { puzzle, solution } of golden.sudokus) {
      assert.equal(decodeSudoku(encodeSudoku(puzzle)), puzzle);
      assert.equal(decodeSudoku(encodeSudoku(solution)), solution);
    }
  });

  it('names what is wrong', () => {
    const encode = (grid: unknown) => () => encodeSudoku(grid as Sudoku);
    assert.throws(encode('1.3'), /RangeError: grid has 3 cells; it must have 16, 36 or 81/);
    assert.throws(encode('.'.repeat(25)), /RangeError: grid has 25 cells/);
    assert.throws(encode(`......5${'.'.repeat(9)}`), /RangeError: grid has '5' at row 2, column 3; it must be 1 to 4/);
    for (const wrong of ['x', ' ', '/', '\uff11', '-'])
      assert.throws(encode(wrong + '.'.repeat(80)), /RangeError: grid has .* at row 1, column 1; it must be 1 to 9/);
    for (const wrong of [1.5, -1, 10, Number.NaN, '1', null, undefined])
      assert.throws(
        encode([wrong, ...new Array(80).fill(0)]),
        /RangeError: grid has .* at row 1, column 1/,
        `${wrong}`,
      );
    for (const wrong of [null, undefined, 5, {}])
      assert.throws(encode(wrong), /TypeError: grid is .*; it must be a string/);
    assert.throws(
      () => decodeSudoku(new Array(16).fill(0)),
      /RangeError: tokens\[0\] is 0; it must be 1 .* or 2 to 5 .*learnt too little/,
    );
    assert.throws(() => decodeSudoku(new Array(16).fill(6)), /RangeError: tokens\[0\] is 6/);
    assert.throws(() => decodeSudoku([1, 2]), /RangeError: tokens has 2 cells/);
  });
});

describe('isSudokuSolution', () => {
  it('accepts the solution and nothing that differs from it in a cell', () => {
    for (const { puzzle, solution } of golden.sudokus) {
      assert(isSolvedSudoku(solution) && isSudokuSolution(puzzle, solution));
      assert.equal(isSolvedSudoku(puzzle), false);
      for (let cell = 0; cell < solution.length; cell++)
        for (const digit of '.12') {
          if (digit === solution[cell]) continue;
          const changed = solution.slice(0, cell) + digit + solution.slice(cell + 1);
          assert.equal(isSudokuSolution(puzzle, changed), false);
        }
    }
  });

  it('wants every unit right, and every clue kept', () => {
    const rows = '1234'.repeat(4);
    assert.equal(isSolvedSudoku(rows), false); // rows only
    assert.equal(isSolvedSudoku('1234234134124123'), false); // rows and columns, not boxes
    assert.equal(isSolvedSudoku('1234341221434321'), true);
    assert.equal(isSudokuSolution('2...............', '1234341221434321'), false); // another clue
    assert.equal(isSudokuSolution('.'.repeat(36), '1234341221434321'), false); // another size
    const latin6 = '123456234561345612456123561234612345';
    assert.equal(isSolvedSudoku(latin6), false);
  });
});
