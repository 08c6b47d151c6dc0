"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SudokuSearch = void 0;
exports.solveSudoku = solveSudoku;
const check_1 = require("../numeric/check");
const sudokuGrid_1 = require("./sudokuGrid");
const bitCount = Uint8Array.from({ length: 1024 }, (_, mask) => mask.toString(2).replaceAll('0', '').length);
/**
 * Depth-first search over the cells of one grid, which is filled in as it goes: always the cell with the fewest candidates (the first in
 * reading order among equals), its candidates from the smallest up, or in random order if `random` is given.
 */
class SudokuSearch {
    layout;
    digits;
    limit;
    random;
    solutions = 0;
    backtracks = 0;
    first = null;
    rows;
    columns;
    boxes;
    /** The cells still blank, in its first `blanks` places. */
    open;
    blanks = 0;
    constructor(layout, digits, limit, random) {
        this.layout = layout;
        this.digits = digits;
        this.limit = limit;
        this.random = random;
        const { size } = layout;
        const free = 2 * (2 ** size - 1); // bit d is set while digit d is free
        this.rows = new Uint16Array(size).fill(free);
        this.columns = new Uint16Array(size).fill(free);
        this.boxes = new Uint16Array(size).fill(free);
        this.open = new Uint8Array(digits.length);
    }
    run() {
        for (let cell = 0; cell < this.digits.length; cell++) {
            const digit = this.digits[cell];
            if (digit === 0)
                this.open[this.blanks++] = cell;
            else if ((this.candidates(cell) & (1 << digit)) === 0) {
                this.backtracks++;
                return this;
            }
            else
                this.flip(cell, 1 << digit);
        }
        this.search();
        return this;
    }
    candidates(cell) {
        const { size, box } = this.layout;
        return this.rows[(cell / size) | 0] & this.columns[cell % size] & this.boxes[box[cell]];
    }
    /** Takes a digit at a cell from its row, column and box, or gives it back. */
    flip(cell, bit) {
        const { size, box } = this.layout;
        this.rows[(cell / size) | 0] ^= bit;
        this.columns[cell % size] ^= bit;
        this.boxes[box[cell]] ^= bit;
    }
    /** The place in `open` of the cell with the fewest candidates; among equals, of the lowest cell. */
    narrowest() {
        let best = 0;
        let fewest = 99;
        for (let i = 0; i < this.blanks; i++) {
            const count = bitCount[this.candidates(this.open[i]) >> 1];
            if (count > fewest || (count === fewest && this.open[i] > this.open[best]))
                continue;
            best = i;
            fewest = count;
            if (count <= 1)
                break; // dead end or forced: the order of these does not change the number of dead ends
        }
        return best;
    }
    search() {
        if (this.blanks === 0) {
            this.first ??= this.digits.slice();
            this.solutions++;
            return;
        }
        const at = this.narrowest();
        const cell = this.open[at];
        let left = this.candidates(cell);
        if (left === 0) {
            this.backtracks++;
            return;
        }
        this.open[at] = this.open[--this.blanks];
        while (left !== 0 && this.solutions < this.limit) {
            const bit = this.random === undefined ? left & -left : this.anyBit(left, this.random);
            left ^= bit;
            this.digits[cell] = 31 - Math.clz32(bit);
            this.flip(cell, bit);
            this.search();
            this.flip(cell, bit);
        }
        this.digits[cell] = 0;
        this.open[this.blanks++] = this.open[at];
        this.open[at] = cell;
    }
    anyBit(mask, random) {
        let skip = random.below(bitCount[mask >> 1]);
        let rest = mask;
        while (skip-- > 0)
            rest &= rest - 1;
        return rest & -rest;
    }
}
exports.SudokuSearch = SudokuSearch;
/**
 * Solves a Sudoku, and tells whether the solution is the only one.
 *
 * @example
 * solveSudoku('1.3..2......4...') // { solution: '1432321421434321', solutions: 2, backtracks: 0 }
 *
 * @param puzzle - 4×4, 6×6 (boxes of two rows and three columns) or 9×9 cells
 * @throws RangeError or TypeError if it is no such grid; clues that contradict each other are a puzzle without solution, not an error
 */
function solveSudoku(puzzle, options = {}) {
    (0, check_1.checkOptions)(options, ['limit']);
    const { limit = 2 } = options;
    (0, check_1.checkInteger)('limit', limit, 1);
    const digits = (0, sudokuGrid_1.sudokuDigits)('puzzle', puzzle);
    const { first, solutions, backtracks } = new SudokuSearch((0, sudokuGrid_1.layoutOf)('puzzle', digits.length), digits, limit).run();
    return { solution: first && (0, sudokuGrid_1.sudokuString)(first), solutions, backtracks };
}
//# sourceMappingURL=solveSudoku.js.map