"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.generateSudoku = generateSudoku;
exports.generateSudokus = generateSudokus;
const check_1 = require("../numeric/check");
const random_1 = require("../numeric/random");
const canonicalSudoku_1 = require("./canonicalSudoku");
const solveSudoku_1 = require("./solveSudoku");
const sudokuGrid_1 = require("./sudokuGrid");
/** The fewest clues that can fix a solution: 4, 8 and 17 (found by exhaustive search; at 9×9 by McGuire, Tugemann & Civario, 2012). */
const fewestClues = { 4: 4, 6: 8, 9: 17 };
function checkClues(clues, size) {
    if (clues === 'minimal')
        return;
    if (!Number.isInteger(clues) || clues < fewestClues[size] || clues > size * size)
        throw new RangeError(`clues is ${clues}; it must be 'minimal' or an integer from ${fewestClues[size]} to ${size * size} at size ${size}.`);
}
const isUnique = (layout, digits) => new solveSudoku_1.SudokuSearch(layout, digits.slice(), 2).run().solutions === 1;
/** Takes clues away in random order while the solution stays the only one, until `clues` are left or none can go. */
function removeClues(layout, solution, clues, random) {
    const digits = solution.slice();
    let left = digits.length;
    for (const cell of random.shuffle(Uint8Array.from(digits, (_, cell) => cell))) {
        if (left === clues)
            break;
        digits[cell] = 0;
        if (isUnique(layout, digits))
            left--;
        else
            digits[cell] = solution[cell];
    }
    return digits;
}
/**
 * A Sudoku with exactly one solution.
 *
 * The grid is filled by random backtracking, then clues are taken away in random order as long as the solution stays the only one. This
 * favours neither the grids nor the puzzles evenly, but reaches all of them.
 *
 * @example
 * generateSudoku({ size: 4, seed: 1 }) // { puzzle: '.....3.41.3.....', solution: '4123231414323241', difficulty: 0 }
 *
 * @returns puzzle and solution as strings of size² characters, and the difficulty ({@link rateSudoku})
 * @throws RangeError or TypeError for an option out of range; Error if no grid of `maxAttempts` could be reduced to so few clues
 */
function generateSudoku(options) {
    (0, check_1.checkOptions)(options, ['size', 'clues', 'seed', 'random', 'maxAttempts']);
    const { size, clues = 'minimal', seed = 0, random = (0, random_1.random)(seed), maxAttempts = 1000 } = options;
    const layout = (0, sudokuGrid_1.sudokuLayout)(size);
    checkClues(clues, size);
    (0, check_1.checkInteger)('maxAttempts', maxAttempts, 1);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
        const solution = new solveSudoku_1.SudokuSearch(layout, new Uint8Array(size * size), 1, random).run().first;
        const digits = removeClues(layout, solution, clues === 'minimal' ? 0 : clues, random);
        if (clues !== 'minimal' && digits.filter((digit) => digit !== 0).length > clues)
            continue;
        const puzzle = (0, sudokuGrid_1.sudokuString)(digits);
        return { puzzle, solution: (0, sudokuGrid_1.sudokuString)(solution), difficulty: (0, canonicalSudoku_1.rateSudoku)(puzzle) };
    }
    throw new Error(`No puzzle with ${clues} clues came of ${maxAttempts} grids; take more clues, or raise maxAttempts.`);
}
/**
 * So many Sudokus, none equivalent to another ({@link canonicalSudoku}): any split of them is a split by class.
 *
 * @throws as {@link generateSudoku}; Error if `maxAttempts` puzzles in a row were equivalent to earlier ones (at 4×4 there are few classes)
 */
function generateSudokus(options) {
    (0, check_1.checkOptions)(options, ['size', 'count', 'clues', 'seed', 'maxAttempts']);
    const { count, seed = 0, ...rest } = options;
    (0, check_1.checkInteger)('count', count, 1);
    const random = (0, random_1.random)(seed);
    const { maxAttempts = 1000 } = rest;
    const classes = new Set();
    const puzzles = [];
    for (let repeats = 0; puzzles.length < count;) {
        const puzzle = generateSudoku({ ...rest, random });
        const before = classes.size;
        classes.add((0, canonicalSudoku_1.canonicalSudoku)(puzzle.puzzle));
        if (classes.size > before) {
            puzzles.push(puzzle);
            repeats = 0;
        }
        else if (++repeats >= maxAttempts)
            throw new Error(`Only ${before} of ${count} puzzles that are not equivalent to each other came up; ask for fewer, for other clues or a larger size.`);
    }
    return puzzles;
}
//# sourceMappingURL=generateSudoku.js.map