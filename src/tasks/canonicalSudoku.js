"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.canonicalSudoku = canonicalSudoku;
exports.relabelledSudoku = relabelledSudoku;
exports.rateSudoku = rateSudoku;
const solveSudoku_1 = require("./solveSudoku");
const sudokuGrid_1 = require("./sudokuGrid");
/** Every order of the items. */
function permutations(items) {
    if (items.length === 0)
        return [[]];
    return items.flatMap((item, i) => permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}
/** Every order of the lines 0 … size − 1 that keeps groups of `within` lines together. */
function lineOrders(size, within) {
    const lines = Array.from({ length: within }, (_, line) => line);
    const groups = permutations(Array.from({ length: size / within }, (_, group) => group));
    const orderGroups = (order) => order.length === 0
        ? [[]]
        : permutations(lines).flatMap((inside) => orderGroups(order.slice(1)).map((rest) => [...inside.map((line) => order[0] * within + line), ...rest]));
    return groups.flatMap(orderGroups).map((order) => Uint8Array.from(order));
}
const columnOrders = new Map();
/** {@link lineOrders} of the columns; made once for each size. */
function columnOrdersOf({ size, boxColumns }) {
    let orders = columnOrders.get(size);
    if (orders === undefined)
        columnOrders.set(size, (orders = lineOrders(size, boxColumns)));
    return orders;
}
function transposed(digits, size) {
    return digits.map((_, cell) => digits[(cell % size) * size + Math.floor(cell / size)]);
}
/**
 * Search for the smallest image of a grid, row by row: a branch (transposition, order of columns, rows so far) is left as soon as its image
 * is larger than the smallest one found. Digits are numbered as they first appear, which is the smallest relabelling.
 */
class SmallestImage {
    layout;
    best;
    /** For each depth: of an old digit the new one, or 0 if it has not appeared yet. */
    labels;
    row;
    constructor(layout) {
        this.layout = layout;
        const { size } = layout;
        this.best = new Uint8Array(size * size).fill(255);
        this.labels = Array.from({ length: size + 1 }, () => new Uint8Array(size + 1));
        this.row = new Uint8Array(size);
    }
    /** Takes in all images of `digits` by orders of rows and columns. */
    search(digits) {
        for (const columns of columnOrdersOf(this.layout))
            this.nextRow(digits, columns, 0, 0, 0);
    }
    /** @param used - bit r is set when row r is in the image already; `appeared` - how many digits are */
    nextRow(digits, columns, depth, used, appeared) {
        const { size, boxRows } = this.layout;
        if (depth === size)
            return;
        for (let row = 0; row < size; row++) {
            if ((used & (1 << row)) !== 0)
                continue;
            // A band that has been begun is finished first.
            const band = ((1 << boxRows) - 1) << (row - (row % boxRows));
            if (((used & band) === 0) !== (depth % boxRows === 0))
                continue;
            const now = this.place(digits, columns, row, depth, appeared);
            if (now >= 0)
                this.nextRow(digits, columns, depth + 1, used | (1 << row), now);
        }
    }
    /** Puts a row at a depth of the image: −1 if that makes the image larger than the best, else how many digits have appeared. */
    place(digits, columns, row, depth, appeared) {
        const { size } = this.layout;
        const { best, row: image } = this;
        const labels = this.labels[depth + 1];
        labels.set(this.labels[depth]);
        const [from, to] = [row * size, depth * size];
        let count = appeared;
        let smaller = false;
        for (let j = 0; j < size; j++) {
            const digit = digits[from + columns[j]];
            if (digit !== 0 && labels[digit] === 0)
                labels[digit] = ++count;
            const label = labels[digit];
            if (!smaller) {
                if (label > best[to + j])
                    return -1;
                smaller = label < best[to + j];
            }
            image[j] = label;
        }
        if (smaller) {
            best.set(image, to);
            best.fill(255, to + size);
        }
        return count;
    }
}
function canonicalDigits(digits, layout) {
    const image = new SmallestImage(layout);
    image.search(digits);
    if (layout.boxRows === layout.boxColumns)
        image.search(transposed(digits, layout.size));
    return image.best;
}
/**
 * The canonical form of a puzzle or solution: of all grids that symmetries turn it into ({@link randomSudokuSymmetry}: transposition
 * but for 6×6, orders of bands, rows, stacks and columns, and relabelling), the smallest as a string, '.' before digits. Two grids are equivalent if
 * and only if their canonical forms are equal. Exact at every size.
 *
 * @throws RangeError or TypeError if it is no grid of 4×4, 6×6 or 9×9 cells
 */
function canonicalSudoku(grid) {
    const digits = (0, sudokuGrid_1.sudokuDigits)('grid', grid);
    return (0, sudokuGrid_1.sudokuString)(canonicalDigits(digits, (0, sudokuGrid_1.layoutOf)('grid', digits.length)));
}
/** The grid with its digits numbered as they first appear: equal for two grids if and only if they differ in the names of digits alone. */
function relabelledSudoku(grid) {
    const digits = (0, sudokuGrid_1.sudokuDigits)('grid', grid);
    const labels = new Uint8Array(10);
    let count = 0;
    return (0, sudokuGrid_1.sudokuString)(digits.map((digit) => {
        if (digit !== 0 && labels[digit] === 0)
            labels[digit] = ++count;
        return labels[digit];
    }));
}
/**
 * How difficult a puzzle with one solution is: the backtracks of {@link solveSudoku} on its canonical form, so that equivalent puzzles are
 * equally difficult. The ratings of Sudoku-Extreme are backtracks of another solver (tdoku): compare order, not values.
 *
 * @throws RangeError if the puzzle has no solution, or several
 */
function rateSudoku(puzzle) {
    const digits = (0, sudokuGrid_1.sudokuDigits)('puzzle', puzzle);
    const layout = (0, sudokuGrid_1.layoutOf)('puzzle', digits.length);
    const { solutions, backtracks } = new solveSudoku_1.SudokuSearch(layout, canonicalDigits(digits, layout), 2).run();
    if (solutions !== 1)
        throw new RangeError(`puzzle has ${solutions === 0 ? 'no solution' : 'more than one solution'}; only one with a single solution has a rating.`);
    return backtracks;
}
//# sourceMappingURL=canonicalSudoku.js.map