import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { canonicalMaze, canonicalSudoku, decodeMaze, decodeSudoku, generateMaze, writePuzzleCsv } from 'polezero/tasks';
import { checkTask, type PuzzleTaskOptions, puzzleTask } from 'polezero/training';

const grids = ({ inputs, seqLen, size }: { inputs: Int32Array; seqLen: number; size: number }) =>
  Array.from({ length: size }, (_, row) => inputs.subarray(row * seqLen, (row + 1) * seqLen));

describe('puzzleTask', () => {
  const tasks: [PuzzleTaskOptions, (tokens: Int32Array) => string][] = [
    [{ kind: 'sudoku', size: 4, train: 60, test: 10 }, (tokens) => canonicalSudoku(decodeSudoku(tokens))],
    [{ kind: 'sudoku', size: 6, train: 30, test: 10 }, (tokens) => canonicalSudoku(decodeSudoku(tokens))],
    [{ kind: 'maze', size: 7, train: 20, test: 10 }, (tokens) => canonicalMaze(decodeMaze(tokens))],
  ];
  for (const [options, classOf] of tasks) {
    it(`tests on no training puzzle in disguise: ${options.kind}, ${(options as { size: number }).size}`, async () => {
      const { train, test, augment } = await puzzleTask(options);
      assert(test.size >= options.test && train.size + test.size === options.train! + options.test);
      const known = new Set(grids(train).map(classOf));
      assert.deepEqual(
        grids(test).filter((tokens) => known.has(classOf(tokens))),
        [],
      );
      assert(augment);
    });
  }

  it('gives the same puzzles for the same options, others for another seed', async () => {
    const options = { kind: 'maze', size: 6, train: 8, test: 4, seed: 2 } as const;
    const [a, b, c] = [await puzzleTask(options), await puzzleTask(options), await puzzleTask({ ...options, seed: 3 })];
    assert.deepEqual(a.train, b.train);
    assert.notDeepEqual(a.train.inputs, c.train.inputs);
  });

  it('soon refuses more mazes than there are, and finds nearly all that there are', { timeout: 60_000 }, async () => {
    const small = { kind: 'maze', size: 4 } as const;
    await assert.rejects(
      puzzleTask({ ...small, train: 100_000, test: 10 }),
      /RangeError: size is 4; there are too few mazes of that size for 100010/,
    );
    // In the whole budget of 20 tries for each, some 1350 are found.
    const { train, test } = await puzzleTask({ ...small, train: 1200, test: 80 });
    assert.equal(train.size + test.size, 1280);
  });

  it('puts small mazes at random places of a larger square, none of them twice', async () => {
    const { train, test } = await puzzleTask({ kind: 'maze', size: 5, canvas: 8, train: 30, test: 10 });
    assert.equal(train.seqLen, 64);
    /** The rows and columns that are not all wall. */
    const inner = (tokens: Int32Array) => {
      const open = Array.from(tokens, (_, i) => i).filter((i) => tokens[i] !== 1);
      const [rows, columns] = [open.map((i) => Math.floor(i / 8)), open.map((i) => i % 8)];
      const [top, left] = [Math.min(...rows), Math.min(...columns)];
      assert(Math.max(...rows) - top < 5 && Math.max(...columns) - left < 5);
      return open.map((i) => `${Math.floor(i / 8) - top},${(i % 8) - left}:${tokens[i]}`).join(' ');
    };
    const all = [...grids(train), ...grids(test)].map(inner);
    assert.equal(new Set(all).size, 40);
    await assert.rejects(
      puzzleTask({ kind: 'maze', size: 9, canvas: 8, train: 3, test: 1 }),
      /RangeError: canvas is 8/,
    );
  });

  it('knows prefix parity', async () => {
    const { train, test, augment } = await puzzleTask({ kind: 'parity', length: 9, train: 5, test: 3 });
    assert.deepEqual([train.size, test.size, train.seqLen, augment], [5, 3, 9, undefined]);
    assert.notDeepEqual(train.inputs.subarray(0, 27), test.inputs);
  });

  it('reads a file of one’s own, and names what is wrong in it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'csv-'));
    try {
      const path = join(folder, 'mazes.csv');
      const mazes = Array.from({ length: 9 }, (_, seed) => generateMaze({ size: 6, seed }));
      await writePuzzleCsv(path, mazes, { kind: 'maze', source: 'own' });
      const { train, test } = await puzzleTask({ kind: 'csv', path, puzzle: 'maze', test: 3 });
      assert.equal(train.size + test.size, 9);
      writeFileSync(path, 'source,question,answer,rating\nown,#S,#G,1\n');
      await assert.rejects(puzzleTask({ kind: 'csv', path, puzzle: 'maze', test: 3 }), /line 2: /);
      writeFileSync(path, 'source,question,answer,rating\n');
      await assert.rejects(puzzleTask({ kind: 'csv', path, puzzle: 'maze', test: 3 }), /without puzzles/);
      await writePuzzleCsv(path, mazes, { kind: 'maze', source: 'own' });
      const task = { kind: 'csv', path: 'mazes.csv', puzzle: 'maze', test: 3 } as const;
      assert.deepEqual((await puzzleTask(task, folder)).test, test);
      await assert.rejects(puzzleTask(task), /path is 'mazes\.csv'; there is no file .*mazes\.csv\./);
      await assert.rejects(puzzleTask({ ...task, test: 9 }, folder), /test is 9; .* puzzles in .*mazes\.csv, 9,/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('refuses what it does not know', async () => {
    await assert.rejects(puzzleTask({ kind: 'sudoku', size: 6, train: 5, test: 0 }), /test is 0/);
    await assert.rejects(
      puzzleTask({ kind: 'sudoku', size: 6, train: 5, test: 2, clue: 9 } as never),
      /Unknown option/,
    );
    await assert.rejects(puzzleTask({ kind: 'go' } as never), /task\.kind is 'go'/);
    const sizes = { train: 5, test: 2 };
    const wrong: [PuzzleTaskOptions, RegExp][] = [
      [{ kind: 'sudoku', size: 6, clues: 3, ...sizes }, /clues is 3; it must be 'minimal' or an integer from 8 to 36/],
      [{ kind: 'sudoku', size: 6, clues: {} as never, ...sizes }, /clues is \{\}; it must be 'minimal'/],
      [
        { kind: 'maze', size: 6, minPathLength: -2, ...sizes },
        /minPathLength is -2; it must be an integer of at least 1/,
      ],
      [{ kind: 'maze', size: 6, minPathLength: 36, ...sizes }, /minPathLength is 36; it must be less than/],
      [{ kind: 'parity', length: 6, pole: 1.5, ...sizes }, /pole is 1.5; it must be in \[0, 1\]/],
    ];
    for (const [options, message] of wrong) assert.throws(() => checkTask(options), message);
    checkTask({ kind: 'parity', length: 6, pole: 0, ...sizes });
    checkTask({ kind: 'maze', size: 6, minPathLength: undefined, ...sizes });
  });
});
