import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { random } from 'polezero/numeric';
import {
  augmentSudoku,
  canonicalSudoku,
  generateSudoku,
  randomSudokuSymmetry,
  rateSudoku,
  relabelledSudoku,
  type SudokuSize,
  solveSudoku,
  transformSudoku,
} from 'polezero/tasks';
import { golden } from './golden';

/** All grids of a size whose first rows are given, found by plain recursion, without the library's solver. */
function grids(size: SudokuSize, start: string): string[] {
  const [height, width] = { 4: [2, 2], 6: [2, 3], 9: [3, 3] }[size];
  const found: string[] = [];
  const extend = (grid: string) => {
    if (grid.length === size * size) return found.push(grid);
    const [row, column] = [Math.floor(grid.length / size), grid.length % size];
    for (let digit = 1; digit <= size; digit++) {
      const fits = [...grid].every((other, cell) => {
        const [r, c] = [Math.floor(cell / size), cell % size];
        const sameBox =
          Math.floor(r / height) === Math.floor(row / height) && Math.floor(c / width) === Math.floor(column / width);
        return other !== String(digit) || !(r === row || c === column || sameBox);
      });
      if (fits) extend(grid + digit);
    }
  };
  extend(start);
  return found;
}

/** Digits of random cells of a solution: mostly no puzzle with one solution, and as good a grid to tell apart. */
const someGrid = fc
  .record({
    size: fc.constantFrom<SudokuSize>(4, 6, 9),
    seed: fc.nat(1e6),
    share: fc.double({ min: 0.15, max: 1, noNaN: true }),
  })
  .map(({ size, seed, share }) => {
    const source = random(seed);
    const { solution } = generateSudoku({ size, clues: size * size, random: source });
    return { size, source, grid: [...solution].map((digit) => (source.uniform() < share ? digit : '.')).join('') };
  });

describe('canonicalSudoku', () => {
  it('is the smallest of all images, as found by trying every one of them', () => {
    for (const { puzzle, solution, canonical, canonicalSolution } of golden.sudokus) {
      assert.equal(canonicalSudoku(puzzle), canonical);
      if (canonicalSolution !== undefined) assert.equal(canonicalSudoku(solution), canonicalSolution);
    }
    assert.deepEqual(new Set(golden.sudokus.map(({ puzzle }) => puzzle.length)), new Set([16, 36, 81]));
  });

  it('is the same for every image of a grid, and an image of it itself', () => {
    fc.assert(
      fc.property(someGrid, ({ size, source, grid }) => {
        const canonical = canonicalSudoku(grid);
        assert.equal(canonicalSudoku(transformSudoku(grid, randomSudokuSymmetry(size, source))), canonical);
        assert.equal(canonicalSudoku(canonical), canonical);
        assert(canonical <= relabelledSudoku(grid));
        assert.equal(canonical.replaceAll('.', '').length, grid.replaceAll('.', '').length);
      }),
      { numRuns: 150 },
    );
  });

  it('tells inequivalent grids apart: a digit moved, a digit changed', () => {
    assert.notEqual(canonicalSudoku('12..............'), canonicalSudoku('1..2............')); // one box, two boxes
    assert.notEqual(canonicalSudoku('1....1..........'), canonicalSudoku('1......1........')); // the diagonal of a box, of two
    assert.notEqual(canonicalSudoku('1..2............'), canonicalSudoku('1..1............'));
    assert.equal(canonicalSudoku('1..2............'), canonicalSudoku('3.......4.......')); // row and column are as good
    const alongRow = `1..2${'.'.repeat(32)}`; // at 6×6 they are not: these share nothing but the row,
    const alongColumn = `1${'.'.repeat(11)}2${'.'.repeat(23)}`; // these the column
    assert.notEqual(canonicalSudoku(alongRow), canonicalSudoku(alongColumn));
  });

  it('finds the 2 classes of the 288 grids of size 4', () => {
    const all = grids(4, '');
    assert.equal(all.length, 288);
    const sizes = new Map<string, number>();
    for (const grid of all) sizes.set(canonicalSudoku(grid), (sizes.get(canonicalSudoku(grid)) ?? 0) + 1);
    assert.deepEqual([...sizes.values()].sort(), [192, 96]);
  });

  it('finds the 49 classes of the 28,200,960 grids of size 6, each as large as an orbit can be', () => {
    const all = grids(6, '123456'); // the others have their digits renamed
    assert.equal(all.length, 39_168);
    const sizes = new Map<string, number>();
    for (const grid of all) {
      const canonical = canonicalSudoku(grid);
      sizes.set(canonical, (sizes.get(canonical) ?? 0) + 720);
    }
    assert.equal(sizes.size, 49);
    for (const orbit of sizes.values()) assert.equal((48 * 72 * 720) % orbit, 0); // orbit and stabiliser
  });

  it('takes the emptiest grids too, of which all images are alike', () => {
    assert.equal(canonicalSudoku('.'.repeat(81)), '.'.repeat(81));
    assert.equal(canonicalSudoku(`.....5${'.'.repeat(30)}`), `${'.'.repeat(35)}1`);
  });
});

describe('relabelledSudoku', () => {
  it('numbers digits as they first appear', () => {
    assert.equal(relabelledSudoku('4.2..4....3.....'), '1.2..1....3.....');
    assert.equal(relabelledSudoku('4.2..4....3.....'), relabelledSudoku('3.1..3....2.....'));
    assert.notEqual(relabelledSudoku('4.2..4....3.....'), relabelledSudoku('.42..4....3.....'));
  });
});

describe('rateSudoku', () => {
  it('is the number of dead ends on the canonical form, and the same for every image', () => {
    const source = random(1);
    for (const { puzzle, solution, canonical } of golden.sudokus) {
      assert.equal(rateSudoku(puzzle), solveSudoku(canonical).backtracks);
      assert.equal(rateSudoku(augmentSudoku({ puzzle, solution }, source).puzzle), rateSudoku(puzzle));
    }
  });

  it('refuses a puzzle without solution or with several', () => {
    assert.throws(() => rateSudoku('11..............'), /RangeError: puzzle has no solution/);
    assert.throws(() => rateSudoku('1...............'), /RangeError: puzzle has more than one solution/);
  });
});
