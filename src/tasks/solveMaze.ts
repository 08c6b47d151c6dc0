import { mazeSize, neighbours, onlyCell } from './mazeGrid';

export interface MazeResult {
  /** The maze with 'o' on its shortest path between start and goal, or null if there is none. */
  solution: string | null;
  /** Steps from start to goal; infinite if there is no way. */
  length: number;
  /** How many paths are that short. */
  paths: number;
}

/** Of every cell, the steps from the start (infinite if there is no way) and how many shortest paths lead to it. */
export function mazeDistances(
  isOpen: (cell: number) => boolean,
  start: number,
  size: number,
): { steps: Float64Array; paths: Float64Array } {
  const steps = new Float64Array(size * size).fill(Infinity);
  const paths = new Float64Array(size * size);
  const queue = [start];
  steps[start] = 0;
  paths[start] = 1;
  for (const cell of queue) {
    for (const next of neighbours(cell, size)) {
      if (!isOpen(next)) continue;
      if (steps[next] === Infinity) {
        steps[next] = steps[cell] + 1;
        queue.push(next);
      }
      if (steps[next] === steps[cell] + 1) paths[next] += paths[cell];
    }
  }
  return { steps, paths };
}

/** The maze with 'o' on a shortest path; of several, the one that, walked back from the goal, prefers up, then left, right, down. */
export function drawPath(maze: readonly string[], steps: Float64Array, goal: number, size: number): string {
  const drawn = [...maze];
  let cell = goal;
  while (steps[cell] > 1) {
    cell = neighbours(cell, size).find((next) => steps[next] === steps[cell] - 1)!;
    drawn[cell] = 'o';
  }
  return drawn.join('');
}

/**
 * The shortest path through a maze, by breadth-first search: steps go up, down, left and right, through any cell that is no wall.
 *
 * @example
 * solveMaze('S    #  G') // { solution: 'So  o# oG', length: 4, paths: 3 }
 *
 * @param maze - a square maze, row by row: '#' wall, ' ' corridor, one 'S' start, one 'G' goal; an 'o' is taken as corridor
 * @throws RangeError or TypeError if it is no such maze
 */
export function solveMaze(maze: string): MazeResult {
  const size = mazeSize('maze', maze);
  const [start, goal] = [onlyCell('maze', maze, 'S'), onlyCell('maze', maze, 'G')];
  const { steps, paths } = mazeDistances((cell) => maze[cell] !== '#', start, size);
  const bare = [...maze.replaceAll('o', ' ')];
  const solution = paths[goal] === 0 ? null : drawPath(bare, steps, goal, size);
  return { solution, length: steps[goal], paths: paths[goal] };
}

/**
 * Whether an answer is the maze with a shortest path drawn in: its walls, start and goal unchanged and 'o' on every cell of one
 * shortest path, whichever, and nowhere else.
 *
 * @throws RangeError or TypeError if `maze` is no maze; an answer that is none is just wrong
 */
export function isShortestPath(maze: string, answer: string): boolean {
  const { length } = solveMaze(maze);
  if (typeof answer !== 'string' || answer.replaceAll('o', ' ') !== maze.replaceAll('o', ' ')) return false;
  if (answer.split('o').length !== length) return false; // one cell fewer than steps
  const goal = answer.indexOf('G');
  const size = Math.sqrt(maze.length);
  return mazeDistances((cell) => 'oG'.includes(answer[cell]), answer.indexOf('S'), size).steps[goal] === length;
}
