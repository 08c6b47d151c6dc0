import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const project = join(__dirname, '..', '..', '..');
const measure = import(pathToFileURL(join(project, 'bench', 'measure.mjs')).href);

describe('inTurns', () => {
  it('takes a sample of each side in turn', async () => {
    const { inTurns } = await measure;
    const taken: string[] = [];
    const side = (name: string) => async () => taken.push(name);
    assert.deepEqual(await inTurns([side('a'), side('b')], { rounds: 2 }), [
      [1, 3],
      [2, 4],
    ]);
    assert.deepEqual(taken, ['a', 'b', 'a', 'b']);
  });

  it('goes on until time is up or there are enough', async () => {
    const { inTurns } = await measure;
    const rounds = async (limits: object) => (await inTurns([() => 0], limits))[0].length;
    assert.equal(await rounds({ rounds: 2, seconds: 60, most: 5 }), 5);
    assert.equal(await rounds({ rounds: 2, seconds: 0, most: 5 }), 2);
  });
});
