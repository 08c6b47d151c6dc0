import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { tf } from 'polezero/nn';
import { readResult, readStudy, resultState, runCell, type Study, workFolder } from 'polezero/study';
import { decodeSudoku } from 'polezero/tasks';
import { puzzleTask } from 'polezero/training';
import { lasting, tinyStudy } from './tiny';

const tiny = JSON.parse(readFileSync(tinyStudy, 'utf8'));

describe('runCell where its folder is damaged', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cell-'));
    writeFileSync(
      join(folder, 'tiny.json'),
      JSON.stringify({ ...tiny, base: { ...tiny.base, steps: 10 }, cells: [{ ...tiny.cells[1], steps: 10 }] }),
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('mends what can be made anew, and names what cannot', async () => {
    const study = readStudy(join(folder, 'tiny.json'));
    const [cell, seed, work, result] = [
      study.cells[0].name,
      study.seeds[0],
      join(folder, 'work'),
      join(folder, 'result.json'),
    ];
    const own = workFolder(work, study, cell, seed);
    const said: string[] = [];
    const run = () => runCell(study, cell, seed, { work, result, say: (text) => said.push(text) });
    assert.equal(await run(), true);
    const good = lasting(result);
    const file = (name: string) => join(own, name);
    copyFileSync(file('seconds.json'), join(folder, 'seconds.json'));

    rmSync(result);
    truncateSync(file('model.safetensors'), 1000);
    assert.equal(await run(), true);
    assert.match(said.join('\n'), /model\.safetensors is no valid .*It is made anew\./);
    assert.deepEqual(lasting(result), good);

    rmSync(result);
    const bytes = readFileSync(file('model.safetensors'));
    bytes[bytes.length - 9] ^= 1;
    writeFileSync(file('model.safetensors'), bytes);
    assert.equal(await run(), true);
    assert.match(said.join('\n'), /model\.safetensors is damaged: .*It is made anew\./);
    assert.deepEqual(lasting(result), good);

    rmSync(result);
    writeFileSync(file('seconds.json'), '{"train');
    await assert.rejects(run(), /seconds\.json is no JSON: .*; remove it, and the time so far is not counted\./);
    copyFileSync(join(folder, 'seconds.json'), file('seconds.json'));

    truncateSync(file('checkpoint.safetensors'), 1000);
    await assert.rejects(run(), /checkpoint\.safetensors .* Remove it, and the run begins anew\./);
    rmSync(file('checkpoint.safetensors'));
    assert.equal(await run(), true);
    assert.deepEqual(lasting(result), good);

    writeFileSync(file('lock.json'), '{');
    assert.equal(await run(), true);

    const { mtimeMs } = statSync(file('checkpoint.safetensors'));
    for (const damaged of ['', '{"task":', JSON.stringify({ steps: -1 })]) {
      rmSync(result);
      writeFileSync(file('run.json'), damaged);
      assert.equal(await run(), true);
      assert.deepEqual(lasting(result), good);
      assert.equal(statSync(file('checkpoint.safetensors')).mtimeMs, mtimeMs, 'trained anew');
    }
    assert.doesNotMatch(said.join('\n'), /begins anew/);

    rmSync(result);
    rmSync(file('checkpoint.safetensors'));
    writeFileSync(file('run.json'), '{"task":');
    assert.equal(await run(), true);
    assert.match(said.join('\n'), /holds another run; it begins anew\./);
    assert.deepEqual(lasting(result), good);
  });
});

describe('runCell', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cell-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const short = { ...tiny.cells[1], steps: 10 };
  const write = (study: object) => {
    writeFileSync(join(folder, 'mine.json'), JSON.stringify({ ...tiny, ...study }));
    return readStudy(join(folder, 'mine.json'));
  };
  const run = (study: Study, result: string) =>
    runCell(study, 'tied-2', 1, { work: join(folder, 'work'), result: join(folder, result) });

  it('refuses what it does not know', async () => {
    const options = { work: join(folder, 'work'), result: join(folder, 'none.json'), sya: () => {} };
    await assert.rejects(runCell(write({ cells: [short] }), 'tied-2', 1, options), /Unknown option 'sya'/);
  });

  it('finds the file of a task beside the study, wherever it is run', async () => {
    const path = join('puzzles', 'mine.csv');
    mkdirSync(join(folder, 'puzzles'));
    const sudokus = await puzzleTask({ kind: 'sudoku', size: 4, clues: 6, train: 60, test: 20, seed: 4 });
    const lines = [sudokus.train, sudokus.test].flatMap(({ inputs, labels, size }) =>
      Array.from({ length: size }, (_, i) => {
        const [question, answer] = [inputs, labels].map((cells) => decodeSudoku(cells.slice(16 * i, 16 * (i + 1))));
        return `mine,${question},${answer},0`;
      }),
    );
    writeFileSync(join(folder, path), `source,question,answer,rating\n${lines.join('\n')}\n`);
    const sudoku4 = { kind: 'csv', path, puzzle: 'sudoku', test: 12 };
    const tensors = tf.memory().numTensors;
    assert.equal(await run(write({ tasks: { sudoku4 }, cells: [short] }), 'csv.json'), true);
    assert.equal(tf.memory().numTensors, tensors);
    assert.deepEqual(readResult(join(folder, 'csv.json')).run.task, sudoku4);
  });

  it('measures a trained model anew, and only that, when its tests have changed', async () => {
    const tasks = { ...tiny.tasks, other: { ...tiny.tasks.sudoku4, seed: 9 } };
    assert.equal(await run(write({ tasks, cells: [{ ...short, alsoTest: ['other'] }] }), 'tests.json'), true);
    const checkpoint = join(folder, 'work', 'mine', 'tied-2', '1', 'checkpoint.safetensors');
    const { mtimeMs } = statSync(checkpoint);
    for (const changed of [
      { tasks, cells: [short] },
      { tasks: { ...tasks, other: { ...tasks.other, test: 5 } }, cells: [{ ...short, alsoTest: ['other'] }] },
    ]) {
      const study = write(changed);
      assert.equal(resultState(study, 'tied-2', 1, join(folder, 'tests.json')), 'stale');
      await assert.rejects(run(study, 'tests.json'), /tests\.json is of tied-2 as it was before .* remove it/);
      rmSync(join(folder, 'tests.json'));
      assert.equal(await run(study, 'tests.json'), true);
      assert.equal(statSync(checkpoint).mtimeMs, mtimeMs);
    }
  });
});
