"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeSudoku = encodeSudoku;
exports.decodeSudoku = decodeSudoku;
const check_1 = require("../numeric/check");
const sudokuGrid_1 = require("./sudokuGrid");
/**
 * The published tokens of a grid: digit + 1, so that a blank is 1 and the digits are 2 … size + 1; 0 is padding.
 *
 * Source: build_sudoku_dataset.py of the published TRM code.
 */
function encodeSudoku(grid) {
    return Int32Array.from((0, sudokuGrid_1.sudokuDigits)('grid', grid), (digit) => digit + 1);
}
/**
 * The grid that tokens stand for.
 *
 * @throws RangeError if there are not 16, 36 or 81 of them, or one is padding or no token of the size
 */
function decodeSudoku(tokens) {
    const { size } = (0, sudokuGrid_1.layoutOf)('tokens', tokens.length);
    const digits = Array.from(tokens, (token, i) => {
        if (!Number.isInteger(token) || token < 1 || token > size + 1)
            throw new RangeError(`tokens[${i}] is ${(0, check_1.shown)(token)}; it must be 1 for a blank or 2 to ${size + 1} for the digits 1 to ${size}.`);
        return token - 1;
    });
    return (0, sudokuGrid_1.sudokuString)(digits);
}
//# sourceMappingURL=encodeSudoku.js.map