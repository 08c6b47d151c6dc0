import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, it } from 'node:test';
import { changesLeft, fullDisk, killedAt } from '../support/faults';

const files = join(__dirname, '..', '..', '..', 'dist', 'files');
const { sweep } = require(join(files, 'scratch.js'));

const folder = mkdtempSync(join(tmpdir(), 'write-whole-'));
const path = join(folder, 'file');
after(() => rmSync(folder, { recursive: true }));
beforeEach(() => writeFileSync(path, 'old'));

/** Another program that writes the file anew, in two parts. */
const write = (faults: Record<string, string>) =>
  spawnSync(
    process.execPath,
    ['-e', "require(process.argv[1]).writeWhole(process.argv[2], 'new ', 'text')", join(files, 'writeWhole.js'), path],
    { env: { ...process.env, ...faults }, encoding: 'utf8' },
  );

it('a kill leaves the old content or the whole new one, and nothing else that is not swept away', () => {
  const found: string[] = [];
  for (;;) {
    const faults = killedAt(folder, found.length + 1);
    const { status } = write(faults);
    if (changesLeft(faults) > 0) {
      assert.equal(status, 0);
      break;
    }
    found.push(readFileSync(path, 'utf8'));
    sweep(folder);
    assert.deepEqual(readdirSync(folder), ['file']);
  }
  // Of a draft: that it is opened, written in two parts, on the disk (without that a loss of power leaves an empty file) and in its place.
  assert.deepEqual(found, ['old', 'old', 'old', 'old', 'old']);
  assert.equal(readFileSync(path, 'utf8'), 'new text');
});

it('a full disk leaves the old content and no draft, and the error names the file', () => {
  const { status, stderr } = write(fullDisk(folder, 3));
  assert.equal(status, 1);
  assert(stderr.includes(`${path} was not written: ENOSPC`), stderr);
  assert.equal(readFileSync(path, 'utf8'), 'old');
  assert.deepEqual(readdirSync(folder), ['file']);
});
