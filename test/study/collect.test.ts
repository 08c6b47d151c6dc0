import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import {
  collect,
  type Result,
  readResult,
  readResults,
  readStudy,
  resolveRun,
  stepTimesPath,
  writeStepTimes,
} from 'polezero/study';
import { project, tinyStudy } from './tiny';

const golden = join(project, 'test', 'study', 'golden');
const study = readStudy(tinyStudy);
const result = (job: string): Result => readResult(join(golden, 'tiny', 'runs', `${job}.json`));

let results: string;
const runs = () => join(results, 'tiny', 'runs');
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), 'collect-'));
  cpSync(join(golden, 'tiny'), join(results, 'tiny'), { recursive: true });
});
afterEach(() => rmSync(results, { recursive: true, force: true }));

/** A table's rows, by column. */
function table(name: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(join(results, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(line.map((field, i) => [head[i], field])));
}

describe('collect', () => {
  it('makes the same tables of the same results', () => {
    const { written, runs, missing, others } = collect(study, results);
    assert.deepEqual({ runs, missing, others }, { runs: 3, missing: ['tied-2-2'], others: [] });
    const stored = readdirSync(golden).filter((file) => file === 'SHA256SUMS' || /^tiny[-.]/.test(file));
    assert.deepEqual(written.map((path) => basename(path)).sort(), stored.sort());
    for (const path of written)
      assert.equal(readFileSync(path, 'utf8'), readFileSync(join(golden, basename(path)), 'utf8'), path);
  });

  it('has a row for each run, in the order of the study, with what can be counted by hand', () => {
    collect(study, results);
    const rows = table('tiny.csv');
    assert.deepEqual(
      rows.map(({ cell, seed }) => `${cell}-${seed}`),
      ['trm-1', 'trm-2', 'tied-2-1'],
    );
    // Two recursions of one latent update and one of the answer, one block each, twice; the gradient goes through the last recursion.
    const { calls, depth, gradientDepth, cost, supervisionSteps, steps } = rows[0];
    assert.deepEqual([calls, depth, gradientDepth, cost, supervisionSteps, steps], ['4', '8', '2', '8', '2', '120']);
    assert.deepEqual([rows[2].calls, rows[2].depth, rows[2].gradientDepth, rows[2].cost], ['2', '2', '1', '4']);
    for (const row of rows) {
      const { measurements } = result(`${row.cell}-${row.seed}`);
      const trained = measurements.depth.bySupervisionStep[Number(row.supervisionSteps) - 1];
      assert.equal(Number(row.accuracy), Number(trained.accuracy.toPrecision(7)));
      assert.equal(Number(row.exact), Number(trained.exactAccuracy.toPrecision(7)));
      assert.deepEqual([row.seconds, row.secondsLow, row.secondsHigh], ['', '', ''], 'no step was timed');
    }
    // Without a carry a row's puzzle is finished by every step; with one, by every other, or later where a row goes on.
    const batch = study.base.trainer.batchSize;
    assert.equal(Number(rows[2].puzzles), 100 * batch);
    assert(Number(rows[0].puzzles) >= 60 * batch && Number(rows[0].puzzles) < 120 * batch, rows[0].puzzles);
    assert.deepEqual(
      table('tiny-training.csv').map(({ cell, seed, step }) => `${cell}-${seed} ${step}`),
      [
        ...['trm-1 40', 'trm-1 80', 'trm-1 120', 'trm-2 40', 'trm-2 80', 'trm-2 120'],
        'tied-2-1 40',
        'tied-2-1 80',
        'tied-2-1 100',
      ],
    );
  });

  it('tells how well the puzzles in training were answered since the evaluation before', () => {
    collect(study, results);
    for (const { cell, seed, step, trainAccuracy, trainExact } of table('tiny-training.csv')) {
      const { training, evaluations } = result(`${cell}-${seed}`).curves;
      const from = evaluations.filter((each) => each.step < Number(step)).pop()?.step ?? 0;
      const own = training.filter((each) => each.step > from && each.step <= Number(step)).map(({ halted }) => halted);
      const count = own.reduce((sum, each) => sum + each.count, 0);
      const accuracy = own.reduce((sum, each) => sum + each.count * each.accuracy, 0) / count;
      assert.equal(Number(trainAccuracy), Number(accuracy.toPrecision(7)));
      assert(Number(trainExact) >= 0 && Number(trainExact) <= Number(trainAccuracy));
    }
  });

  it('takes the seconds of a training from its steps, where those of its cell were timed', () => {
    const run = resolveRun(study, 'trm', 1);
    const machine = { cpu: 'a quiet one', cores: 2 };
    const { versions, commit } = result('trm-1');
    const of = { study: 'tiny', versions, machine, commit, finished: '2026-01-01T00:00:00.000Z', rounds: 3 };
    writeStepTimes(stepTimesPath(results, study), {
      ...of,
      cells: { trm: { seconds: 0.25, low: 0.2, high: 0.5, run } },
    });
    collect(study, results);
    assert.deepEqual(
      table('tiny.csv').map(({ seconds, secondsLow, secondsHigh }) => [seconds, secondsLow, secondsHigh].join(' ')),
      ['30 24 60', '30 24 60', '  '],
    );
    const { stepTimes } = JSON.parse(readFileSync(join(results, 'tiny.provenance.json'), 'utf8'));
    assert.deepEqual(stepTimes, { finished: of.finished, machine });
  });

  it('tells the trained depth from the best one', () => {
    const doctored = structuredClone(result('trm-1'));
    doctored.measurements.depth.bySupervisionStep[1].exactAccuracy = 0.3;
    doctored.measurements.sets.test.exact = [0.1, 0.2, 0.25, 0.3, 0.7123456789, 0.7123456789, 0.6];
    doctored.measurements.sets.test.accuracy = [0.1, 0.2, 0.25, 0.3, 0.8, 0.8, 0.7];
    writeFileSync(join(runs(), 'trm-1.json'), JSON.stringify(doctored));
    collect(study, results);
    const [{ exact, bestExact, bestCalls }] = table('tiny.csv');
    assert.deepEqual([exact, bestExact, bestCalls], ['0.3', '0.7123457', '10']);
  });

  it('says where they come from', () => {
    collect(study, results);
    const told = JSON.parse(readFileSync(join(results, 'tiny.provenance.json'), 'utf8'));
    const all = ['trm-1', 'trm-2', 'tied-2-1'].map(result);
    assert.deepEqual([told.runs, told.missing, told.studyHash], [3, ['tied-2-2'], study.hash]);
    assert.deepEqual(told.finished, {
      first: all.map(({ finished }) => finished).sort()[0],
      last: all.map(({ finished }) => finished).sort()[2],
    });
    assert.deepEqual(told.versions, [all[0].versions]);
    assert(Math.abs(told.seconds.training - all.reduce((sum, { seconds }) => sum + seconds.training, 0)) < 0.06);
    assert.equal(told.command, 'npm run study -- tiny');
  });

  it('leaves out, and says so, what is of no cell as the study has it now', () => {
    copyFileSync(join(runs(), 'trm-1.json'), join(runs(), 'gone-1.json'));
    const stale = { ...result('trm-2'), run: { ...result('trm-2').run, steps: 7 } };
    writeFileSync(join(runs(), 'trm-2.json'), JSON.stringify(stale));
    const { runs: count, missing, others } = collect(study, results);
    assert.deepEqual(
      { count, missing, others },
      { count: 2, missing: ['trm-2', 'tied-2-2'], others: ['gone-1.json', 'trm-2.json'] },
    );
    assert(!table('tiny.csv').some(({ cell, seed }) => cell === 'trm' && seed === '2'));
  });

  it('leaves empty, and does not count as 0, what is no number any more', () => {
    const { puzzles } = result('trm-1').measurements;
    const lost = puzzles.map((puzzle: object) => ({ ...puzzle, residual: null, poles: [[null, null]] }));
    writeFileSync(
      join(runs(), 'trm-1.json'),
      JSON.stringify({ ...result('trm-1'), measurements: { ...result('trm-1').measurements, puzzles: lost } }),
    );
    collect(study, results);
    const rows = table('tiny-puzzles.csv').filter(({ cell, seed }) => cell === 'trm' && seed === '1');
    assert.equal(rows.length, puzzles.length);
    for (const { radius, residual } of rows) assert.deepEqual([radius, residual], ['', '']);
  });

  it('tells the puzzles of other sets by their name, and has none of results that were measured without', () => {
    const { measurements } = result('trm-1');
    const { puzzles } = measurements;
    const more = { ...measurements, otherPuzzles: { harder: puzzles.slice(0, 2) } };
    writeFileSync(join(runs(), 'trm-1.json'), JSON.stringify({ ...result('trm-1'), measurements: more }));
    collect(study, results);
    const rows = table('tiny-puzzles.csv').filter(({ cell, seed }) => cell === 'trm' && seed === '1');
    assert.deepEqual(
      rows.map(({ set, puzzle }) => [set, puzzle]),
      [
        ...puzzles.map((each: { puzzle: number }) => ['test', each.puzzle]),
        ...rows.slice(0, 2).map((row) => ['harder', row.puzzle]),
      ].map(([set, puzzle]) => [set, `${puzzle}`]),
    );
    assert(table('tiny-puzzles.csv').every((row) => row.cell === 'trm' || row.set === 'test'));
  });

  it('reads every result once', () => {
    const parse = mock.method(JSON, 'parse');
    try {
      const { found } = readResults(study, results);
      assert.equal(parse.mock.callCount(), found.length);
    } finally {
      parse.mock.restore();
    }
  });

  it('refuses a file that is no result', () => {
    writeFileSync(join(runs(), 'trm-2.json'), '{"half');
    assert.throws(() => collect(study, results), /trm-2\.json is no JSON: .*remove it to run that cell again/);
    writeFileSync(join(runs(), 'trm-2.json'), '{}');
    assert.throws(() => collect(study, results), /trm-2\.json is no result of a study/);
    const whole = result('trm-1');
    const { measurements } = whole;
    const wrong: [object, RegExp][] = [
      [{ curves: null }, /trm-2\.json is no result of a study: curves is null; it must be an object.*remove it/],
      [{ seconds: { training: 'x', measuring: 1 } }, /seconds\.training is 'x'; it must be a number/],
      [{ measurements: { ...measurements, sets: {} } }, /measurements\.sets has \[\], and no 'test'/],
      [{ measurements: { ...measurements, puzzles: [{}] } }, /measurements\.puzzles\[0\]\.puzzle is undefined/],
      [
        { measurements: { ...measurements, depth: { ...measurements.depth, bySupervisionStep: [] } } },
        /bySupervisionStep has 0 items/,
      ],
      [
        { measurements: { ...measurements, sets: { test: { ...measurements.sets.test, exact: [1] } } } },
        /measurements\.sets\.test\.exact has 1 items; it must have at least \d+/,
      ],
    ];
    for (const [change, message] of wrong) {
      writeFileSync(join(runs(), 'trm-2.json'), JSON.stringify({ ...whole, ...change }));
      assert.throws(() => collect(study, results), message);
    }
  });

  it('takes every result that there is', () => {
    const folder = join(project, 'data', 'results');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /runs\/.*\.json$/.test(file),
    );
    assert(files.length > 50, `${files.length} results`);
    for (const file of files) assert.equal(readResult(join(folder, file)).study, file.split('/')[0]);
  });
});
