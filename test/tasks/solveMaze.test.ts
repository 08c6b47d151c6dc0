import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeMaze, encodeMaze, generateMaze, isShortestPath, solveMaze } from 'polezero/tasks';
import { golden } from './golden';

describe('solveMaze', () => {
  it('finds length and number of shortest paths as graph algorithms do', () => {
    for (const { maze, length, paths } of golden.mazes) {
      const result = solveMaze(maze);
      assert.deepEqual([result.length, result.paths], [length ?? Infinity, paths], maze);
      if (length === null) assert.equal(result.solution, null);
      else assert(isShortestPath(maze, result.solution!));
    }
    assert(golden.mazes.some(({ length }) => length === null) && golden.mazes.some(({ paths }) => paths > 2));
  });

  it('draws the path; of several the one that, seen from the goal, goes up first', () => {
    assert.deepEqual(solveMaze('S    #  G'), { solution: 'So  o# oG', length: 4, paths: 3 });
    assert.deepEqual(solveMaze('SG  '), { solution: 'SG  ', length: 1, paths: 1 });
    assert.deepEqual(solveMaze('S#oG'), { solution: 'S#oG', length: 2, paths: 1 });
    assert.deepEqual(solveMaze('S##G'), { solution: null, length: Infinity, paths: 0 });
  });

  it('names what is wrong', () => {
    assert.throws(() => solveMaze('S G'), /RangeError: maze has 3 characters; it must have size²/);
    assert.throws(() => solveMaze(''), /RangeError: maze has 0 characters/);
    assert.throws(
      () => solveMaze('S.# G    '),
      /RangeError: maze has '\.' at row 1, column 2; it must be one of '#', ' '/,
    );
    assert.throws(() => solveMaze('SS G'), /RangeError: maze has 2 cells 'S'; it must have exactly one/);
    assert.throws(() => solveMaze('S   '), /RangeError: maze has 0 cells 'G'/);
    assert.throws(() => solveMaze(4 as unknown as string), /TypeError: maze is 4/);
  });
});

describe('isShortestPath', () => {
  it('accepts any of several shortest paths', () => {
    assert(isShortestPath('S    #  G', 'S  o #ooG'));
    assert(isShortestPath('S    #  G', 'S  oo# oG'));
  });

  it('rejects a detour, a gap, a stray cell, a moved goal, a broken wall, another size', () => {
    const maze = 'S   ##    G     ';
    assert(isShortestPath(maze, 'So o##oo  G     ') === false); // gap
    const { solution } = solveMaze(maze);
    for (let cell = 0; cell < maze.length; cell++)
      for (const character of '# SGo') {
        if (character === solution![cell]) continue;
        const changed = solution!.slice(0, cell) + character + solution!.slice(cell + 1);
        assert.equal(isShortestPath(maze, changed), false, changed);
      }
    assert.equal(isShortestPath('S    # G ', 'Soo  # Go'), false);
    assert.equal(isShortestPath('SG  ', 'SGoo'), false); // a detour of three steps
    assert.equal(isShortestPath('SG  ', 'SG'), false);
    assert.equal(isShortestPath('S##G', 'S##G'), false);
    assert.equal(isShortestPath('SG  ', null as unknown as string), false);
  });

  it('is what solveMaze and generateMaze draw, and not what is one cell longer or shorter', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 5, max: 12 }), (seed, size) => {
        const { puzzle, solution } = generateMaze({ size, seed });
        assert(isShortestPath(puzzle, solution));
        assert.equal(solveMaze(puzzle).solution, solution);
        assert.equal(isShortestPath(puzzle, solution.replace('o', ' ')), false);
        if (solution.includes(' ')) assert.equal(isShortestPath(puzzle, solution.replace(' ', 'o')), false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('encodeMaze', () => {
  it('gives the published tokens and is undone by decodeMaze', () => {
    assert.deepEqual([...encodeMaze('# SGo# o#')], [1, 2, 3, 4, 5, 1, 2, 5, 1]);
    for (const { maze } of golden.mazes) assert.equal(decodeMaze(encodeMaze(maze)), maze);
    for (const token of [0, 6, 1.5, Number.NaN])
      assert.throws(() => decodeMaze([token]), /RangeError: tokens\[0\] is .*; it must be 1 to 5/);
    assert.throws(() => encodeMaze('#?SG'), /RangeError: maze has '\?'/);
  });
});
