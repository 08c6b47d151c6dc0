import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  generateMaze,
  generateSudoku,
  generateSudokus,
  mazeSet,
  type Puzzle,
  PuzzleCsvError,
  type PuzzleRow,
  puzzleOf,
  type ReadPuzzleCsvOptions,
  readPuzzleCsv,
  sudokuSet,
  writePuzzleCsv,
} from 'polezero/tasks';

const folder = mkdtempSync(join(tmpdir(), 'polezero-csv-'));
after(() => rmSync(folder, { recursive: true }));

const header = 'source,question,answer,rating';
const { puzzle, solution } = generateSudoku({ size: 4, seed: 1 });
const good = `ours,${puzzle},${solution},3`;

async function rowsOf(file: Parameters<typeof readPuzzleCsv>[0], options: ReadPuzzleCsvOptions = { kind: 'sudoku' }) {
  const rows: PuzzleRow[] = [];
  for await (const row of readPuzzleCsv(file, options)) rows.push(row);
  return rows;
}

const read = (text: string, options?: ReadPuzzleCsvOptions) => rowsOf(Readable.from([text]), options);

/** Whatever blocks a text comes in. */
function* blocks(text: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < text.length; start += size) yield text.subarray(start, start + size);
}

describe('readPuzzleCsv', () => {
  it('reads what writePuzzleCsv wrote, Sudokus of every size and mazes', async () => {
    const sets: [kind: 'sudoku' | 'maze', puzzles: Puzzle[]][] = [
      ['sudoku', generateSudokus({ size: 4, count: 20 })],
      ['sudoku', generateSudokus({ size: 6, count: 20 })],
      ['sudoku', generateSudokus({ size: 9, count: 5 })],
      ['maze', Array.from({ length: 20 }, (_, seed) => generateMaze({ size: 9, seed }))],
    ];
    for (const [i, [kind, puzzles]] of sets.entries()) {
      const path = join(folder, `${i}.csv`);
      await writePuzzleCsv(path, puzzles, { kind, source: 'ours, generated' });
      const rows = await rowsOf(path, { kind });
      assert.deepEqual(rows.map(puzzleOf), puzzles);
      assert.deepEqual(
        rows.map(({ line }) => line),
        puzzles.map((_, row) => row + 2),
      );
      assert(rows.every(({ source }) => source === 'ours, generated'));
      const set = kind === 'sudoku' ? sudokuSet(rows.map(puzzleOf)) : mazeSet(rows.map(puzzleOf));
      assert.equal(set.size, puzzles.length);
    }
    assert.deepEqual(readdirSync(folder).sort(), ['0.csv', '1.csv', '2.csv', '3.csv']);
  });

  it('reads the published form: digits with blanks as points or zeros, integer ratings, any line ends, a mark of UTF-8', async () => {
    const question = '.'.repeat(80);
    const answer = `${generateSudoku({ size: 9, clues: 81 }).solution}`;
    const text = `${header}\r\npuzzles0_kaggle,${answer[0]}${question},${answer},47\r\n\r\n"a ""quoted"" one, with comma",${question.replaceAll('.', '0')}0,"${answer}",0`;
    const expected = [
      { line: 2, source: 'puzzles0_kaggle', question: answer[0] + question, answer, rating: 47 },
      { line: 4, source: 'a "quoted" one, with comma', question: '0'.repeat(81), answer, rating: 0 },
    ];
    assert.deepEqual(await read(text), expected);
    assert.deepEqual(await read(`\ufeff${text}\r\n \r\n\n`, { kind: 'sudoku', size: 9 }), expected);
    assert.deepEqual(await read(header), []);
  });

  it('does not depend on the blocks that a stream comes in, bytes or text', async () => {
    const text = `${header}\n${good}\nü"x,${puzzle},${solution},3\n"ü,ß",${puzzle},${solution},4\n`.replace(
      'ü"x',
      '"ü""x"',
    );
    const expected = await read(text);
    assert.equal(expected.length, 3);
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      assert.deepEqual(await rowsOf(Readable.from(blocks(Buffer.from(text), size))), expected);
      assert.deepEqual(
        await rowsOf(
          Readable.from(
            Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size)),
          ),
        ),
        expected,
      );
    }
  });

  it('names a malformed line, its number and the reason', async () => {
    const wrong: [line: string, reason: RegExp][] = [
      ['ours', /it has 1 fields; it must have 4/],
      [`${good},5`, /it has 5 fields/],
      [`ours,${puzzle}1,${solution},3`, /question has 17 cells; it must have 16, 36 or 81/],
      [`ours,${puzzle},${solution.slice(1)},3`, /answer has 15 cells/],
      [`ours,x${puzzle.slice(1)},${solution},3`, /question has 'x' at row 1, column 1; it must be 1 to 4/],
      [`ours,${puzzle},${puzzle},3`, /answer does not solve the question/],
      [`ours,${puzzle},${'1234'.repeat(4)},3`, /answer does not solve the question/],
      [`ours,${puzzle},${solution},`, /rating is ''; it must be a number of at least 0/],
      [`ours,${puzzle},${solution},hard`, /rating is 'hard'/],
      [`ours,${puzzle},${solution},-1`, /rating is '-1'/],
      [
        `ours,${'.'.repeat(36)},${generateSudoku({ size: 6, clues: 36 }).solution},3`,
        /the puzzle has 6 rows; it must have 4/,
      ],
      [`"ours,${puzzle},${solution},3`, /a quote is opened and not closed/],
      [`"ours"?,${puzzle},${solution},3`, /a quoted field is followed by '\?' instead of a comma/],
    ];
    for (const [line, reason] of wrong) {
      const text = `${header}\n${good}\n${line}\n${good}\n`;
      await assert.rejects(read(text), (error: PuzzleCsvError) => {
        assert(error instanceof PuzzleCsvError);
        assert.equal(error.line, 3);
        assert.match(error.message, /^puzzles, line 3: /);
        assert.match(error.message, reason);
        return true;
      });
      const passedOver: string[] = [];
      const rows = await read(text, { kind: 'sudoku', onMalformed: (error) => passedOver.push(error.message) });
      assert.deepEqual(
        rows.map((row) => row.line),
        [2, 4],
      );
      assert.equal(passedOver.length, 1);
      assert.match(passedOver[0], reason);
    }
  });

  it('names what is wrong with a maze', async () => {
    const maze = generateMaze({ size: 5, seed: 1 });
    const wrong: [question: string, answer: string, reason: RegExp][] = [
      [maze.puzzle.replace('S', ' '), maze.solution, /question has 0 cells 'S'/],
      [maze.puzzle.replace(' ', 'G'), maze.solution, /question has 2 cells 'G'/],
      [maze.solution, maze.solution, /question has a path 'o'/],
      [maze.puzzle, maze.solution.replace('#', 'o'), /answer is not the question's maze/],
      [maze.puzzle, maze.solution.replace('#', '?'), /answer has '\?' at row/],
      [maze.puzzle.slice(1), maze.solution, /question has 24 characters/],
    ];
    for (const [question, answer, reason] of wrong)
      await assert.rejects(read(`${header}\nours,${question},${answer},3`, { kind: 'maze' }), reason);
    await assert.rejects(
      read(`${header}\nours,${maze.puzzle},${maze.solution},3`, { kind: 'maze', size: 30 }),
      /it must have 30/,
    );
  });

  it('names what is wrong with the file, the header and the options', async () => {
    await assert.rejects(read(''), /puzzles, line 1: it is empty/);
    assert.deepEqual(await read(`"source","question","answer","rating"\n${good}`), await read(`${header}\n${good}`));
    await assert.rejects(
      read(`question,answer\n${good}`),
      /puzzles, line 1: the header is 'question,answer'; it must be 'source,/,
    );
    await assert.rejects(rowsOf(join(folder, 'missing.csv')), /ENOENT.*missing\.csv/);
    writeFileSync(join(folder, 'wrong.csv'), `${header}\nours\n`);
    await assert.rejects(rowsOf(join(folder, 'wrong.csv')), /wrong\.csv, line 2: it has 1 fields/);
    await assert.rejects(
      read(header, { kind: 'chess' as 'maze' }),
      /RangeError: kind is 'chess'; it must be one of 'sudoku', 'maze'/,
    );
    await assert.rejects(
      read(header, { kind: 'maze', strict: true } as ReadPuzzleCsvOptions),
      /TypeError: Unknown option 'strict'/,
    );
  });

  it('ends with an error, and soon, whatever it is given', async () => {
    const bytes = fc.uint8Array({ maxLength: 2000 });
    const nearly = fc
      .tuple(fc.nat(3 * good.length), fc.uint8Array({ minLength: 1, maxLength: 8 }))
      .map(([at, noise]) => {
        const text = Buffer.from(`${header}\n${good}\n${good}\n${good}\n`);
        return Buffer.concat([text.subarray(0, at), noise, text.subarray(at + noise.length)]);
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, nearly), fc.integer({ min: 1, max: 300 }), async (data, size) => {
        try {
          const rows = await rowsOf(Readable.from(blocks(Buffer.from(data), size)));
          for (const row of rows) assert.equal(row.answer, solution); // what got through is whole
        } catch (error) {
          assert(error instanceof PuzzleCsvError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not take in a file without line breaks', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (; given < 10_000; given++) yield Buffer.alloc(10_000, 'x');
      })(),
    );
    await assert.rejects(rowsOf(endless), /line 1: it is longer than 100000 characters, so this is no file of puzzles/);
    assert(given < 100, `${given} blocks were read`);
    await assert.rejects(read(`${header}\n${good}\n${'x'.repeat(200_000)}\n`), /line 3: it is longer than 100000/);
  });

  it('passes on what breaks a stream, and leaves one alone that is not read to its end', async () => {
    const broken = Readable.from(
      (function* () {
        yield `${header}\n${good}\n`;
        throw new Error('the disk is gone');
      })(),
    );
    await assert.rejects(rowsOf(broken), /Error: the disk is gone/);
    const stream = Readable.from([`${header}\n${good}\n${good}\n`]);
    for await (const row of readPuzzleCsv(stream, { kind: 'sudoku' })) {
      assert.equal(row.line, 2);
      break;
    }
    assert(stream.destroyed);
  });

  it('reads a million rows without growing', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = () => {
      collect();
      const { heapUsed, external, arrayBuffers } = process.memoryUsage();
      return (heapUsed + external + arrayBuffers) / 2 ** 20;
    };
    const block = `${good}\n`.repeat(1000);
    const million = Readable.from(
      (function* () {
        yield `${header}\n`;
        for (let i = 0; i < 1000; i++) yield block;
      })(),
    );
    let [rows, kept] = [0, 0];
    const samples: number[] = [];
    const sample: PuzzleRow[] = []; // one row in a thousand is kept: it must not keep its block alive
    for await (const row of readPuzzleCsv(million, { kind: 'sudoku' })) {
      kept += row.rating;
      if (rows % 1000 === 0) sample.push(row);
      if (++rows % 100_000 === 0) samples.push(heap());
    }
    assert.deepEqual([rows, kept, sample.length], [1_000_000, 3_000_000, 1000]);
    const growth = samples[samples.length - 1] - samples[0];
    assert(growth < 2, `grew by ${growth.toFixed(1)} MiB: ${samples.map((size) => size.toFixed(1)).join(', ')}`);
  });
});

