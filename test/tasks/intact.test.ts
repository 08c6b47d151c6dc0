import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { intact } from 'polezero/tasks';

const project = join(__dirname, '..', '..', '..');
const folders = [join(project, 'data'), join(project, 'data', 'results')];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => join(folder, name)),
);

describe('intact', () => {
  let folder: string;
  const path = () => join(folder, 'table.csv');
  const list = () => spawnSync('sh', ['-c', 'sha256sum *.csv > SHA256SUMS'], { cwd: folder });
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'intact-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const file of files)
    it(`lets ${file.slice(project.length + 1)} through`, () => assert.equal(intact(file), file));

  it('is right about what sha256sum lists, and says what to do about the rest', () => {
    const text = 'cell,seed\ntied,1\ntied,2\n';
    writeFileSync(path(), text);
    assert.throws(() => intact(path()), /SHA256SUMS has no digest of table\.csv\. Bring it back .*sha256sum \*\.csv/);
    list();
    assert.equal(intact(path()), path());
    // Cut within a line, at the end of one, to nothing; a digit that is another.
    for (const changed of [text.slice(0, -3), text.slice(0, 17), '', text.replace('1', '3')]) {
      writeFileSync(path(), changed);
      assert.throws(() => intact(path()), /table\.csv is damaged or was changed: its SHA-256 is .*Bring it back/);
      list();
      assert.equal(intact(path()), path());
    }
  });

  it('names a file that is not there', () => {
    const none = join(dirname(path()), 'none.csv');
    assert.throws(() => intact(none), /ENOENT.*none\.csv/);
  });
});

describe('SHA256SUMS of the project', () => {
  for (const folder of folders)
    it(`is what sha256sum accepts in ${folder.slice(project.length + 1)}`, () => {
      const { status, stderr } = spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      const listed = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(66));
      assert.deepEqual(
        listed,
        readdirSync(folder)
          .filter((name) => name.endsWith('.csv'))
          .sort(),
      );
    });
});
