import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const project = join(__dirname, '..', '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'polezero-doctor-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

interface Result {
  code: number;
  output: string;
}

const examine = (folder: string): Promise<Result> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'src/cli/doctor.mjs')], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });

describe('doctor', () => {
  it('finds every part of this project working', async () => {
    const { code, output } = await examine(project);
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /✗/);
    assert.match(output, /✓ TensorFlow +tfjs-node 4\.22\.0, library 2\.18\.1/);
    assert.match(output, /✓ kernel +TypeScript \(tslab\): 42 is 6 \* 7/);
  });

  it('names what a folder without a set-up lacks, and the cure', async () => {
    for (const path of ['src/cli', 'src/files', 'package.json'])
      cpSync(join(project, path), join(scratch, path), { recursive: true });
    const { code, output } = await examine(scratch);
    assert.equal(code, 1);
    assert.match(output, /✓ Node/);
    assert.match(output, /✗ JupyterLab .*\n +cure: .*npm run setup/);
    assert.match(output, /parts do not work/);
  });
});