describe('writePuzzleCsv', () => {
  it('leaves what was there, and nothing else, if a puzzle cannot be read back', async () => {
    const path = join(folder, 'kept.csv');
    const puzzles = generateSudokus({ size: 4, count: 3 });
    await writePuzzleCsv(path, puzzles, { kind: 'sudoku', source: 'ours' });
    const before = readFileSync(path, 'utf8');
    const broken = [...puzzles, { ...puzzles[0], solution: puzzles[1].solution.replace('1', '2') }];
    await assert.rejects(
      writePuzzleCsv(path, broken, { kind: 'sudoku', source: 'ours' }),
      /RangeError: answer does not solve/,
    );
    await assert.rejects(writePuzzleCsv(path, puzzles, { kind: 'maze', source: 'ours' }), /RangeError: question has/);
    await assert.rejects(
      writePuzzleCsv(path, [...puzzles, ...generateSudokus({ size: 6, count: 1 })], { kind: 'sudoku', source: 'ours' }),
      /RangeError: puzzle 4 has 36 cells; it must have 16/,
    );
    for (const source of ['two\nlines', 'a "quote"', 5 as unknown as string])
      await assert.rejects(writePuzzleCsv(path, puzzles, { kind: 'sudoku', source }), /RangeError: source is/);
    assert.equal(readFileSync(path, 'utf8'), before);
    assert(!readdirSync(folder).some((name) => name.startsWith('.')));
  });
});
