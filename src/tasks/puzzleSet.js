"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.sudokuSet = sudokuSet;
exports.mazeSet = mazeSet;
exports.takePuzzles = takePuzzles;
const check_1 = require("../numeric/check");
const encodeMaze_1 = require("./encodeMaze");
const encodeSudoku_1 = require("./encodeSudoku");
const sudokuGrid_1 = require("./sudokuGrid");
function puzzleSet(puzzles, encode, vocabSize) {
    const [size, seqLen] = [puzzles.length, puzzles[0].puzzle.length];
    const [inputs, labels] = [new Int32Array(size * seqLen), new Int32Array(size * seqLen)];
    puzzles.forEach(({ puzzle, solution }, i) => {
        if (puzzle.length !== seqLen || solution.length !== seqLen)
            throw new RangeError(`puzzles[${i}] has ${puzzle.length} cells and ${solution.length} in its solution; it must have ${seqLen} like the first.`);
        inputs.set(encode(puzzle), i * seqLen);
        labels.set(encode(solution), i * seqLen);
    });
    const difficulty = Float64Array.from(puzzles, (puzzle) => puzzle.difficulty);
    return { inputs, labels, size, seqLen, vocabSize, difficulty };
}
function checkPuzzles(puzzles) {
    if (!Array.isArray(puzzles) || puzzles.length === 0)
        throw new RangeError(`puzzles is ${(0, check_1.shown)(puzzles)}; it must be an array of at least one puzzle.`);
}
/**
 * Sudokus of one size as tokens ({@link encodeSudoku}). The labels are the whole solution, clues included, as published.
 *
 * @throws RangeError if there are none, or not all of one size
 */
function sudokuSet(puzzles) {
    checkPuzzles(puzzles);
    return puzzleSet(puzzles, encodeSudoku_1.encodeSudoku, (0, sudokuGrid_1.layoutOf)('puzzles[0]', puzzles[0].puzzle.length).size + 2);
}
/**
 * Mazes of one size as tokens ({@link encodeMaze}). The labels are the maze with its path, walls included, as published.
 *
 * @throws RangeError if there are none, or not all of one size
 */
function mazeSet(puzzles) {
    checkPuzzles(puzzles);
    return puzzleSet(puzzles, encodeMaze_1.encodeMaze, 6);
}
/** The set of some of the rows, in the order given. */
function takePuzzles(set, indices) {
    const { seqLen, vocabSize } = set;
    const size = indices.length;
    const [inputs, labels] = [new Int32Array(size * seqLen), new Int32Array(size * seqLen)];
    for (let i = 0; i < size; i++) {
        const row = indices[i];
        if (!Number.isInteger(row) || row < 0 || row >= set.size)
            throw new RangeError(`indices[${i}] is ${(0, check_1.shown)(row)}; it must be an integer from 0 to ${set.size - 1}.`);
        inputs.set(set.inputs.subarray(row * seqLen, (row + 1) * seqLen), i * seqLen);
        labels.set(set.labels.subarray(row * seqLen, (row + 1) * seqLen), i * seqLen);
    }
    const difficulty = set.difficulty && Float64Array.from(indices, (row) => set.difficulty[row]);
    return { inputs, labels, size, seqLen, vocabSize, ...(difficulty && { difficulty }) };
}
//# sourceMappingURL=puzzleSet.js.map