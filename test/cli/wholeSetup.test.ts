import assert from 'node:assert/strict';
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { downloads, runsOfNpm, setUp, stageEverything, withCompiler } from './stage';

// All that a user gets, by the real set-up's code with stand-ins for the programs that it runs.

const everything: string[] = [];

describe('the set-up of everything', () => {
  it('has nothing left to do the next time', async () => {
    const place = stageEverything();
    const first = await setUp(place, everything, withCompiler);
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(await setUp(place, everything, withCompiler), { code: 0, output: '' });
    assert.deepEqual([runsOfNpm(place.folder), downloads(place.folder)], [1, 1]);
  });

  it('downloads the TensorFlow library anew where another is asked for, or it is gone, and only there', async () => {
    const place = stageEverything();
    const { folder } = place;
    await setUp(place, everything, withCompiler);
    rmSync(join(folder, 'node_modules'), { recursive: true });
    assert.equal((await setUp(place, everything, withCompiler)).code, 0);
    assert.equal(downloads(folder), 1);
    appendFileSync(join(folder, 'requirements-tensorflow.txt'), '# another\n');
    const { code, output } = await setUp(place, everything, withCompiler);
    assert.equal(code, 0, output);
    assert.equal(downloads(folder), 2);
    rmSync(join(folder, '.setup', 'tensorflow'), { recursive: true }); // as npm run doctor and the set-up advise
    assert.equal((await setUp(place, everything, withCompiler)).code, 0);
    assert.equal(downloads(folder), 3);
    assert(!existsSync(join(folder, '.setup', 'download')));
  });
});
