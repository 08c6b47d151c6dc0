import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { countChanges, killedAt } from '../support/faults';
import { downloads, runsOfNpm, setUp, stageEverything, withCompiler } from './stage';

// All that a user gets, by the real set-up's code with stand-ins for the programs that it runs.

const everything: string[] = [];
const made = ['.setup', '.venv', 'node_modules', 'dist'];

/** The texts of all that a set-up has made, by their paths; not what its programs printed, nor a lock: it stays if all was done just before a kill. */
function results(folder: string): Record<string, string> {
  const files = made
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !['logs', 'lock.json'].some((name) => path.startsWith(join(folder, '.setup', name))));
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(path, 'utf8')]));
}

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

  // KILLS=1 npm test -- cli/wholeSetup tries all changes.
  const every = Number(process.env.KILLS ?? 8);

  it(`killed at a change that it or a program of its makes on the disk, comes to the same: one in ${every}`, async () => {
    const place = stageEverything();
    const { folder } = place;
    const changes = await countChanges(folder, (env) => setUp(place, everything, { ...withCompiler, ...env }));
    const undisturbed = results(folder);
    assert(changes > 150, `${changes} changes`);
    for (let change = 1 + Math.floor(Math.random() * every); change <= changes; change += every) {
      const when = `after a kill at change ${change} of ${changes}`;
      for (const name of made) rmSync(join(folder, name), { recursive: true, force: true });
      const faults = killedAt(folder, change);
      await setUp(place, everything, { ...withCompiler, ...faults });
      const next = await setUp(place, everything, withCompiler);
      assert.equal(next.code, 0, `${when}: ${next.output}`);
      assert.deepEqual(results(folder), undisturbed, when);
      assert.deepEqual(await setUp(place, everything, withCompiler), { code: 0, output: '' }, when);
    }
  });
});
