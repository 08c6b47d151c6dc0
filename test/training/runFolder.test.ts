import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { readSafetensors, writeSafetensors } from 'polezero/models';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { generateSudoku, writePuzzleCsv } from 'polezero/tasks';
import { evaluate, loadModel, puzzleTask, readRunFile, TrainingRun, trainFolder } from 'polezero/training';
import { countChanges, fullDisk, killedAt, Offline, readOnly, saysFull } from '../support/faults';
import { small } from './small';

const project = join(__dirname, '..', '..', '..');
const train = join(project, 'dist', 'cli', 'train.js');
const run = { ...small, steps: 120, evaluateEvery: 40, checkpointEvery: 10 };
const short = { ...run, steps: 30, evaluateEvery: 15 };

let folders: string[] = [];
function folder(content: object = run): string {
  const path = mkdtempSync(join(tmpdir(), 'run-'));
  folders.push(path);
  writeFileSync(join(path, 'run.json'), JSON.stringify(content));
  return path;
}
beforeEach(() => {
  folders = [];
});
afterEach(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** Runs the command; a signal after so many milliseconds, or once it prints that. */
async function command(
  path: string,
  signal?: NodeJS.Signals,
  when: number | RegExp = 0,
  env: Record<string, string> = {},
): Promise<{ status: number | null; text: string }> {
  const program = spawn(process.execPath, [train, path], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (text += chunk));
  const ended = once(program, 'exit');
  const moment = async () => {
    if (typeof when === 'number') return setTimeout(when);
    while (!when.test(text) && program.exitCode === null) await setTimeout(20);
  };
  if (signal) await Promise.race([ended, moment().then(() => program.kill(signal))]);
  const [status] = await ended;
  return { status, text };
}

const files = ['model.safetensors', 'checkpoint.safetensors', 'training.csv', 'evaluations.csv'];
const contents = (path: string) => files.map((name) => readFileSync(join(path, name)));

describe('npm run train', () => {
  it('killed again and again, ends bit for bit where an undisturbed run ends', async () => {
    const [undisturbed, killed] = [folder(), folder()];
    assert.equal((await command(undisturbed)).status, 0);
    const seed = Date.now() >>> 0;
    const chance = random(seed);
    let kills = 0;
    // Starting takes a second or two; each life gets a little longer, so that the run does end.
    for (let status: number | null = null; status !== 0; kills++)
      ({ status } = await command(killed, 'SIGKILL', 600 + 900 * chance.uniform() + 250 * kills));
    assert(kills > 1, `never killed in time; seed ${seed}`);
    assert.deepEqual(contents(killed), contents(undisturbed), `seed ${seed}`);
  });

  it('killed in the middle of writing its files, too, and leaves nothing lying about', async () => {
    const [undisturbed, killed] = [folder(short), folder(short)];
    const changes = await countChanges(undisturbed, async (env) =>
      assert.equal((await command(undisturbed, undefined, 0, env)).status, 0),
    );
    assert(changes > 100, `${changes} changes`);
    const drafts = () => readdirSync(killed).filter((name) => name.startsWith('.'));
    let cutShort = 0;
    for (const share of [0.1, 0.35, 0.5]) {
      const env = killedAt(killed, Math.round(share * changes));
      assert.equal((await command(killed, undefined, 0, env)).status, null, `killed at ${share} of ${changes}`);
      cutShort += drafts().length;
    }
    assert(cutShort > 0, 'no file was cut short');
    const last = await command(killed);
    assert.equal(last.status, 0, last.text);
    assert.doesNotMatch(last.text, /^15\/30,/m, 'began anew');
    assert.deepEqual(contents(killed), contents(undisturbed));
    assert.deepEqual(drafts(), []);
  });

  // Of its first, its second checkpoint, and of the model at the end.
  for (const [checkpoints, kept] of [
    [0.5, undefined],
    [1.5, 10],
    [3.1, 30],
  ] as const)
    it(`on a disk with room for ${checkpoints} checkpoints says so, and goes on from the last when there is more`, async () => {
      const [undisturbed, full] = [folder(short), folder(short)];
      await trainFolder(undisturbed);
      const room = checkpoints * statSync(join(undisturbed, 'checkpoint.safetensors')).size;
      const { status, text } = await command(full, undefined, 0, fullDisk(full, Math.round(room)));
      assert.equal(status, 1, text);
      assert.match(text, new RegExp(`\\.(safetensors|csv) was not written: ENOSPC.*\\n${saysFull.source}`));
      assert.deepEqual(
        readdirSync(full).filter((name) => name.startsWith('.')),
        [],
        'drafts take up what room there is',
      );
      const checkpoint = join(full, 'checkpoint.safetensors');
      assert.equal(existsSync(checkpoint), kept !== undefined);
      if (kept) {
        const run = await TrainingRun.resume(checkpoint);
        assert.equal(run.step, kept);
        run.dispose();
      }
      assert.equal((await command(full)).status, 0);
      assert.deepEqual(contents(full), contents(undisturbed));
      assert.deepEqual(readdirSync(full).sort(), [...files, 'run.json'].sort());
    });

  it('in a folder that cannot be written to says so', async () => {
    const path = folder(short);
    const { status, text } = await command(path, undefined, 0, readOnly(path));
    assert.equal(status, 1);
    assert.match(text, /was not written: EROFS[\s\S]*This place cannot be written to/);
  });

  it('needs neither a network nor a project that can be written to', async () => {
    const offline = new Offline();
    const env = { ...offline.environment, ...readOnly(project) };
    const { status, text } = await command(folder({ ...short, steps: 5 }), undefined, 0, env);
    assert.equal(status, 0, text);
    assert.deepEqual(offline.attempts(), []);
  });

  it('names a damaged checkpoint, keeps it, and says what to do', async () => {
    const path = folder({ ...short, steps: 10 });
    await trainFolder(path);
    const checkpoint = join(path, 'checkpoint.safetensors');
    const bytes = readFileSync(checkpoint);
    for (const damaged of [
      bytes.subarray(0, bytes.length / 2),
      Buffer.alloc(0),
      bytes.map((byte, i) => (i === bytes.length - 9 ? byte ^ 1 : byte)),
    ]) {
      writeFileSync(checkpoint, damaged);
      await assert.rejects(trainFolder(path), /checkpoint\.safetensors .* Remove it, and the run begins anew\./s);
      assert.deepEqual(readFileSync(checkpoint), Buffer.from(damaged));
    }
  });

  it('leaves a folder to who trains in it already, and takes it from the dead', async () => {
    const path = folder({ ...run, steps: 100_000 });
    const first = spawn(process.execPath, [train, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(first.stdout, 'data');
      const refused = await command(path, 'SIGKILL', /steps\/s/); // if it is let in
      assert.equal(refused.status, 1);
      assert.match(refused.text, /is being trained already/);
      assert.equal(Number(/kill -INT (\d+)/.exec(refused.text)?.[1]), first.pid);
    } finally {
      first.kill('SIGKILL');
      await once(first, 'exit');
    }
    assert.equal((await command(path, 'SIGINT', /steps\/s/)).status, 130);
    assert.deepEqual(
      readdirSync(path).filter((name) => name.includes('lock')),
      [],
    );
  });

  it('saves before it leaves when it is interrupted', async () => {
    const path = folder({ ...run, steps: 100_000, checkpointEvery: 90_000 });
    const { status, text } = await command(path, 'SIGINT', /steps\/s/);
    assert.equal(status, 130, text);
    assert.match(text, /goes on from here/);
    const left = await TrainingRun.resume(join(path, 'checkpoint.safetensors'));
    assert(left.step > 0);
    left.dispose();
  });

  it('says what is wrong', async () => {
    assert.match((await command(join(tmpdir(), 'no-such-folder'))).text, /There is no .*run\.json/);
    assert.match((await command('--help')).text, /Usage/);
  });
});

describe('trainFolder', () => {
  it('leaves a model that can be used by its file alone', async () => {
    const before = tf.memory().numTensors;
    const path = folder({ ...run, steps: 20 });
    assert.equal(await trainFolder(path), true);
    assert.equal(tf.memory().numTensors, before);
    const { test } = await puzzleTask(small.task);
    const model = loadModel(path);
    const trained = await TrainingRun.resume(join(path, 'checkpoint.safetensors'));
    assert.deepEqual(evaluate(model, test), trained.evaluate());
    model.dispose();
    trained.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('finds a file of puzzles beside run.json, also after the folder was moved', async () => {
    const path = folder({ ...run, task: { kind: 'csv', path: 'own.csv', puzzle: 'sudoku', test: 8 }, steps: 10 });
    const puzzles = Array.from({ length: 40 }, (_, seed) => generateSudoku({ size: 4, seed }));
    await writePuzzleCsv(join(path, 'own.csv'), puzzles, { kind: 'sudoku', source: 'own' });
    await trainFolder(path);
    const moved = `${path}-moved`;
    folders.push(moved);
    renameSync(path, moved);
    const file = readRunFile(moved);
    writeFileSync(join(moved, 'run.json'), JSON.stringify({ ...file, steps: 20 }));
    assert.equal(await trainFolder(moved), true);
    const trained = await TrainingRun.resume(join(moved, 'checkpoint.safetensors'), moved);
    assert.equal(trained.step, 20);
    trained.dispose();
  });

  it('goes on where no puzzle had finished yet, and writes what an undisturbed run writes', async () => {
    const long = { ...run, model: { ...run.model, haltMaxSteps: 16 }, steps: 20, evaluateEvery: 20 };
    const [undisturbed, cut] = [folder(long), folder(long)];
    await trainFolder(undisturbed);
    assert.match(readFileSync(join(undisturbed, 'training.csv'), 'utf8'), /^10,[\d.]+,0,NaN/m);
    const stop = new AbortController();
    const onStep = ({ step }: { step: number }) => {
      if (step === 12) stop.abort();
    };
    assert.equal(await trainFolder(cut, { onStep, signal: stop.signal }), false);
    assert.equal(await trainFolder(cut), true);
    assert.deepEqual(contents(cut), contents(undisturbed));
  });

  it('does nothing more at the end of a run', async () => {
    const path = folder({ ...run, steps: 10 });
    await trainFolder(path);
    const before = contents(path);
    await trainFolder(path, { onStep: () => assert.fail('a step') });
    assert.deepEqual(contents(path), before);
  });

  it('refuses a checkpoint of another run, and keeps it', async () => {
    const [path, other] = [folder({ ...run, steps: 5 }), folder({ ...run, steps: 5, seed: 9 })];
    await trainFolder(path);
    const checkpoint = join(other, 'checkpoint.safetensors');
    copyFileSync(join(path, 'checkpoint.safetensors'), checkpoint);
    await assert.rejects(trainFolder(other), /other options than run\.json/);
    assert(existsSync(checkpoint));
  });

  it('refuses to end before the step that its checkpoint is at, and keeps what is there', async () => {
    const path = folder({ ...run, steps: 20 });
    await trainFolder(path);
    const before = contents(path);
    writeFileSync(join(path, 'run.json'), JSON.stringify({ ...run, steps: 10 }));
    await assert.rejects(
      trainFolder(path),
      /steps is 10, but .*checkpoint\.safetensors is at step 20 already; ask for/,
    );
    assert.deepEqual(contents(path), before);
  });

  it('names a damaged model', async () => {
    const path = folder({ ...run, steps: 5 });
    await trainFolder(path);
    const file = join(path, 'model.safetensors');
    const {
      tensors,
      metadata: { sha256, ...metadata },
    } = readSafetensors(file);
    const { 'model.inner.lm_head.weight': head, ...fewer } = tensors;
    const changed = { ...head, data: head.data.map((value, i) => (i === 7 ? -value : value)) };
    for (const damage of [
      () => writeSafetensors(file, { ...fewer, 'model.inner.lm_head.weight': changed }, { ...metadata, sha256 }),
      () => writeSafetensors(file, fewer, metadata),
      () => writeSafetensors(file, tensors, { ...metadata, config: '{"hidden' }),
      () => writeSafetensors(file, tensors, { ...metadata, config: '{"hiddenSize":16}' }),
    ]) {
      damage();
      assert.throws(() => loadModel(path), /model\.safetensors is damaged: /);
    }
    await trainFolder(path); // the checkpoint of the last step makes it anew
    loadModel(path).dispose();
  });

  it('refuses a run.json that is none', async () => {
    const path = folder();
    for (const text of ['{', '', 'null', '[1]', '7']) {
      writeFileSync(join(path, 'run.json'), text);
      await assert.rejects(trainFolder(path), /run\.json/, text);
    }
    writeFileSync(join(path, 'run.json'), '{');
    await assert.rejects(trainFolder(path), /run\.json is no JSON: .*; mend it, or copy one/);
    writeFileSync(join(path, 'run.json'), JSON.stringify({ ...run, stepz: 3 }));
    await assert.rejects(trainFolder(path), /Unknown option 'stepz'/);
    await assert.rejects(
      trainFolder(folder(run), { onstep: () => {} } as object),
      /Unknown option 'onstep'; valid: onStep/,
    );
  });

  it('finds all that is wrong in a run.json before anything is made, and names the file', async () => {
    const wrong: [unknown, RegExp][] = [
      [null, /run\.json: The options are null/],
      [{ ...run, checkpointEvery: 0 }, /run\.json: checkpointEvery is 0/],
      [{ ...run, seed: 2 ** 32 }, /run\.json: seed is 4294967296; it must be an integer in \[0, 2³²\)/],
      [{ ...run, task: undefined }, /run\.json: task\.kind is undefined/],
      [{ ...run, task: { ...run.task, train: 1e300 } }, /run\.json: train is 1e\+300; it must be an integer in/],
      [{ ...run, task: { ...run.task, size: 5 } }, /run\.json: size is 5; it must be one of 4, 6, 9/],
      [{ ...run, trainer: { ...run.trainer, optimizer: null } }, /run\.json: trainer\.optimizer is null; leave it out/],
      [{ ...run, model: [] }, /run\.json: model is \[\]; it must be an object/],
      [{ ...run, model: { ...run.model, seqLen: 3 } }, /run\.json: model\.seqLen is 3; leave it out/],
      [{ ...run, trainer: { ...run.trainer, seed: 3 } }, /run\.json: trainer\.seed is 3; leave it out/],
      [{ ...run, trainer: { ...run.trainer, batchSize: 1e9 } }, /run\.json: batchSize is 1000000000; it must be/],
      [{ ...run, trainer: { ...run.trainer, threads: 9 } }, /run\.json: threads is 9; a batch of 8 puzzles has not/],
      [{ ...run, task: { ...run.task, clues: 3 } }, /run\.json: clues is 3; it must be 'minimal' or an integer from 4/],
      [{ ...run, trainer: { ...run.trainer, emaRate: 1 } }, /run\.json: emaRate is 1; it must be false or in \[0, 1\)/],
    ];
    for (const [content, message] of wrong) await assert.rejects(trainFolder(folder(content as object)), message);
  });

  it('names a model whose configuration is damaged', () => {
    const path = join(folder(), 'model.safetensors');
    const one = { x: { shape: [1], data: Float32Array.of(1) } };
    writeSafetensors(path, one, { config: '{' });
    assert.throws(() => loadModel(path), /model\.safetensors is damaged: config is no JSON/);
    writeSafetensors(path, one, { config: '{"vocabSize":1}' });
    assert.throws(() => loadModel(path), /RangeError: .*model\.safetensors is damaged: vocabSize is 1/);
    writeSafetensors(path, one, { config: JSON.stringify({ ...run.model, vocabSize: 6, seqLen: 16 }) });
    assert.throws(() => loadModel(path), /RangeError: .*model\.safetensors is damaged: The state dict has no/);
  });
});
