import { checkInteger } from '../numeric/check';
import type { Random } from '../numeric/random';
import { mazeSize } from './mazeGrid';
import type { Puzzle } from './puzzleSet';

/**
 * A maze at a random place of a larger square of walls: so networks that are trained on small mazes can be asked for larger ones, and have
 * met every position.
 *
 * @param canvas - rows and columns of the square, at least those of the maze
 * @throws RangeError for a canvas smaller than the maze, a puzzle that is no square, or a solution of another size
 */
export function placeMaze({ puzzle, solution, difficulty }: Puzzle, canvas: number, random: Random): Puzzle {
  const size = mazeSize('puzzle', puzzle);
  if (solution.length !== puzzle.length)
    throw new RangeError(`solution has ${solution.length} cells; it must have ${puzzle.length}, as the puzzle.`);
  checkInteger('canvas', canvas, size);
  const [above, left] = [random.below(canvas - size + 1), random.below(canvas - size + 1)];
  const placed = (maze: string): string => {
    const cells = new Array<string>(canvas * canvas).fill('#');
    for (let cell = 0; cell < maze.length; cell++)
      cells[(above + Math.floor(cell / size)) * canvas + left + (cell % size)] = maze[cell];
    return cells.join('');
  };
  return { puzzle: placed(puzzle), solution: placed(solution), difficulty };
}
