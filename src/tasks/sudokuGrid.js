"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.sudokuLayout = sudokuLayout;
exports.layoutOf = layoutOf;
exports.sudokuDigits = sudokuDigits;
exports.sudokuString = sudokuString;
exports.isSolvedSudoku = isSolvedSudoku;
exports.isSudokuSolution = isSudokuSolution;
exports.solves = solves;
const check_1 = require("../numeric/check");
const layouts = new Map([
    [4, 2, 2],
    [6, 2, 3],
    [9, 3, 3],
].map(([size, boxRows, boxColumns]) => {
    const box = Uint8Array.from({ length: size * size }, (_, cell) => {
        const [row, column] = [Math.floor(cell / size), cell % size];
        return Math.floor(row / boxRows) * boxRows + Math.floor(column / boxColumns);
    });
    return [size, { size, boxRows, boxColumns, box }];
}));
/**
 * Rows, columns and boxes of a size: boxes of 2×2, 2×3 (two rows, three columns) or 3×3 cells.
 *
 * @throws RangeError for any other size
 */
function sudokuLayout(size) {
    (0, check_1.checkChoice)('size', size, [...layouts.keys()]);
    return layouts.get(size);
}
/** The layout that a grid of `cells` cells has. */
function layoutOf(name, cells) {
    const layout = layouts.get(Math.sqrt(cells));
    if (layout === undefined)
        throw new RangeError(`${name} has ${cells} cells; it must have 16, 36 or 81 (4×4, 6×6 or 9×9).`);
    return layout;
}
const shownCell = (cell, size) => `row ${Math.floor(cell / size) + 1}, column ${(cell % size) + 1}`;
/**
 * The digits of a grid, 0 for a blank.
 *
 * @throws RangeError or TypeError if it is no grid of 4×4, 6×6 or 9×9 cells or has a cell that is neither blank nor a digit of it
 */
function sudokuDigits(name, grid) {
    if (typeof grid !== 'string' && typeof grid?.length !== 'number')
        throw new TypeError(`${name} is ${(0, check_1.shown)(grid)}; it must be a string or an array of digits.`);
    const { size } = layoutOf(name, grid.length);
    const digits = new Uint8Array(grid.length);
    for (let cell = 0; cell < digits.length; cell++) {
        const digit = typeof grid === 'string' ? digitOf(grid.charCodeAt(cell)) : grid[cell];
        if (!(digit >= 0 && digit <= size && Number.isInteger(digit)))
            throw new RangeError(`${name} has ${(0, check_1.shown)(grid[cell])} at ${shownCell(cell, size)}; it must be 1 to ${size}, or '.' or 0 for a blank.`);
        digits[cell] = digit;
    }
    return digits;
}
/** The digit that a character code stands for; '.' is a blank. */
const digitOf = (code) => (code === 46 ? 0 : code - 48);
/** The grid as a string, '.' for a blank. */
function sudokuString(digits) {
    let text = '';
    for (let cell = 0; cell < digits.length; cell++)
        text += digits[cell] === 0 ? '.' : digits[cell];
    return text;
}
/** {@link isSolvedSudoku} of digits that have been checked. */
function isSolved(digits) {
    const { size, box } = layoutOf('grid', digits.length);
    const units = new Uint16Array(3 * size); // rows, columns, boxes; bit d is set when digit d is there
    for (let cell = 0; cell < digits.length; cell++) {
        const bit = 1 << digits[cell];
        units[Math.floor(cell / size)] |= bit;
        units[size + (cell % size)] |= bit;
        units[2 * size + box[cell]] |= bit;
    }
    const full = 2 * (2 ** size - 1);
    return units.every((unit) => unit === full);
}
/** Whether every row, column and box holds every digit once. */
function isSolvedSudoku(grid) {
    return isSolved(sudokuDigits('grid', grid));
}
/** Whether `solution` is solved and has every clue of `puzzle`. */
function isSudokuSolution(puzzle, solution) {
    return solves(sudokuDigits('puzzle', puzzle), sudokuDigits('solution', solution));
}
/** {@link isSudokuSolution} of digits that have been checked. */
function solves(clues, digits) {
    if (clues.length !== digits.length)
        return false;
    for (let cell = 0; cell < clues.length; cell++)
        if (clues[cell] !== 0 && clues[cell] !== digits[cell])
            return false;
    return isSolved(digits);
}
//# sourceMappingURL=sudokuGrid.js.map