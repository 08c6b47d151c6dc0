import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Random, random } from 'polezero/numeric';
import {
  augmentSudoku,
  canonicalSudoku,
  decodeSudoku,
  encodeSudoku,
  generateSudoku,
  isSudokuSolution,
  randomSudokuSymmetry,
  type SudokuSize,
  solveSudoku,
  sudokuAugmentation,
  transformSudoku,
} from 'polezero/tasks';
import { golden } from './golden';

const sizes: SudokuSize[] = [4, 6, 9];

/** A source that says what the golden program drew, in the order in which it drew. */
function scripted(transpose: boolean, shuffles: number[][]): Random {
  const left = [...shuffles];
  const shuffle: Random['shuffle'] = (items) => {
    const old = Array.from(items as ArrayLike<unknown>);
    left.shift()!.forEach((from, i) => (items[i] = old[from]));
    return items;
  };
  return { ...random(0), shuffle, uniform: () => (transpose ? 0 : 0.5) };
}

describe('randomSudokuSymmetry', () => {
  it('draws and composes as the published code does', () => {
    assert(golden.augmentations.some(({ transpose, grid }) => transpose && grid.length === 81));
    for (const { grid, transpose, shuffles, result } of golden.augmentations) {
      // The published code draws its digits, bands and stacks first and then what is inside of each, just so.
      const symmetry = randomSudokuSymmetry(Math.sqrt(grid.length) as SudokuSize, scripted(transpose, shuffles));
      assert.equal(transformSudoku(grid, symmetry), result);
    }
  });

  it('reaches every symmetry: 128 of the cells at size 4, 3456 at size 6', () => {
    for (const [size, order] of [
      [4, 128],
      [6, 3456],
    ] as const) {
      const source = random(size);
      const seen = new Set<string>();
      for (let i = 0; i < 20 * order; i++) seen.add(randomSudokuSymmetry(size, source).cells.join());
      assert.equal(seen.size, order);
    }
  });

  it('is every change of cells that keeps rows, columns and boxes, as counted by brute force at size 4', () => {
    const box = (cell: number) => 2 * Math.floor(cell / 8) + (Math.floor(cell / 2) % 2);
    const related = (a: number, b: number) =>
      Math.floor(a / 4) === Math.floor(b / 4) || a % 4 === b % 4 || box(a) === box(b);
    // Bijections of the cells that keep who is whose peer.
    const count = (image: number[]): number => {
      if (image.length === 16) return 1;
      let found = 0;
      for (let to = 0; to < 16; to++) {
        const fits =
          !image.includes(to) && image.every((other, from) => related(from, image.length) === related(other, to));
        if (fits) found += count([...image, to]);
      }
      return found;
    };
    assert.equal(count([]), 128);
  });

  it('keeps blanks, uniqueness, the solution and the class', () => {
    const source = random(7);
    for (const size of sizes)
      for (let seed = 0; seed < 20; seed++) {
        const { puzzle, solution } = generateSudoku({ size, seed });
        const image = augmentSudoku({ puzzle, solution }, source);
        assert(isSudokuSolution(image.puzzle, image.solution));
        assert.deepEqual(solveSudoku(image.puzzle).solution, image.solution);
        assert.equal(canonicalSudoku(image.puzzle), canonicalSudoku(puzzle));
        assert.equal(canonicalSudoku(image.solution), canonicalSudoku(solution));
      }
  });

  it('never transposes 6×6, whose boxes would be turned', () => {
    const source = random(3);
    for (let i = 0; i < 200; i++) {
      const { cells } = randomSudokuSymmetry(6, source);
      assert.equal(Math.floor(cells[0] / 6), Math.floor(cells[1] / 6)); // rows stay rows
    }
    const { solution } = generateSudoku({ size: 6, clues: 36, seed: 0 });
    const transposed = [...solution].map((_, cell) => solution[(cell % 6) * 6 + Math.floor(cell / 6)]).join('');
    assert.equal(isSudokuSolution('.'.repeat(36), transposed), false);
  });

  it('refuses a grid of another size', () => {
    const symmetry = randomSudokuSymmetry(4, random(1));
    assert.throws(() => transformSudoku('.'.repeat(36), symmetry), /RangeError: grid is 6×6; it must be 4×4/);
    assert.throws(() => randomSudokuSymmetry(5 as SudokuSize, random(1)), /RangeError: size is 5/);
    assert.throws(() => sudokuAugmentation(7 as SudokuSize), /RangeError: size is 7/);
  });
});

describe('sudokuAugmentation', () => {
  it('does to tokens, in place, what augmentSudoku does to strings, and leaves padding alone', () => {
    for (const size of sizes) {
      const augment = sudokuAugmentation(size);
      const { puzzle, solution } = generateSudoku({ size, seed: 5 });
      const [inputs, labels] = [encodeSudoku(puzzle), encodeSudoku(solution)];
      augment(inputs, labels, random(9));
      const image = augmentSudoku({ puzzle, solution }, random(9));
      assert.deepEqual({ puzzle: decodeSudoku(inputs), solution: decodeSudoku(labels) }, image);

      const padding = new Int32Array(size * size);
      augment(padding, labels, random(9));
      assert(padding.every((token) => token === 0));
    }
  });
});
