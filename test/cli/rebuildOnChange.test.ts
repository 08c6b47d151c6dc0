import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { until } from '../support/until';

const { rebuildOnChange } = require(join(__dirname, '..', '..', '..', 'dist', 'cli', 'rebuildOnChange.js'));

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

it('builds after a change, once more for changes during the build, and not any more once ended', async () => {
  const [source, built, gate] = ['src', 'built', 'gate'].map((name) => join(folder, name));
  const file = join(source, 'deep', 'file.ts');
  mkdirSync(join(source, 'deep'), { recursive: true });
  writeFileSync(file, 'a');
  /** Reads what there is to build, and ends when the gate is opened. */
  const script = `{ cat ${file}; echo; } >> ${built}; while [ ! -e ${gate} ]; do sleep 0.02; done`;
  const builds = () => (existsSync(built) ? readFileSync(built, 'utf8').split('\n').filter(Boolean) : []);
  let running = 0;
  const end = rebuildOnChange(
    source,
    () => {
      assert.equal(running++, 0, 'two builds at once');
      return spawn('sh', ['-c', script]).once('close', () => running--);
    },
    20,
  );
  try {
    appendFileSync(file, 'b');
    await until('it has begun', () => builds().length === 1);
    for (const letter of 'cde') appendFileSync(file, letter);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(builds(), ['ab']);
    writeFileSync(gate, '');
    await until('it has built again', () => builds().length === 2 && running === 0);
    assert.deepEqual(builds(), ['ab', 'abcde']);
    writeFileSync(join(source, 'new.ts'), '');
    await until('the new file is built', () => builds().length === 3 && running === 0);
  } finally {
    end();
  }
  appendFileSync(file, 'f');
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(builds().length, 3);
});
