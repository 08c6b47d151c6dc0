import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random } from 'polezero/numeric';
import { type GenerateMazeOptions, generateMaze, isShortestPath, solveMaze } from 'polezero/tasks';

const count = (maze: string, character: string) => maze.split(character).length - 1;

/** Pairs of neighbouring corridor cells, less corridor cells: −1 for a tree, 0 with one loop. */
function loopsOf(maze: string, size: number): number {
  const open = (cell: number) => maze[cell] !== '#';
  let excess = 0;
  for (let cell = 0; cell < maze.length; cell++) {
    if (!open(cell)) continue;
    excess--;
    if (cell % size < size - 1 && open(cell + 1)) excess++;
    if (cell + size < maze.length && open(cell + size)) excess++;
  }
  return excess;
}

describe('generateMaze', () => {
  it('gives one shortest path, as long as asked for, and its length as difficulty', () => {
    for (const [size, minPathLength, loops] of [
      [4, 1, 0.1],
      [5, 8, 0],
      [7, 7, 0.3],
      [10, 20, 0.1],
      [15, 40, 0.1],
      [30, 111, 0.1],
    ])
      for (let seed = 0; seed < 10; seed++) {
        const { puzzle, solution, difficulty } = generateMaze({ size, minPathLength, loops, seed });
        assert.equal(puzzle.length, size * size);
        assert.deepEqual(solveMaze(puzzle), { solution, length: difficulty, paths: 1 });
        assert(isShortestPath(puzzle, solution));
        assert(difficulty >= minPathLength);
        assert.equal(count(solution, 'o'), difficulty - 1);
        assert.equal(count(puzzle, 'o'), 0);
      }
  });

  it('is a tree without loops, connected, and has more loops the more are asked for', () => {
    const total = [0, 0.1, 0.5].map((loops) => {
      let sum = 0;
      for (let seed = 0; seed < 20; seed++) {
        const { puzzle } = generateMaze({ size: 15, loops, seed });
        const excess = loopsOf(puzzle, 15);
        if (loops === 0) assert.equal(excess, -1);
        assert(count(puzzle, '#') > 0.3 * 225 && count(puzzle, '#') < 0.6 * 225);
        sum += excess + 1;
      }
      return sum;
    });
    assert(total[0] === 0 && total[1] > 5 && total[2] > 3 * total[1], total.join());
  });

  it('has shortest paths that bend: mostly longer than the distance, also with loops', () => {
    let longer = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { puzzle, difficulty } = generateMaze({ size: 12, seed });
      const [start, goal] = [puzzle.indexOf('S'), puzzle.indexOf('G')];
      const distance = Math.abs(Math.floor(start / 12) - Math.floor(goal / 12)) + Math.abs((start % 12) - (goal % 12));
      if (difficulty >= 1.5 * distance) longer++;
    }
    assert(longer > 50, `${longer} of 100`);
  });

  it('repeats for the same seed, differs for another, and goes on with a source', () => {
    assert.deepEqual(generateMaze({ size: 9, seed: 3 }), generateMaze({ size: 9, seed: 3 }));
    assert.notDeepEqual(generateMaze({ size: 9, seed: 3 }), generateMaze({ size: 9, seed: 4 }));
    const source = random(3);
    assert.deepEqual(generateMaze({ size: 9, random: source }), generateMaze({ size: 9, seed: 3 }));
    assert.notDeepEqual(generateMaze({ size: 9, random: source }), generateMaze({ size: 9, seed: 3 }));
  });

  it('names what is wrong, and says so when no maze has so long a path', () => {
    const generate = (options: unknown) => () => generateMaze(options as GenerateMazeOptions);
    for (const size of [3, 0, 7.5, undefined, '9'])
      assert.throws(generate({ size }), /RangeError: size is .* at least 4/);
    for (const loops of [-0.1, 1.1, Number.NaN])
      assert.throws(generate({ size: 9, loops }), /RangeError: loops is .* in \[0, 1\]/);
    for (const minPathLength of [0, 81, 2.5])
      assert.throws(generate({ size: 9, minPathLength }), /RangeError: minPathLength is/);
    assert.throws(generate({ size: 9, density: 0.3 }), /TypeError: Unknown option 'density'/);
    assert.throws(
      generate({ size: 9, minPathLength: 80, maxAttempts: 20 }),
      /Error: None of 20 mazes of size 9 has a path of 80 steps; take a smaller minPathLength/,
    );
  });
});
