"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.mazeCharacters = void 0;
exports.mazeSize = mazeSize;
exports.onlyCell = onlyCell;
exports.neighbours = neighbours;
const check_1 = require("../numeric/check");
/** What a cell of a maze shows: wall, corridor, start, goal, path. */
exports.mazeCharacters = '# SGo';
/** The side of a square maze, whose characters have been checked. */
function mazeSize(name, maze) {
    if (typeof maze !== 'string')
        throw new TypeError(`${name} is ${(0, check_1.shown)(maze)}; it must be a string of size² characters.`);
    const size = Math.sqrt(maze.length);
    if (!Number.isInteger(size) || size < 2)
        throw new RangeError(`${name} has ${maze.length} characters; it must have size² of them, row by row.`);
    for (let i = 0; i < maze.length; i++) {
        if (!exports.mazeCharacters.includes(maze[i]))
            throw new RangeError(`${name} has ${(0, check_1.shown)(maze[i])} at row ${Math.floor(i / size) + 1}, column ${(i % size) + 1}; it must be one of '#', ' ', 'S', 'G', 'o'.`);
    }
    return size;
}
/** The cell of the only start or goal. */
function onlyCell(name, maze, character) {
    const cell = maze.indexOf(character);
    if (cell < 0 || cell !== maze.lastIndexOf(character))
        throw new RangeError(`${name} has ${maze.split(character).length - 1} cells '${character}'; it must have exactly one.`);
    return cell;
}
/** The neighbours of a cell: above, left, right, below, as far as there are any. */
function neighbours(cell, size) {
    const column = cell % size;
    const cells = [];
    if (cell >= size)
        cells.push(cell - size);
    if (column > 0)
        cells.push(cell - 1);
    if (column < size - 1)
        cells.push(cell + 1);
    if (cell < size * (size - 1))
        cells.push(cell + size);
    return cells;
}
//# sourceMappingURL=mazeGrid.js.map