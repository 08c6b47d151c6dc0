import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { scratchPath } from '../files/scratch';
import { checkChoice, checkInteger, checkOptions, shown } from '../numeric/check';
import { mazeSize, onlyCell } from './mazeGrid';
import type { Puzzle } from './puzzleSet';
import { solves, sudokuDigits } from './sudokuGrid';

export type PuzzleKind = 'sudoku' | 'maze';

/** A line of the published files, under the names of their columns. */
export interface PuzzleRow {
  /** Number of the line in the file; the header is line 1. */
  line: number;
  source: string;
  question: string;
  answer: string;
  rating: number;
}

export interface ReadPuzzleCsvOptions {
  kind: PuzzleKind;
  /** Rows of a puzzle (9 and 30 in the published files); by default those of the first one. All have the same. */
  size?: number;
  /** Called for a malformed line, which is then left out; by default reading ends with that error. */
  onMalformed?: (error: PuzzleCsvError) => void;
}

export interface WritePuzzleCsvOptions {
  kind: PuzzleKind;
  /** What the column `source` says, without quotes or line breaks. */
  source: string;
}

/** What is wrong with which line. */
export class PuzzleCsvError extends Error {
  override name = 'PuzzleCsvError';
  constructor(
    file: string,
    readonly line: number,
    reason: string,
  ) {
    super(`${file}, line ${line}: ${reason}`);
  }
}

const header = 'source,question,answer,rating';
/** A line of a 30×30 maze has 2,000 characters. A file without line breaks must not fill the memory. */
const longestLine = 100_000;
const newline = 10;

/** The lines of a stream of bytes, each a string of its own: a slice would keep the whole block that it came in alive. */
async function* linesOf(file: string, blocks: AsyncIterable<string | Uint8Array>): AsyncGenerator<string[]> {
  let rest = Buffer.alloc(0);
  let count = 0;
  const tooLong = () =>
    new PuzzleCsvError(file, count + 1, `it is longer than ${longestLine} characters, so this is no file of puzzles.`);
  for await (const block of blocks) {
    const bytes =
      typeof block === 'string' ? Buffer.from(block) : Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    const data = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const lines: string[] = [];
    let start = 0;
    for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
      if (end - start > longestLine) throw tooLong();
      lines.push(data.toString('utf8', start, end));
      count++;
      start = end + 1;
    }
    rest = Buffer.from(data.subarray(start));
    if (rest.length > longestLine) throw tooLong();
    yield lines;
  }
  if (rest.length > 0) yield [rest.toString('utf8')];
}

/** The fields of a line, where quotes may enclose a field that holds commas and doubled quotes (RFC 4180). */
function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const quoted = line[at] === '"';
    let end = quoted ? line.indexOf('"', at + 1) : line.indexOf(',', at);
    while (quoted && end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
    if (quoted && end < 0) throw new RangeError('a quote is opened and not closed.');
    if (end < 0) end = line.length;
    fields.push(quoted ? line.slice(at + 1, end).replaceAll('""', '"') : line.slice(at, end));
    const comma = quoted ? end + 1 : end;
    if (comma < line.length && line[comma] !== ',')
      throw new RangeError(`a quoted field is followed by ${shown(line[comma])} instead of a comma.`);
    at = comma + 1;
  }
  return fields;
}

/** Throws if question and answer are not a Sudoku and its solution. */
function checkSudoku(question: string, answer: string): void {
  if (!solves(sudokuDigits('question', question), sudokuDigits('answer', answer)))
    throw new RangeError(
      'answer does not solve the question: it misses a clue, or a digit stands twice in a row, column or box.',
    );
}

/** Throws if question and answer are not a maze and the same maze with a path in it. */
function checkMaze(question: string, answer: string): void {
  mazeSize('question', question);
  mazeSize('answer', answer);
  onlyCell('question', question, 'S');
  onlyCell('question', question, 'G');
  if (question.includes('o')) throw new RangeError("question has a path 'o'; only the answer may.");
  if (answer.replaceAll('o', ' ') !== question)
    throw new RangeError("answer is not the question's maze with 'o' on some of its free cells.");
}

const checks = { sudoku: checkSudoku, maze: checkMaze };

/** The row that a line holds; throws what is wrong with it. */
function parseRow(text: string, line: number, kind: PuzzleKind): PuzzleRow {
  const fields = fieldsOf(text);
  if (fields.length !== 4) throw new RangeError(`it has ${fields.length} fields; it must have 4: ${header}.`);
  const [source, question, answer, ratingText] = fields;
  const rating = ratingText.trim() === '' ? Number.NaN : Number(ratingText);
  if (!Number.isFinite(rating) || rating < 0)
    throw new RangeError(`rating is ${shown(ratingText)}; it must be a number of at least 0.`);
  checks[kind](question, answer);
  return { line, source, question, answer, rating };
}

