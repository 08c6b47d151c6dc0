import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';

// The real npm run bench, over two comparisons that take no time: how it goes on when one fails, and what --check says.

const project = join(__dirname, '..', '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'polezero bench '));
after(() => rmSync(scratch, { recursive: true, force: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'project '));
  mkdirSync(join(folder, 'bench', 'results'), { recursive: true });
  for (const file of ['run', 'rows', 'measure', 'peers', 'profile', 'check', 'summary', 'figures'])
    cpSync(join(project, 'bench', `${file}.mjs`), join(folder, 'bench', `${file}.mjs`));
  cpSync(join(project, 'bench', 'scaling'), join(folder, 'bench', 'scaling'), { recursive: true });
  for (const part of [join('cli', 'setup'), 'files'])
    cpSync(join(project, 'src', part), join(folder, 'src', part), { recursive: true });
  for (const name of ['node_modules', '.venv']) symlinkSync(join(project, name), join(folder, name));
});

/** A comparison whose one row has the ratios of a list, one a run, the last again and again. */
function addComparison(group: string, ratios: number[]) {
  const own = join(folder, 'bench', group);
  mkdirSync(own);
  writeFileSync(join(own, 'limits.mjs'), 'export const limits = [];');
  writeFileSync(
    join(own, 'table.mjs'),
    `export const rowsOf = ({ ratio }) => [{ what: 'row', peer: 'peer', unit: 'ms', ours: { median: ratio }, theirs: { median: 1 }, ratio: { median: ratio } }];
     export const tableOf = ({ ratio }) => String(ratio);`,
  );
  writeFileSync(
    join(own, 'compare.mjs'),
    `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
     import { save } from '../measure.mjs';
     import { tableOf } from './table.mjs';
     const runs = new URL('runs', import.meta.url);
     const count = existsSync(runs) ? readFileSync(runs).length : 0;
     appendFileSync(runs, '.');
     const ratios = ${JSON.stringify(ratios)};
     save('${group}', { ratio: ratios[Math.min(count, ratios.length - 1)] }, tableOf);`,
  );
}

function addFailing(group: string, status: number) {
  addComparison(group, [1]);
  writeFileSync(join(folder, 'bench', group, 'compare.mjs'), `console.error('no'); process.exit(${status});`);
}

function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('bench', 'run.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const result = (file: string) => readFileSync(join(folder, 'bench', 'results', file), 'utf8');

describe('npm run bench', () => {
  it('goes on without a comparison that fails, says which, and sums up the others', () => {
    addFailing('broken', 1);
    addFailing('lonely', 3);
    addComparison('well', [0.5]);
    const { status, stderr } = bench();
    assert.equal(status, 1);
    assert.match(stderr, /broken: FAILED/);
    assert.match(stderr, /lonely: not compared, its peer is missing/);
    assert.match(result('README.md'), /\| row \| peer \| 0\.500 ms \| 1\.00 ms \| 0\.50 \| ahead \|/);
    assert.match(result('README.md'), /\*\*1 ahead, 0 level, 0 behind\*\*/);
    assert.match(result('ratios.svg'), /^<svg/);
    const page = readFileSync(join(folder, 'reports', 'bench.html'), 'utf8');
    assert.match(page, /application\/json/);
    assert.doesNotMatch(page, /<script[^>]* src=|<link[^>]* href="http/);
  });

  it('refuses a comparison that there is not, and writes nothing when quick', () => {
    addComparison('well', [0.5]);
    const { status, stderr } = bench('wel');
    assert.equal(status, 1);
    assert.match(stderr, /There is no comparison wel; there are: .*well/);
    assert.equal(bench('--quick').status, 0);
    assert.throws(() => result('README.md'));
    assert.throws(() => result('well.json'));
    assert.match(bench('--check', 'scaling').stderr, /scaling has no ratios to check; --check knows well/);
    for (const part of ['--quick', '--only=row']) {
      const { status, stderr } = bench('--check', part);
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(`--check measures all rows of a comparison, as published; leave out ${part}`));
    }
  });
});

describe('npm run bench -- --check', () => {
  it('passes what is as published, and changes nothing that is', () => {
    addComparison('well', [0.5, 0.6]);
    bench();
    const before = ['well.json', 'README.md'].map(result);
    const { status, stdout, stderr } = bench('--check');
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /No row of well is worse than published/);
    assert.doesNotMatch(stderr, /another/);
    assert.deepEqual(['well.json', 'README.md'].map(result), before);
  });

  it('fails with a line for what is worse twice, and passes what was so by chance once', () => {
    addComparison('slow', [0.5, 0.7]);
    addComparison('chance', [0.5, 0.7, 0.5]);
    bench();
    const { status, stdout } = bench('--check');
    assert.equal(status, 1);
    assert.deepEqual(stdout.trim().split('\n'), [
      'slow: row: ratio to peer 0.70, published 0.50: worse by more than noise (×1.25)',
    ]);
  });

  it('says when the machine is another one, when a peer is missing, and when nothing is published', () => {
    addComparison('well', [0.5]);
    bench();
    const published = JSON.parse(result('well.json'));
    published.machine.cpu = 'Z80';
    writeFileSync(join(folder, 'bench', 'results', 'well.json'), JSON.stringify(published));
    writeFileSync(join(folder, 'bench', 'results', 'lonely.json'), JSON.stringify({ ...published, ratio: 1 }));
    addFailing('lonely', 3);
    addComparison('young', [1]);
    const { status, stdout, stderr } = bench('--check');
    assert.equal(status, 1);
    assert(stderr.includes(`well: another processor (${cpus()[0].model}, published Z80)`), stderr);
    assert.match(stdout, /^lonely: not checked, its peer is missing \(see above\)$/m);
    assert.match(stdout, /^young: there are no published results: npm run bench -- young$/m);
    assert.doesNotMatch(stdout, /^well/m);
  });
});
