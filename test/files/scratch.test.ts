import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, it } from 'node:test';

const module_ = join(__dirname, '..', '..', '..', 'dist', 'files', 'scratch.js');
const { scratchPath, sweep } = require(module_);

const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
after(() => rmSync(folder, { recursive: true }));

it('sweep removes what dead processes of this computer left, and nothing else', () => {
  const path = join(folder, 'report 1.html');
  /** Of a process that has ended. */
  const left = (): string =>
    spawnSync(process.execPath, ['-p', 'require(process.argv[1]).scratchPath(process.argv[2])', module_, path], {
      encoding: 'utf8',
    }).stdout.trim();
  const [mine, elsewhere] = [scratchPath(path), left().replace(/scratch-.*\.(\d+)\./, 'scratch-elsewhere.$1.')];
  const kept = [mine, elsewhere, path, join(folder, '.hidden')];
  for (const each of [...kept, left()]) writeFileSync(each, '');
  mkdirSync(left());
  assert.equal(readdirSync(folder).length, 6);
  sweep(folder);
  assert.deepEqual(readdirSync(folder).sort(), kept.map((each) => basename(each)).sort());
  sweep(join(folder, 'missing'));
});
