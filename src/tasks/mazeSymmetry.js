"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.transformMaze = transformMaze;
exports.canonicalMaze = canonicalMaze;
exports.augmentMaze = augmentMaze;
exports.mazeAugmentation = mazeAugmentation;
const check_1 = require("../numeric/check");
const mazeGrid_1 = require("./mazeGrid");
/**
 * For each symmetry of the square, numbered as published, the old row and column of a new cell at row i and column j; n is size − 1.
 *
 * Source: dataset/common.py (dihedral_transform) of the published TRM code.
 */
const dihedral = [
    (i, j) => [i, j], // as it is
    (i, j, n) => [j, n - i], // a quarter turn, anticlockwise
    (i, j, n) => [n - i, n - j], // half a turn
    (i, j, n) => [n - j, i], // three quarters of a turn
    (i, j, n) => [i, n - j], // left and right exchanged
    (i, j, n) => [n - i, j], // top and bottom exchanged
    (i, j) => [j, i], // mirrored at the diagonal
    (i, j, n) => [n - j, n - i], // mirrored at the other diagonal
];
/** Of each new cell the old one. */
function cellsOf(size, symmetry) {
    return Int32Array.from({ length: size * size }, (_, cell) => {
        const [row, column] = dihedral[symmetry](Math.floor(cell / size), cell % size, size - 1);
        return row * size + column;
    });
}
/**
 * A square maze after a symmetry of the square: 0 as it is, 1 to 3 quarter turns anticlockwise, 4 left and right exchanged, 5 top and bottom
 * exchanged, 6 mirrored at the diagonal, 7 mirrored at the other one.
 */
function transformMaze(maze, symmetry) {
    const size = (0, mazeGrid_1.mazeSize)('maze', maze);
    if (dihedral[symmetry] === undefined)
        throw new RangeError(`symmetry is ${symmetry}; it must be an integer from 0 to 7.`);
    return Array.from(cellsOf(size, symmetry), (cell) => maze[cell]).join('');
}
/** Of the eight images of a square maze the first in the order of strings: equal for two mazes if and only if they are images of each other. */
function canonicalMaze(maze) {
    return dihedral.map((_, symmetry) => transformMaze(maze, symmetry)).sort()[0];
}
/** Maze and solution after the same random symmetry. */
function augmentMaze({ puzzle, solution }, random) {
    const symmetry = random.below(8);
    return { puzzle: transformMaze(puzzle, symmetry), solution: transformMaze(solution, symmetry) };
}
/** The same for rows of tokens, in place: what {@link TrainingBatches} applies to each maze that it hands out. */
function mazeAugmentation(size) {
    (0, check_1.checkInteger)('size', size, 2);
    const symmetries = dihedral.map((_, symmetry) => cellsOf(size, symmetry));
    const old = new Int32Array(size * size);
    return (inputs, labels, random) => {
        const cells = symmetries[random.below(8)];
        for (const tokens of [inputs, labels]) {
            old.set(tokens);
            for (let i = 0; i < tokens.length; i++)
                tokens[i] = old[cells[i]];
        }
    };
}
//# sourceMappingURL=mazeSymmetry.js.map