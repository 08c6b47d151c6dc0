import { shown } from '../numeric/check';
import { mazeCharacters, mazeSize } from './mazeGrid';
import { padding } from './padding';

/**
 * The published tokens of a square maze: '#' 1, ' ' 2, 'S' 3, 'G' 4, 'o' (path) 5; 0 is padding.
 *
 * @throws RangeError or TypeError if it is no square of these characters
 * Source: build_maze_dataset.py of the published TRM code.
 */
export function encodeMaze(maze: string): Int32Array {
  mazeSize('maze', maze);
  return Int32Array.from(maze, (character) => mazeCharacters.indexOf(character) + 1);
}

/**
 * The maze that tokens stand for.
 *
 * @throws RangeError if one is padding or no token of a maze
 */
export function decodeMaze(tokens: ArrayLike<number>): string {
  return Array.from(tokens, (token, i) => {
    if (!Number.isInteger(token) || token < 1 || token > 5)
      throw new RangeError(`tokens[${i}] is ${shown(token)}; it must be 1 to 5 ('#', ' ', 'S', 'G', 'o'). ${padding}`);
    return mazeCharacters[token - 1];
  }).join('');
}
