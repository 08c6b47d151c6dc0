import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { changesLeft, countChanges, fullDisk, killedAt, saysFull } from '../support/faults';
import { lasting, project, sittings, tinyStudy } from './tiny';

// The two jobs of a study where writing goes wrong: one run, and the tables of all.

const tiny = JSON.parse(readFileSync(tinyStudy, 'utf8'));
const short = {
  ...tiny,
  base: { ...tiny.base, evaluateEvery: 10, checkpointEvery: 5 },
  cells: [{ ...tiny.cells[1], steps: 20 }],
};

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'breaking-'));
  writeFileSync(join(folder, 'tiny.json'), JSON.stringify(short));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A job's program, with a place of its own for results and work. */
function job(name: string, ...args: string[]) {
  const [results, work] = ['results', 'work'].map((kind) => join(folder, name, kind));
  for (const each of [results, work]) mkdirSync(each, { recursive: true });
  const program = [join(project, 'dist', 'cli', 'study.js'), ...args, '--results', results, '--work', work];
  return {
    results,
    work,
    result: join(results, 'tiny', 'runs', 'tied-2-1.json'),
    /** What it has begun to write, or holds. */
    leftovers: () =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).filter((path) =>
        /^\.|^lock\.json$/.test(basename(path)),
      ),
    run(env: Record<string, string> = {}) {
      const { status, stdout, stderr } = spawnSync(process.execPath, program, {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
      return { status, text: stdout + stderr };
    },
  };
}
const aRun = (name: string) => job(name, 'run', join(folder, 'tiny.json'), 'tied-2', '1');

describe('npm run study -- run', () => {
  const undisturbed = () => aRun('undisturbed');

  it('killed in the middle of writing, begins nothing anew, comes to the same, and leaves nothing lying about', async () => {
    const { work, run, result } = undisturbed();
    const changes = await countChanges(work, run);
    assert(changes > 100, `${changes} changes`);
    const killed = aRun('killed');
    let cutShort = 0;
    for (const share of [0.095, 0.3, 0.3, 0.3]) {
      const { status, text } = killed.run(killedAt(killed.work, Math.round(share * changes)));
      assert.equal(status, null, `killed at ${share} of ${changes}: ${text}`);
      cutShort += killed.leftovers().filter((path) => !path.endsWith('lock.json')).length;
    }
    assert(cutShort > 0, 'no file was cut short');
    const { status, text } = killed.run();
    assert.equal(status, 0, text);
    const steps = sittings(killed.work, 'tied-2-1');
    assert(steps.at(-1)! >= 10, `began anew: ${steps}`);
    assert.deepEqual(
      steps,
      [...steps].sort((a, b) => a - b),
    );
    assert.deepEqual(lasting(killed.result), lasting(result));
    assert.deepEqual(killed.leftovers(), []);
  });

  it('killed in the middle of writing its result, is trained once, and comes to the same', () => {
    const { results, work, result, run, leftovers } = undisturbed();
    const good = lasting(result);
    rmSync(result);
    const cutShort: string[] = [];
    // The third change writes a draft, the next time the fifth is to make sure that it is on the disk, and then seven are too many.
    for (let [change, left] = [3, 0]; left <= 0; change += 2) {
      const faults = killedAt(results, change);
      const { status, text } = run(faults);
      left = changesLeft(faults);
      assert.equal(status, left > 0 ? 0 : null, `killed at change ${change}: ${text}`);
      cutShort.push(...leftovers().filter((path) => path.includes('tied-2-1.json')));
    }
    assert.equal(cutShort.length, 2);
    assert.deepEqual(lasting(result), good);
    assert.deepEqual(sittings(work, 'tied-2-1'), [0]);
    assert.deepEqual(leftovers(), []);
  });

  it('on a disk that is full where the results are says so, and afterwards only measures again', () => {
    const { results, work, result, run, leftovers } = undisturbed();
    const good = lasting(result);
    rmSync(result);
    const { status, text } = run(fullDisk(results, 4000));
    assert.equal(status, 1, text);
    assert.match(text, /tied-2-1\.json was not written: ENOSPC/);
    assert.match(text, saysFull);
    assert.deepEqual([existsSync(result), leftovers()], [false, []]);
    const again = run();
    assert.equal(again.status, 0, again.text);
    assert.deepEqual(lasting(result), good);
    assert.deepEqual(sittings(work, 'tied-2-1'), [0]);
  });
});

describe('npm run study -- collect', () => {
  const golden = join(project, 'test', 'study', 'golden');
  const files = readdirSync(golden).filter((file) => file === 'SHA256SUMS' || /^tiny[-.]/.test(file));
  const contents = (from: string) => files.map((file) => readFileSync(join(from, file), 'utf8'));
  const fresh = contents(golden);
  let collect: ReturnType<typeof job>;
  let old: string[];

  /** The tables of all results but one; then all. */
  before(() => {
    collect = job('collected', 'collect', tinyStudy);
    const one = join('tiny', 'runs', 'trm-2.json');
    cpSync(join(golden, 'tiny'), join(collect.results, 'tiny'), { recursive: true });
    rmSync(join(collect.results, one));
    assert.equal(collect.run().status, 0);
    old = contents(collect.results);
    cpSync(join(golden, one), join(collect.results, one));
  });

  const checkWhole = (when: string) => {
    for (const [i, content] of contents(collect.results).entries())
      assert([old[i], fresh[i]].includes(content), `${files[i]} ${when}`);
  };

  it('on a full disk says so, and leaves every table as it was or whole', () => {
    const size = fresh.join('').length;
    for (const share of [0, 0.4, 0.8]) {
      const { status, text } = collect.run(fullDisk(collect.results, Math.round(share * size)));
      assert.equal(status, 1, text);
      assert.match(text, saysFull);
      checkWhole(`with room for ${share} of all`);
      assert.deepEqual(collect.leftovers(), []);
    }
  });

  it('killed at a change that it makes, leaves every table as it was or whole, and the next time makes all', () => {
    // Four changes make a file: the steps of five come to each of them.
    for (let [change, left] = [2, 0]; left <= 0; change += 5) {
      const faults = killedAt(collect.results, change);
      const { status, text } = collect.run(faults);
      left = changesLeft(faults);
      assert.equal(status, left > 0 ? 0 : null, `killed at change ${change}: ${text}`);
      checkWhole(`killed at change ${change}`);
    }
    assert.deepEqual(contents(collect.results), fresh);
    assert.deepEqual(collect.leftovers(), []);
  });
});
