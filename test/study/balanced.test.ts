import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { project } from './tiny';

const { balanced } = require(join(project, 'dist', 'study', 'balanced.js'));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('balanced', () => {
  it('takes the first of each kind where there are enough of both', () => {
    const first = (row: number) => row < 50;
    assert.deepEqual(balanced(first, 100, 48), [...range(0, 24), ...range(50, 74)]);
  });

  it('takes all of a kind that runs short, and more of the other, whichever it is', () => {
    const few = (row: number) => row % 20 === 3;
    const expected = [...range(0, 46), 63, 83]; // 5 of the one kind, 43 of the other
    assert.deepEqual(balanced(few, 100, 48), expected);
    assert.deepEqual(
      balanced((row: number) => !few(row), 100, 48),
      expected,
    );
    assert.deepEqual(
      balanced(() => false, 100, 48),
      range(0, 48),
    );
  });

  it('takes all rows where there are no more than asked for', () => {
    assert.deepEqual(
      balanced((row: number) => row < 5, 48, 48),
      range(0, 48),
    );
  });
});
