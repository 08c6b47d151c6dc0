import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { random } from 'polezero/numeric';
import { generateMaze, placeMaze, solveMaze } from 'polezero/tasks';

describe('placeMaze', () => {
  it('changes nothing but where the maze lies: same walls around, same way through', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 7 }), fc.integer({ min: 0, max: 4 }), fc.nat(), (size, more, seed) => {
        const maze = generateMaze({ size, minPathLength: 2, seed });
        const placed = placeMaze(maze, size + more, random(seed));
        assert.equal(placed.puzzle.length, (size + more) ** 2);
        const open = (cells: string) => cells.replaceAll('#', '').length;
        assert.equal(open(placed.puzzle), open(maze.puzzle));
        const { solution, length } = solveMaze(placed.puzzle);
        assert.equal(solution, placed.solution);
        assert.equal(length, maze.difficulty);
      }),
      { numRuns: 200 },
    );
  });

  it('comes to lie everywhere', () => {
    const maze = generateMaze({ size: 5, seed: 1 });
    const { below, ...rest } = random(3);
    const places = new Set(Array.from({ length: 300 }, () => placeMaze(maze, 8, { below, ...rest }).puzzle));
    assert.equal(places.size, 16);
  });

  it('needs a solution as large as the puzzle', () => {
    const maze = generateMaze({ size: 6, seed: 1 });
    assert.throws(
      () => placeMaze({ ...maze, solution: 'So' }, 8, random(1)),
      /RangeError: solution has 2 cells; .* 36/,
    );
  });

  it('needs a square at least as large as the maze', () => {
    assert.throws(() => placeMaze(generateMaze({ size: 6, seed: 1 }), 5, random(1)), /RangeError: canvas is 5/);
  });
});
