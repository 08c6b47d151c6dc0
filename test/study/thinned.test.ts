import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { project } from './tiny';

const { thinned } = require(join(project, 'dist', 'study', 'thinned.js'));
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

it('keeps the last of so many items, and others evenly before it', () => {
  assert.deepEqual(thinned(upTo(100), 100), upTo(100));
  assert.deepEqual(thinned(upTo(10), 4), [1, 4, 7, 10]);
  assert.deepEqual(thinned(upTo(11), 4), [2, 5, 8, 11]);
  assert.deepEqual(thinned(upTo(250), 100).slice(0, 2), [1, 4]);
  assert.equal(thinned(upTo(250), 100).length, 84);
  assert.deepEqual(thinned([], 4), []);
});
