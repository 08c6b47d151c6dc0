"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.PuzzleCsvError = void 0;
exports.readPuzzleCsv = readPuzzleCsv;
exports.puzzleOf = puzzleOf;
exports.writePuzzleCsv = writePuzzleCsv;
const node_fs_1 = require("node:fs");
const promises_1 = require("node:fs/promises");
const node_stream_1 = require("node:stream");
const promises_2 = require("node:stream/promises");
const check_1 = require("../numeric/check");
const mazeGrid_1 = require("./mazeGrid");
const sudokuGrid_1 = require("./sudokuGrid");
/** What is wrong with which line. */
class PuzzleCsvError extends Error {
    line;
    name = 'PuzzleCsvError';
    constructor(file, line, reason) {
        super(`${file}, line ${line}: ${reason}`);
        this.line = line;
    }
}
exports.PuzzleCsvError = PuzzleCsvError;
const header = 'source,question,answer,rating';
/** A line of a 30×30 maze has 2,000 characters. A file without line breaks must not fill the memory. */
const longestLine = 100_000;
const newline = 10;
/** The lines of a stream of bytes, each a string of its own: a slice would keep the whole block that it came in alive. */
async function* linesOf(file, blocks) {
    let rest = Buffer.alloc(0);
    let count = 0;
    const tooLong = () => new PuzzleCsvError(file, count + 1, `it is longer than ${longestLine} characters, so this is no file of puzzles.`);
    for await (const block of blocks) {
        const bytes = typeof block === 'string' ? Buffer.from(block) : Buffer.from(block.buffer, block.byteOffset, block.byteLength);
        const data = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
        const lines = [];
        let start = 0;
        for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
            if (end - start > longestLine)
                throw tooLong();
            lines.push(data.toString('utf8', start, end));
            count++;
            start = end + 1;
        }
        rest = Buffer.from(data.subarray(start));
        if (rest.length > longestLine)
            throw tooLong();
        yield lines;
    }
    if (rest.length > 0)
        yield [rest.toString('utf8')];
}
/** The fields of a line, where quotes may enclose a field that holds commas and doubled quotes (RFC 4180). */
function fieldsOf(line) {
    if (!line.includes('"'))
        return line.split(',');
    const fields = [];
    for (let at = 0; at <= line.length;) {
        const quoted = line[at] === '"';
        let end = quoted ? line.indexOf('"', at + 1) : line.indexOf(',', at);
        while (quoted && end >= 0 && line[end + 1] === '"')
            end = line.indexOf('"', end + 2);
        if (quoted && end < 0)
            throw new RangeError('a quote is opened and not closed.');
        if (end < 0)
            end = line.length;
        fields.push(quoted ? line.slice(at + 1, end).replaceAll('""', '"') : line.slice(at, end));
        const comma = quoted ? end + 1 : end;
        if (comma < line.length && line[comma] !== ',')
            throw new RangeError(`a quoted field is followed by ${(0, check_1.shown)(line[comma])} instead of a comma.`);
        at = comma + 1;
    }
    return fields;
}
/** Throws if question and answer are not a Sudoku and its solution. */
function checkSudoku(question, answer) {
    if (!(0, sudokuGrid_1.solves)((0, sudokuGrid_1.sudokuDigits)('question', question), (0, sudokuGrid_1.sudokuDigits)('answer', answer)))
        throw new RangeError('answer does not solve the question: it misses a clue, or a digit stands twice in a row, column or box.');
}
/** Throws if question and answer are not a maze and the same maze with a path in it. */
function checkMaze(question, answer) {
    (0, mazeGrid_1.mazeSize)('question', question);
    (0, mazeGrid_1.mazeSize)('answer', answer);
    (0, mazeGrid_1.onlyCell)('question', question, 'S');
    (0, mazeGrid_1.onlyCell)('question', question, 'G');
    if (question.includes('o'))
        throw new RangeError("question has a path 'o'; only the answer may.");
    if (answer.replaceAll('o', ' ') !== question)
        throw new RangeError("answer is not the question's maze with 'o' on some of its free cells.");
}
const checks = { sudoku: checkSudoku, maze: checkMaze };
/** The row that a line holds; throws what is wrong with it. */
function parseRow(text, line, kind) {
    const fields = fieldsOf(text);
    if (fields.length !== 4)
        throw new RangeError(`it has ${fields.length} fields; it must have 4: ${header}.`);
    const [source, question, answer, ratingText] = fields;
    const rating = ratingText.trim() === '' ? Number.NaN : Number(ratingText);
    if (!Number.isFinite(rating) || rating < 0)
        throw new RangeError(`rating is ${(0, check_1.shown)(ratingText)}; it must be a number of at least 0.`);
    checks[kind](question, answer);
    return { line, source, question, answer, rating };
}
const nameOf = (file) => (typeof file === 'string' ? file : 'puzzles');
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
async function* readPuzzleCsv(file, options) {
    (0, check_1.checkOptions)(options, ['kind', 'size', 'onMalformed']);
    const { kind, onMalformed } = options;
    (0, check_1.checkChoice)('kind', kind, Object.keys(checks));
    if (options.size !== undefined)
        (0, check_1.checkInteger)('size', options.size, 2);
    const name = nameOf(file);
    let size = options.size;
    let line = 0;
    /** The row of a line, or nothing if it is malformed and that is to be passed over. */
    const rowOf = (text) => {
        try {
            const row = parseRow(text, line, kind);
            const rows = Math.sqrt(row.question.length);
            size ??= rows;
            if (rows !== size)
                throw new RangeError(`the puzzle has ${rows} rows; it must have ${size}, like all others.`);
            return row;
        }
        catch (error) {
            if (!(error instanceof RangeError))
                throw error;
            const malformed = new PuzzleCsvError(name, line, error.message);
            if (onMalformed === undefined)
                throw malformed;
            onMalformed(malformed);
        }
    };
    for await (const lines of linesOf(name, typeof file === 'string' ? (0, node_fs_1.createReadStream)(file) : file)) {
        for (const raw of lines) {
            const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
            if (++line === 1) {
                if (text.replace(/^\ufeff/, '') !== header)
                    throw new PuzzleCsvError(name, 1, `the header is ${(0, check_1.shown)(text.slice(0, 80))}; it must be '${header}'.`);
            }
            else if (text !== '') {
                const row = rowOf(text);
                if (row !== undefined)
                    yield row;
            }
        }
    }
    if (line === 0)
        throw new PuzzleCsvError(name, 1, `it is empty; it must begin with the header '${header}'.`);
}
/** A row of a file as the puzzle that {@link sudokuSet} and {@link mazeSet} take. */
function puzzleOf({ question, answer, rating }) {
    return { puzzle: question, solution: answer, difficulty: rating };
}
function* inBlocks(puzzles, { kind, source }) {
    let block = `${header}\n`;
    let line = 1;
    const field = source.includes(',') ? `"${source}"` : source;
    for (const { puzzle, solution, difficulty } of puzzles) {
        const text = `${field},${puzzle},${solution},${difficulty}`;
        parseRow(text, ++line, kind); // throws what could not be read back
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
async function writePuzzleCsv(path, puzzles, options) {
    (0, check_1.checkOptions)(options, ['kind', 'source']);
    (0, check_1.checkChoice)('kind', options.kind, Object.keys(checks));
    if (typeof options.source !== 'string' || /["\r\n]/.test(options.source))
        throw new RangeError(`source is ${(0, check_1.shown)(options.source)}; it must be a string without quotes and line breaks.`);
    const partial = `${path}.${process.pid}.partial`;
    try {
        await (0, promises_2.pipeline)(node_stream_1.Readable.from(inBlocks(puzzles, options)), (0, node_fs_1.createWriteStream)(partial));
        await (0, promises_1.rename)(partial, path);
    }
    catch (error) {
        await (0, promises_1.rm)(partial, { force: true });
        throw error;
    }
}
//# sourceMappingURL=puzzleCsv.js.map