import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  decodeMaze,
  decodeSudoku,
  generateMaze,
  generateSudokus,
  mazeSet,
  type Puzzle,
  sudokuSet,
} from 'polezero/tasks';

describe('sudokuSet', () => {
  it('has vocabulary size + 2 and the whole solution as labels', () => {
    for (const size of [4, 6, 9] as const) {
      const puzzles = generateSudokus({ size, count: 3 });
      const { inputs, labels, difficulty, ...rest } = sudokuSet(puzzles);
      assert.deepEqual(rest, { size: 3, seqLen: size * size, vocabSize: size + 2 });
      puzzles.forEach(({ puzzle, solution, difficulty: hard }, i) => {
        const place = [i * size * size, (i + 1) * size * size];
        assert.equal(decodeSudoku(inputs.subarray(...place)), puzzle);
        assert.equal(decodeSudoku(labels.subarray(...place)), solution);
        assert.equal(difficulty![i], hard);
      });
      assert.equal(Math.max(...labels), size + 1);
    }
  });

  it('names what does not fit', () => {
    const [small, large] = [generateSudokus({ size: 4, count: 1 })[0], generateSudokus({ size: 6, count: 1 })[0]];
    assert.throws(
      () => sudokuSet([small, large]),
      /RangeError: puzzles\[1\] has 36 cells and 36 in its solution; it must have 16/,
    );
    assert.throws(() => sudokuSet([]), /RangeError: puzzles is \[\]; it must be an array of at least one/);
    assert.throws(() => sudokuSet(null as unknown as Puzzle[]), /RangeError: puzzles is null/);
  });
});

describe('mazeSet', () => {
  it('has vocabulary 6 and the maze with its path as labels', () => {
    const puzzles = [1, 2, 3].map((seed) => generateMaze({ size: 7, seed }));
    const { inputs, labels, difficulty, ...rest } = mazeSet(puzzles);
    assert.deepEqual(rest, { size: 3, seqLen: 49, vocabSize: 6 });
    assert.deepEqual(
      [0, 1, 2].map((i) => decodeMaze(inputs.subarray(49 * i, 49 * i + 49))),
      puzzles.map(({ puzzle }) => puzzle),
    );
    assert.deepEqual(
      [0, 1, 2].map((i) => decodeMaze(labels.subarray(49 * i, 49 * i + 49))),
      puzzles.map(({ solution }) => solution),
    );
    assert.deepEqual(
      [...difficulty!],
      puzzles.map((puzzle) => puzzle.difficulty),
    );
  });
});
