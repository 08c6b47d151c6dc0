import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random } from 'polezero/numeric';
import {
  augmentMaze,
  canonicalMaze,
  decodeMaze,
  encodeMaze,
  generateMaze,
  isShortestPath,
  mazeAugmentation,
  transformMaze,
} from 'polezero/tasks';
import { golden } from './golden';

const symmetries = [0, 1, 2, 3, 4, 5, 6, 7];

describe('transformMaze', () => {
  it('numbers and does the eight symmetries as the published code does with NumPy', () => {
    const { maze, images } = golden.dihedral;
    assert.deepEqual(
      symmetries.map((symmetry) => transformMaze(maze, symmetry)),
      images,
    );
    assert.equal(new Set(images).size, 8);
    for (const wrong of [-1, 8, 0.5, Number.NaN])
      assert.throws(() => transformMaze(maze, wrong), /RangeError: symmetry is/);
  });

  it('keeps shortest paths shortest', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { puzzle, solution } = generateMaze({ size: 8, seed });
      for (const symmetry of symmetries)
        assert(isShortestPath(transformMaze(puzzle, symmetry), transformMaze(solution, symmetry)));
    }
  });
});

describe('canonicalMaze', () => {
  it('is equal for the images of a maze, and for those alone', () => {
    const [one, other] = [1, 2].map((seed) => generateMaze({ size: 8, seed }).puzzle);
    assert.deepEqual(new Set(symmetries.map((symmetry) => canonicalMaze(transformMaze(one, symmetry)))).size, 1);
    assert.notEqual(canonicalMaze(one), canonicalMaze(other));
  });
});

describe('augmentMaze', () => {
  it('reaches all eight images, maze and path alike, in strings and in tokens', () => {
    const { puzzle, solution } = generateMaze({ size: 8, seed: 5 });
    const augment = mazeAugmentation(8);
    const seen = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const image = augmentMaze({ puzzle, solution }, random(seed));
      assert(isShortestPath(image.puzzle, image.solution));
      const [inputs, labels] = [encodeMaze(puzzle), encodeMaze(solution)];
      augment(inputs, labels, random(seed));
      assert.deepEqual({ puzzle: decodeMaze(inputs), solution: decodeMaze(labels) }, image);
      seen.add(image.puzzle);
    }
    assert.equal(seen.size, 8);
    assert.throws(() => mazeAugmentation(1.5), /RangeError: size is 1.5/);
  });
});
