import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const project = join(__dirname, '..', '..', '..');
// The tests' own SciPy, of the same version as the peer's: nothing is installed here.
const python = join(project, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const results = (name: string) => readFileSync(join(project, 'bench', 'results', name), 'utf8');

interface Row {
  name: string;
  difference: number;
  within: number;
}

const quickly = (...more: string[]): { rows: Row[]; others: Row[] } => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bench/run.mjs', 'dsp', '--quick', `--python=${python}`, ...more],
    { cwd: project, encoding: 'utf8', maxBuffer: 2 ** 24 },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};

describe('npm run bench -- dsp', () => {
  it('finds that both sides agree in every row, of which all are in the published results, and writes nothing when quick', () => {
    const before = results('dsp.json');
    const { rows, others } = quickly();
    for (const { name, difference, within } of [...rows, ...others])
      assert(difference <= within, `${name}: ${difference}, allowed ${within}`);
    const names = rows.map(({ name }) => name.split(',')[0]);
    for (const name of ['firwin', 'remez', 'ellip', 'freqz', 'sosfilt', 'lfilter', 'filtfilt', 'fftConvolve'])
      assert(names.includes(name), name);
    assert.equal(results('dsp.json'), before);
    const published = JSON.parse(before) as { rows: Row[]; others: Row[] };
    const namesOf = (list: Row[]) => list.map(({ name }) => name);
    assert.deepEqual(namesOf([...published.rows, ...published.others]), namesOf([...rows, ...others]));
  });

  it('runs the rows that --only names', () => {
    const { rows, others } = quickly('--only=lfilter');
    assert(rows.length > 0 && others.length > 0);
    for (const { name } of [...rows, ...others]) assert.match(name, /lfilter/);
  });
});
