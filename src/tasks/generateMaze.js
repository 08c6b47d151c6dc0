"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.generateMaze = generateMaze;
const check_1 = require("../numeric/check");
const random_1 = require("../numeric/random");
const mazeGrid_1 = require("./mazeGrid");
const solveMaze_1 = require("./solveMaze");
/** Corridors dug from a random cell by depth-first search, never into a cell that touches two corridor cells: a tree. */
function dig(size, random) {
    const maze = new Array(size * size).fill('#');
    const touches = (cell) => (0, mazeGrid_1.neighbours)(cell, size).filter((next) => maze[next] === ' ').length;
    const trail = [random.below(size * size)];
    maze[trail[0]] = ' ';
    while (trail.length > 0) {
        const ahead = (0, mazeGrid_1.neighbours)(trail[trail.length - 1], size).filter((cell) => maze[cell] === '#' && touches(cell) === 1);
        if (ahead.length === 0)
            trail.pop();
        else {
            const cell = ahead[random.below(ahead.length)];
            maze[cell] = ' ';
            trail.push(cell);
        }
    }
    return maze;
}
/** Opens a share of the walls that stand between two corridor cells on opposite sides, and walls on the other two. */
function breakThrough(maze, size, loops, random) {
    const cells = Array.from(maze, (_, cell) => cell);
    const open = (cell) => maze[cell] === ' ';
    for (const cell of random.shuffle(cells)) {
        const sides = (0, mazeGrid_1.neighbours)(cell, size);
        if (open(cell) || sides.length < 4 || random.uniform() >= loops)
            continue;
        const [above, left, right, below] = sides.map(open);
        if (above === below && left === right && above !== left)
            maze[cell] = ' ';
    }
}
/**
 * A square maze with exactly one shortest path from start to goal. Start is a random corridor cell, goal a random one among those that
 * a single shortest path of at least `minPathLength` steps leads to.
 *
 * @returns maze and maze with path as strings of size² characters ({@link encodeMaze}), the steps from start to goal as difficulty
 * @throws RangeError or TypeError for an option out of range; Error if none of `maxAttempts` mazes has such a path
 */
function generateMaze(options) {
    (0, check_1.checkOptions)(options, ['size', 'loops', 'minPathLength', 'seed', 'random', 'maxAttempts']);
    const { size, loops = 0.3, minPathLength = size, seed = 0, random = (0, random_1.random)(seed), maxAttempts = 1000 } = options;
    (0, check_1.checkInteger)('size', size, 4);
    (0, check_1.checkNumber)('loops', loops, (share) => share >= 0 && share <= 1, 'in [0, 1]');
    (0, check_1.checkInteger)('minPathLength', minPathLength, 1);
    if (minPathLength >= size * size)
        throw new RangeError(`minPathLength is ${minPathLength}; it must be less than the number of cells, ${size * size}.`);
    (0, check_1.checkInteger)('maxAttempts', maxAttempts, 1);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
        const maze = dig(size, random);
        breakThrough(maze, size, loops, random);
        const corridors = Array.from(maze, (_, cell) => cell).filter((cell) => maze[cell] === ' ');
        const start = corridors[random.below(corridors.length)];
        const { steps, paths } = (0, solveMaze_1.mazeDistances)((cell) => maze[cell] === ' ', start, size);
        const goals = corridors.filter((cell) => steps[cell] >= minPathLength && paths[cell] === 1);
        if (goals.length === 0)
            continue;
        const goal = goals[random.below(goals.length)];
        maze[start] = 'S';
        maze[goal] = 'G';
        return { puzzle: maze.join(''), solution: (0, solveMaze_1.drawPath)(maze, steps, goal, size), difficulty: steps[goal] };
    }
    throw new Error(`None of ${maxAttempts} mazes of size ${size} has a path of ${minPathLength} steps; take a smaller minPathLength, fewer loops or a larger size.`);
}
//# sourceMappingURL=generateMaze.js.map