import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { tf } from 'polezero/nn';
import { measureStepTimes, readStepTimes, readStudy, type Study, stepTimesPath, writeStepTimes } from 'polezero/study';
import { project, tinyStudy } from './tiny';

const study = readStudy(tinyStudy);
const cells = (...changed: Study['cells']): Study => ({ ...study, cells: changed });
const [trm] = study.cells;

let results: string;
before(() => {
  results = mkdtempSync(join(tmpdir(), 'times-'));
});
after(() => rmSync(results, { recursive: true, force: true }));

describe('measureStepTimes', () => {
  it('times a step of every cell, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const rounds: number[] = [];
    const times = await measureStepTimes(study, { rounds: 3, onRound: (round) => rounds.push(round) });
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(rounds, [1, 2, 3]);
    assert.deepEqual(Object.keys(times.cells), ['trm', 'tied-2']);
    for (const { low, seconds, high } of Object.values(times.cells))
      assert(0 < low && low <= seconds && seconds <= high && high < 60, `${low} ${seconds} ${high}`);
  });

  it('refuses what it does not know', async () => {
    await assert.rejects(
      measureStepTimes(study, { rounds: 1, onround: () => {} } as never),
      /Unknown option 'onround'/,
    );
    await assert.rejects(measureStepTimes(study, { rounds: 0 }), /rounds is 0/);
  });

  // A clock that no other program on the machine can slow down: it counts the tensors that are made.
  const clock = () => tf.tidy(() => tf.scalar(0).id);

  it('finds that four times the calls take about four times as long', async () => {
    const model = { ...study.base.model, recursion: 'unrolled', haltMaxSteps: 1, gradient: 'full' } as const;
    const cell = (name: string, hCycles: number) => ({ ...trm, name, model: { ...model, hCycles } });
    const times = (await measureStepTimes(cells(cell('few', 4), cell('many', 16)), { rounds: 3, clock })).cells;
    const ratio = times.many.seconds / times.few.seconds;
    assert(ratio > 2 && ratio < 4, `${ratio}`); // the optimiser has as much to do for both
  });

  it('has one time for cells whose steps are the same work', async () => {
    const slow = { ...trm, name: 'slow', steps: 2 * trm.steps!, trainer: { ...trm.trainer, learningRate: 1e-5 } };
    const wide = { ...trm, name: 'wide', model: { ...trm.model, hiddenSize: 32 } };
    const plain = { ...trm, name: 'plain', trainer: { ...trm.trainer, emaRate: false as const } };
    const all = cells(trm, slow, wide, plain);
    const { trm: one, slow: same, wide: other, plain: less } = (await measureStepTimes(all, { rounds: 2 })).cells;
    const { run, ...time } = one;
    assert.deepEqual(same, { ...time, run: same.run });
    assert.equal(same.run.trainer.learningRate, 1e-5);
    assert.notEqual(other.seconds, one.seconds);
    assert.notEqual(less.seconds, one.seconds, 'without an average there is less to do');
  });

  it('counts the steps in which an equilibrium is unrolled for as many as there are', async () => {
    const model = { recursion: 'equilibrium', haltMaxSteps: 1, hCycles: 1, lCycles: 1 } as const;
    const cell = (name: string, unrolledSteps: number) => ({ ...trm, name, model, trainer: { unrolledSteps } });
    const all = cells(cell('solved', 0), cell('third', 40), cell('unrolled', 120));
    const { solved, third, unrolled } = (await measureStepTimes(all, { rounds: 1, clock })).cells;
    assert(unrolled.seconds < 0.7 * solved.seconds, `${unrolled.seconds} ${solved.seconds}`);
    assert(Math.abs(third.seconds / ((unrolled.seconds + 2 * solved.seconds) / 3) - 1) < 1e-9);
  });
});

describe('readStepTimes', () => {
  it('has nothing where nothing was timed, and forgets cells that have changed since', async () => {
    assert.equal(readStepTimes(study, results), undefined);
    const times = await measureStepTimes(study, { rounds: 1 });
    const path = stepTimesPath(results, study);
    writeStepTimes(path, times);
    assert.deepEqual(readStepTimes(study, results), times);
    const changed = cells({ ...trm, steps: 7 }, study.cells[1]);
    assert.deepEqual(Object.keys(readStepTimes(changed, results)!.cells), ['tied-2']);
    writeFileSync(path, '{"study":"tiny"}');
    assert.throws(
      () => readStepTimes(study, results),
      /times\.json does not hold the times of steps: .*; remove it, or time the steps anew: npm run study -- time tiny\.$/,
    );
    rmSync(path);
  });

  it('is what npm run study -- time writes', () => {
    const time = (...more: string[]) => {
      const args = [join(project, 'dist', 'cli', 'study.js'), 'time', tinyStudy, '--results', results, ...more];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      return { status, text: stdout + stderr };
    };
    const { status, text } = time('--rounds', '2');
    assert.equal(status, 0, text);
    assert.match(
      text,
      /round 2 of 2\n2 cells in .*times\.json; from quartile to quartile at most \d+ % of the median\./,
    );
    const stored = JSON.parse(readFileSync(stepTimesPath(results, study), 'utf8'));
    assert.deepEqual(readStepTimes(study, results), stored);
    const refused = time('--rounds', '0');
    assert.deepEqual([refused.status, /--rounds is 0/.test(refused.text)], [2, true]);
  });
});