const nameOf = (file: unknown) => (typeof file === 'string' ? file : 'puzzles');

/**
 * Reads a file in the format of the published Sudoku-Extreme and Maze-Hard sets, row by row: a header `source,question,answer,rating`, then a
 * puzzle a line. Memory does not grow with the file. Every row is checked: its grids have one size and known characters, a Sudoku's
 * answer solves it, a maze's answer is the maze with a path drawn in. (Whether that is the shortest, {@link isShortestPath} tells.)
 *
 * @example
 * for await (const { question, answer, rating } of readPuzzleCsv('train.csv', { kind: 'sudoku' })) { … }
 *
 * @param file - a path, or a readable stream of bytes or text
 * @throws PuzzleCsvError with number and reason for a malformed line (or see `onMalformed`) or header; what the file system says for
 *   a file that cannot be read
 */
export async function* readPuzzleCsv(
  file: string | AsyncIterable<string | Uint8Array>,
  options: ReadPuzzleCsvOptions,
): AsyncGenerator<PuzzleRow, void, undefined> {
  checkOptions(options, ['kind', 'size', 'onMalformed']);
  const { kind, onMalformed } = options;
  checkChoice('kind', kind, Object.keys(checks));
  if (options.size !== undefined) checkInteger('size', options.size, 2);
  const name = nameOf(file);
  let size = options.size;
  let line = 0;
  /** The row of a line, or nothing if it is malformed and that is to be passed over. */
  const rowOf = (text: string): PuzzleRow | undefined => {
    try {
      const row = parseRow(text, line, kind);
      const rows = Math.sqrt(row.question.length);
      size ??= rows;
      if (rows !== size) throw new RangeError(`the puzzle has ${rows} rows; it must have ${size}, like all others.`);
      return row;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const malformed = new PuzzleCsvError(name, line, error.message);
      if (onMalformed === undefined) throw malformed;
      onMalformed(malformed);
    }
  };
  for await (const lines of linesOf(name, typeof file === 'string' ? createReadStream(file) : file)) {
    for (const raw of lines) {
      const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (++line === 1) {
        if (text.replace(/^\ufeff/, '').replaceAll('"', '') !== header)
          throw new PuzzleCsvError(name, 1, `the header is ${shown(text.slice(0, 80))}; it must be '${header}'.`);
      } else if (text.trim() !== '') {
        const row = rowOf(text);
        if (row !== undefined) yield row;
      }
    }
  }
  if (line === 0) throw new PuzzleCsvError(name, 1, `it is empty; it must begin with the header '${header}'.`);
}

/** A row of a file as the puzzle that {@link sudokuSet} and {@link mazeSet} take. */
export function puzzleOf({ question, answer, rating }: PuzzleRow): Puzzle {
  return { puzzle: question, solution: answer, difficulty: rating };
}

function* inBlocks(
  puzzles: Iterable<Puzzle>,
  { kind, source }: WritePuzzleCsvOptions,
): Generator<string, void, undefined> {
  let block = `${header}\n`;
  let line = 1;
  let cells: number | undefined;
  const field = source.includes(',') ? `"${source}"` : source;
  for (const { puzzle, solution, difficulty } of puzzles) {
    const text = `${field},${puzzle},${solution},${difficulty}`;
    parseRow(text, ++line, kind); // throws what could not be read back
    cells ??= puzzle.length;
    if (puzzle.length !== cells)
      throw new RangeError(`puzzle ${line - 1} has ${puzzle.length} cells; it must have ${cells}, as the first.`);
    block += `${text}\n`;
    if (block.length > 65_536) {
      yield block;
      block = '';
    }
  }
  yield block;
}

/**
 * Writes puzzles in the format that {@link readPuzzleCsv} reads. The file appears, or is replaced, when all of it is written.
 *
 * @param puzzles - an array, or anything that can be iterated over: they are not kept
 * @throws RangeError for a puzzle or source that could not be read back
 */
export async function writePuzzleCsv(
  path: string,
  puzzles: Iterable<Puzzle>,
  options: WritePuzzleCsvOptions,
): Promise<void> {
  checkOptions(options, ['kind', 'source']);
  checkChoice('kind', options.kind, Object.keys(checks));
  if (typeof options.source !== 'string' || /["\r\n]/.test(options.source))
    throw new RangeError(`source is ${shown(options.source)}; it must be a string without quotes and line breaks.`);
  const partial = scratchPath(path);
  try {
    await pipeline(Readable.from(inBlocks(puzzles, options)), createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
