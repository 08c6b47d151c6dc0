import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { goldenRuns, project, tinyStudy } from './tiny';

const golden = join(project, 'test', 'study', 'golden');
const cost = (...more: string[]) => {
  const args = [join(project, 'dist', 'cli', 'study.js'), 'cost', tinyStudy, ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, text: stdout + stderr };
};
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('npm run study -- cost', () => {
  let work: string;
  before(() => {
    work = mkdtempSync(join(tmpdir(), 'cost-'));
    // Two runs have their work still: 3 files of 1.5 MB together, and one of 0.5 MB.
    const files: [string, number][] = [
      ['trm/1/a', 1_000_000],
      ['trm/1/b', 400_000],
      ['trm/1/c', 100_000],
      ['trm/2/a', 500_000],
    ];
    for (const [file, bytes] of files) {
      mkdirSync(join(work, 'tiny', file, '..'), { recursive: true });
      writeFileSync(join(work, 'tiny', file), Buffer.alloc(bytes));
    }
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  it('is what the runs that there are took, times as many', () => {
    const paths = goldenRuns.map(([cell, seed]) => join(golden, 'tiny', 'runs', `${cell}-${seed}.json`));
    const seconds = mean(
      paths.map((path) => {
        const { training, measuring } = JSON.parse(readFileSync(path, 'utf8')).seconds;
        return training + measuring;
      }),
    );
    const bytes = mean(paths.map((path) => statSync(path).size));
    const { status, text } = cost('--results', golden, '--work', work, '--runs', '50000', '--cores', '10');
    assert.equal(status, 0, text);
    assert.match(text, /^Measured of 3 runs, /);
    assert.match(text, /work folder has 2 files, 1 MB$/m);
    assert.match(text, /work: 100000 files, 50 GB; /);
    const [, all, each] = text.match(/^ {2}([\d.]+) h of a core; ([\d.]+) h on 10 cores$/m)!.map(Number);
    assert(Math.abs(all / ((seconds * 50_000) / 3600) - 1) < 0.005, text);
    assert(Math.abs((10 * each) / all - 1) < 0.01, text);
    const [, size, unit] = text.match(/^ {2}results: 50000 files, ([\d.]+) ([MG]B)$/m)!;
    assert(Math.abs((Number(size) * (unit === 'GB' ? 1e9 : 1e6)) / (bytes * 50_000) - 1) < 0.005, text);
  });

  it('is of the cells and seeds that are named', () => {
    const one = cost('--results', golden, '--work', work, '--cells', 'trm', '--seeds', '2').text;
    assert.match(one, /^Measured of 1 runs, /);
    assert.match(one, /work folder has 1 files, 500 kB$/m);
    assert.match(cost('--results', golden, '--seeds', '1').text, /^Measured of 2 runs, /);
  });

  it('leaves the work out where there is none', () => {
    const { status, text } = cost('--results', golden, '--work', join(work, 'none'));
    assert.equal(status, 0, text);
    assert.match(text, /^10000 runs like these:$/m);
    assert.doesNotMatch(text, /work/);
  });

  const refused: [string[], RegExp][] = [
    [['--results', 'none'], /tiny has no such results in none yet/],
    [['--results', golden, '--runs', '0'], /--runs is 0/],
    [['--results', golden, '--cores', 'two'], /--cores is two/],
    [['--results', golden, '--cells', 'tied'], /--cells names tied; the study has /],
    [['--results', golden, '--seeds', '9'], /--seeds names 9; the study has /],
  ];
  for (const [args, message] of refused)
    it(`refuses ${args.slice(-2).join(' ')}`, () => {
      const { status, text } = cost(...args);
      assert.equal(status, 2, text);
      assert.match(text, message);
    });
});
