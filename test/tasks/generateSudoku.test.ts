import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random } from 'polezero/numeric';
import {
  canonicalSudoku,
  type GenerateSudokuOptions,
  generateSudoku,
  generateSudokus,
  isSudokuSolution,
  rateSudoku,
  type SudokuSize,
  solveSudoku,
} from 'polezero/tasks';

const cluesOf = (puzzle: string) => [...puzzle].filter((character) => character !== '.').length;
const without = (puzzle: string, cell: number) => `${puzzle.slice(0, cell)}.${puzzle.slice(cell + 1)}`;
const sizes: [size: SudokuSize, seeds: number][] = [
  [4, 50],
  [6, 50],
  [9, 10],
];

describe('generateSudoku', () => {
  it('gives one solution, and by default no clue that could go', () => {
    for (const [size, seeds] of sizes)
      for (let seed = 0; seed < seeds; seed++) {
        const { puzzle, solution, difficulty } = generateSudoku({ size, seed });
        assert.equal(puzzle.length, size * size);
        assert(isSudokuSolution(puzzle, solution));
        assert.deepEqual(solveSudoku(puzzle).solutions, 1);
        assert.equal(difficulty, rateSudoku(puzzle));
        for (let cell = 0; cell < puzzle.length; cell++)
          if (puzzle[cell] !== '.') assert.equal(solveSudoku(without(puzzle, cell)).solutions, 2, `${puzzle} ${cell}`);
      }
  });

  it('gives as many clues as are wanted', () => {
    for (const [size, clues] of [
      [4, 4],
      [4, 9],
      [4, 16],
      [6, 9],
      [6, 20],
      [6, 36],
      [9, 24],
      [9, 40],
      [9, 81],
    ] as const) {
      const { puzzle, solution } = generateSudoku({ size, clues, seed: 2 });
      assert.equal(cluesOf(puzzle), clues);
      assert.equal(solveSudoku(puzzle).solution, solution);
    }
  });

  it('repeats for the same seed, differs for another, and goes on with a source', () => {
    for (const [size] of sizes) {
      assert.deepEqual(generateSudoku({ size, seed: 3 }), generateSudoku({ size, seed: 3 }));
      assert.notDeepEqual(generateSudoku({ size, seed: 3 }), generateSudoku({ size, seed: 4 }));
      const source = random(3);
      assert.deepEqual(generateSudoku({ size, random: source }), generateSudoku({ size, seed: 3 }));
      assert.notDeepEqual(generateSudoku({ size, random: source }), generateSudoku({ size, seed: 3 }));
    }
  });

  it('reaches all 288 grids of size 4', () => {
    const source = random(1);
    const grids = new Set(
      Array.from({ length: 6000 }, () => generateSudoku({ size: 4, clues: 16, random: source }).solution),
    );
    assert.equal(grids.size, 288);
  });

  it('says so when the clues are too few to be found', () => {
    assert.throws(
      () => generateSudoku({ size: 9, clues: 17, maxAttempts: 3 }),
      /Error: No puzzle with 17 clues came of 3 grids; take more clues, or raise maxAttempts/,
    );
  });

  it('names what is wrong with an option', () => {
    const generate = (options: unknown) => () => generateSudoku(options as GenerateSudokuOptions);
    for (const size of [5, 3, '6', undefined])
      assert.throws(generate({ size }), /RangeError: size is .* one of 4, 6, 9/);
    for (const clues of [3, 17, 6.5, Number.NaN, 'few'])
      assert.throws(
        generate({ size: 4, clues }),
        /RangeError: clues is .*'minimal' or an integer from 4 to 16 at size 4/,
      );
    assert.throws(generate({ size: 4, seed: -1 }), /RangeError: seed is -1/);
    assert.throws(generate({ size: 4, maxAttempts: 0 }), /RangeError: maxAttempts is 0/);
    assert.throws(generate({ size: 4, clue: 5 }), /TypeError: Unknown option 'clue'/);
  });
});

describe('generateSudokus', () => {
  it('gives puzzles of which none is equivalent to another', () => {
    const puzzles = generateSudokus({ size: 6, count: 300, seed: 1 });
    assert.equal(new Set(puzzles.map(({ puzzle }) => canonicalSudoku(puzzle))).size, 300);
    assert.deepEqual(puzzles, generateSudokus({ size: 6, count: 300, seed: 1 }));
  });

  it('knows the 36 classes of minimal puzzles of size 4, and when there are no more', () => {
    assert.equal(generateSudokus({ size: 4, count: 36 }).length, 36);
    assert.throws(
      () => generateSudokus({ size: 4, count: 37 }),
      /Error: Only 36 of 37 puzzles that are not equivalent/,
    );
  });

  it('refuses a source beside its seed', () => {
    const options = { size: 4, count: 1, random: random(1) } as object as Parameters<typeof generateSudokus>[0];
    assert.throws(() => generateSudokus(options), /TypeError: Unknown option 'random'/);
  });
});
