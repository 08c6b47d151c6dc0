import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSudokuSolution, solveSudoku } from 'polezero/tasks';
import { golden } from './golden';

describe('solveSudoku', () => {
  it('finds the solution and the dead ends that an independent search over sets finds', () => {
    for (const { puzzle, solution, deadEnds } of golden.sudokus)
      assert.deepEqual(solveSudoku(puzzle), { solution, solutions: 1, backtracks: deadEnds }, puzzle);
    assert(golden.sudokus.some(({ deadEnds }) => deadEnds > 20));
  });

  it('counts the 288 grids of size 4, and 28,200,960 / 6! of size 6 with a given first row', () => {
    assert.equal(solveSudoku('.'.repeat(16), { limit: 1000 }).solutions, 288);
    assert.equal(solveSudoku('.'.repeat(16), { limit: 287 }).solutions, 287);
    assert.equal(solveSudoku(`123456${'.'.repeat(30)}`, { limit: 1e6 }).solutions, 28_200_960 / 720);
  });

  it('solves 17 clues, and what is solved already', () => {
    const clues = '000000010400000000020000000000050407008000300001090000300400200050100000000806000';
    const { solution, solutions } = solveSudoku(clues);
    assert.equal(solutions, 1);
    assert(isSudokuSolution(clues, solution!));
    assert.deepEqual(solveSudoku(solution!), { solution, solutions: 1, backtracks: 0 });
  });

  it('says that there is no solution', () => {
    const none = { solution: null, solutions: 0, backtracks: 1 };
    assert.deepEqual(solveSudoku('11..............'), none); // twice in a row
    assert.deepEqual(solveSudoku('1...1...........'), none); // in a column
    assert.deepEqual(solveSudoku('1....1..........'), none); // in a box
    assert.deepEqual(solveSudoku('123....4........'), none); // nothing left for the last cell of the row
    assert.equal(solveSudoku('1234341221434322').solution, null); // full, and wrong
  });

  it('refuses what is no limit', () => {
    for (const limit of [0, -1, 1.5, Number.NaN])
      assert.throws(() => solveSudoku('.'.repeat(16), { limit }), /RangeError: limit is .* integer of at least 1/);
    assert.throws(
      () => solveSudoku('.'.repeat(16), { max: 3 } as object),
      /TypeError: Unknown option 'max'; valid: limit/,
    );
  });
});
