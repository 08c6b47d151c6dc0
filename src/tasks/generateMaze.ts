import { checkInteger, checkNumber, checkOptions } from '../numeric/check';
import { type Random, random as seeded } from '../numeric/random';
import { neighbours } from './mazeGrid';
import type { Puzzle } from './puzzleSet';
import { drawPath, mazeDistances } from './solveMaze';

export interface GenerateMazeOptions {
  /** Rows and columns, at least 4; the published mazes have 30. */
  size: number;
  /** Share of the walls between two corridors that are broken through, in [0, 1]; default 0.3. At 0 only one way leads anywhere. */
  loops?: number;
  /** Least steps from start to goal; default `size`. The published hard mazes have more than 110. */
  minPathLength?: number;
  /** Integer in [0, 2³²); default 0. */
  seed?: number;
  /** A source to draw from, in place of a seed. */
  random?: Random;
  /** How many mazes to try for so long a path; default 1000. */
  maxAttempts?: number;
}

/** Throws unless a path of so many steps fits into a maze of that size. */
export function checkMinPathLength(minPathLength: number, size: number): void {
  checkInteger('minPathLength', minPathLength, 1);
  if (minPathLength >= size * size)
    throw new RangeError(
      `minPathLength is ${minPathLength}; it must be less than the number of cells, ${size * size}.`,
    );
}

/** Corridors dug from a random cell by depth-first search, never into a cell that touches two corridor cells: a tree. */
function dig(size: number, random: Random): string[] {
  const maze = new Array<string>(size * size).fill('#');
  const touches = (cell: number) => neighbours(cell, size).filter((next) => maze[next] === ' ').length;
  const trail = [random.below(size * size)];
  maze[trail[0]] = ' ';
  while (trail.length > 0) {
    const ahead = neighbours(trail[trail.length - 1], size).filter((cell) => maze[cell] === '#' && touches(cell) === 1);
    if (ahead.length === 0) trail.pop();
    else {
      const cell = ahead[random.below(ahead.length)];
      maze[cell] = ' ';
      trail.push(cell);
    }
  }
  return maze;
}

/** Opens a share of the walls that stand between two corridor cells on opposite sides, and walls on the other two. */
function breakThrough(maze: string[], size: number, loops: number, random: Random): void {
  const cells = Array.from(maze, (_, cell) => cell);
  const open = (cell: number) => maze[cell] === ' ';
  for (const cell of random.shuffle(cells)) {
    const sides = neighbours(cell, size);
    if (open(cell) || sides.length < 4 || random.uniform() >= loops) continue;
    const [above, left, right, below] = sides.map(open);
    if (above === below && left === right && above !== left) maze[cell] = ' ';
  }
}

/**
 * A square maze with exactly one shortest path from start to goal. Start is a random corridor cell, goal a random one among those that
 * a single shortest path of at least `minPathLength` steps leads to.
 *
 * @returns maze and maze with path as strings of size² characters ({@link encodeMaze}), the steps from start to goal as difficulty
 * @throws RangeError or TypeError for an option out of range; Error if none of `maxAttempts` mazes has such a path
 */
export function generateMaze(options: GenerateMazeOptions): Puzzle {
  checkOptions(options, ['size', 'loops', 'minPathLength', 'seed', 'random', 'maxAttempts']);
  const { size, loops = 0.3, minPathLength = size, seed = 0, random = seeded(seed), maxAttempts = 1000 } = options;
  checkInteger('size', size, 4);
  checkNumber('loops', loops, (share) => share >= 0 && share <= 1, 'in [0, 1]');
  checkMinPathLength(minPathLength, size);
  checkInteger('maxAttempts', maxAttempts, 1);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const maze = dig(size, random);
    breakThrough(maze, size, loops, random);
    const corridors = Array.from(maze, (_, cell) => cell).filter((cell) => maze[cell] === ' ');
    const start = corridors[random.below(corridors.length)];
    const { steps, paths } = mazeDistances((cell) => maze[cell] === ' ', start, size);
    const goals = corridors.filter((cell) => steps[cell] >= minPathLength && paths[cell] === 1);
    if (goals.length === 0) continue;
    const goal = goals[random.below(goals.length)];
    maze[start] = 'S';
    maze[goal] = 'G';
    return { puzzle: maze.join(''), solution: drawPath(maze, steps, goal, size), difficulty: steps[goal] };
  }
  throw new Error(
    `None of ${maxAttempts} mazes of size ${size} has a path of ${minPathLength} steps; take a smaller minPathLength, fewer loops or a larger size.`,
  );
}
