"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.puzzleTask = puzzleTask;
const check_1 = require("../numeric/check");
const tasks_1 = require("../tasks");
const keys = {
    sudoku: ['kind', 'size', 'clues', 'train', 'test', 'seed'],
    maze: ['kind', 'size', 'minPathLength', 'train', 'test', 'seed'],
    parity: ['kind', 'length', 'pole', 'train', 'test', 'seed'],
    csv: ['kind', 'path', 'puzzle', 'train', 'test', 'seed'],
};
/** Of a few symmetry classes there are many puzzles at 4 × 4: there, and only there, classes may come more than once. */
function sudokus({ size, clues, train, test, seed = 0 }) {
    const count = train + test;
    if (size !== 4)
        return (0, tasks_1.generateSudokus)({ size, clues, count, seed });
    return Array.from({ length: count }, (_, i) => (0, tasks_1.generateSudoku)({ size, clues, seed: (seed * count + i) >>> 0 }));
}
function mazes({ size, minPathLength, train, test, seed = 0 }) {
    const count = train + test;
    const [found, seen] = [[], new Set()];
    for (let i = 0; found.length < count; i++) {
        if (i === 20 * count)
            throw new RangeError(`size is ${size}; there are too few mazes of that size for ${count}: ask for fewer.`);
        const maze = (0, tasks_1.generateMaze)({ size, minPathLength, seed: (seed * 20 * count + i) >>> 0 });
        const name = (0, tasks_1.canonicalMaze)(maze.puzzle);
        if (!seen.has(name))
            found.push(maze);
        seen.add(name);
    }
    return found;
}
async function fromFile({ path, puzzle, train, test }) {
    const puzzles = [];
    const most = train === undefined ? Number.POSITIVE_INFINITY : train + test;
    for await (const row of (0, tasks_1.readPuzzleCsv)(path, { kind: puzzle })) {
        if (puzzles.push((0, tasks_1.puzzleOf)(row)) >= most)
            break;
    }
    return puzzles;
}
const sideOf = ({ puzzle }) => Math.round(Math.sqrt(puzzle.length));
/** Split by symmetry class, so that what is tested is not known in disguise. */
function split(puzzles, kind, { test, seed }) {
    const side = sideOf(puzzles[0]);
    const [classOf, toSet, augment] = kind === 'sudoku'
        ? [tasks_1.canonicalSudoku, tasks_1.sudokuSet, (0, tasks_1.sudokuAugmentation)(side)]
        : [tasks_1.canonicalMaze, tasks_1.mazeSet, (0, tasks_1.mazeAugmentation)(side)];
    const parts = (0, tasks_1.splitByClass)(puzzles, (each) => classOf(each.puzzle), { testSize: test, seed });
    return { train: toSet(parts.train), test: toSet(parts.test), augment };
}
/**
 * Generates, or reads, what a network is to be trained and tested on. The same options give the same puzzles.
 *
 * @example
 * const task = await puzzleTask({ kind: 'sudoku', size: 6, train: 2500, test: 500, seed: 1 });
 *
 * @throws RangeError or TypeError for an option out of range or an unknown one; PuzzleCsvError for a malformed file, with the line
 */
async function puzzleTask(options) {
    (0, check_1.checkChoice)('task.kind', options?.kind, Object.keys(keys));
    (0, check_1.checkOptions)(options, keys[options.kind]);
    const { test, seed = 0 } = options;
    (0, check_1.checkInteger)('test', test, 1);
    (0, check_1.checkInteger)('seed', seed, 0);
    if (options.kind === 'csv') {
        const puzzles = await fromFile(options);
        if (puzzles.length === 0)
            throw new RangeError(`path is ${(0, check_1.shown)(options.path)}, a file without puzzles.`);
        return split(puzzles, options.puzzle, options);
    }
    (0, check_1.checkInteger)('train', options.train, 1);
    if (options.kind === 'sudoku')
        return split(sudokus(options), 'sudoku', options);
    if (options.kind === 'maze')
        return split(mazes(options), 'maze', options);
    const { length, pole, train } = options;
    return {
        train: (0, tasks_1.generateParity)({ length, pole, size: train, seed }),
        test: (0, tasks_1.generateParity)({ length, pole, size: test, seed: seed + 1 }),
    };
}
//# sourceMappingURL=puzzleTask.js.map