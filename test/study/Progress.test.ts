import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { project } from './tiny';

const { Progress } = require(join(project, 'dist', 'cli', 'study', 'Progress.js'));

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'progress-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

it('waits for a result that is not whole yet, and names it in the end', () => {
  const result = join(folder, 'trm-1.json');
  const progress = new Progress([{ cell: 'trm', seed: 1, result }], new Set(), () => 1);
  writeFileSync(result, '{"half');
  progress.update({ strict: false });
  assert.equal(progress.missing.length, 1);
  assert.throws(() => progress.update({ strict: true }), /trm-1\.json is no JSON/);
  copyFileSync(join(project, 'test', 'study', 'golden', 'tiny', 'runs', 'trm-1.json'), result);
  progress.update({ strict: false });
  assert.equal(progress.missing.length, 0);
});
