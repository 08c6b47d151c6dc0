"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeMaze = encodeMaze;
exports.decodeMaze = decodeMaze;
const check_1 = require("../numeric/check");
const mazeGrid_1 = require("./mazeGrid");
/**
 * The published tokens of a square maze: '#' 1, ' ' 2, 'S' 3, 'G' 4, 'o' (path) 5; 0 is padding.
 *
 * @throws RangeError or TypeError if it is no square of these characters
 * Source: build_maze_dataset.py of the published TRM code.
 */
function encodeMaze(maze) {
    (0, mazeGrid_1.mazeSize)('maze', maze);
    return Int32Array.from(maze, (character) => mazeGrid_1.mazeCharacters.indexOf(character) + 1);
}
/**
 * The maze that tokens stand for.
 *
 * @throws RangeError if one is padding or no token of a maze
 */
function decodeMaze(tokens) {
    return Array.from(tokens, (token, i) => {
        if (!Number.isInteger(token) || token < 1 || token > 5)
            throw new RangeError(`tokens[${i}] is ${(0, check_1.shown)(token)}; it must be 1 to 5 ('#', ' ', 'S', 'G', 'o').`);
        return mazeGrid_1.mazeCharacters[token - 1];
    }).join('');
}
//# sourceMappingURL=encodeMaze.js.map