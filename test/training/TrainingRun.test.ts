import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs-node';
import fc from 'fast-check';
import { readSafetensors, writeSafetensors } from 'polezero/models';
import { TrainingRun } from 'polezero/training';
import { small } from './small';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The file of a run that has been trained to `steps`, and its curves. */
async function outcome(run: TrainingRun, steps: number): Promise<{ bytes: Buffer; curves: string }> {
  await run.train(steps, { evaluateEvery: 10 });
  const path = join(folder, 'outcome.safetensors');
  run.save(path);
  const curves = JSON.stringify(run.curves);
  run.dispose();
  return { bytes: readFileSync(path), curves };
}

/** A run on its way to step 40, left after so many. */
async function leftAfter(steps: number): Promise<TrainingRun> {
  const run = await TrainingRun.start(small);
  const stop = new AbortController();
  const onStep = ({ step }: { step: number }) => {
    if (step === steps) stop.abort();
  };
  await run.train(40, { evaluateEvery: 10, signal: stop.signal, onStep });
  return run;
}

describe('TrainingRun', () => {
  it('learns', async () => {
    const run = await TrainingRun.start(small);
    await run.train(300);
    const { training } = run.curves;
    run.dispose();
    assert(
      training[training.length - 1].loss < 0.8 * training[0].loss,
      JSON.stringify(training.map(({ loss }) => loss)),
    );
  });

  it('gives the same numbers for the same seed, others for another', async () => {
    const [first, again, other] = await Promise.all(
      [small, small, { ...small, seed: 6 }].map((options) => TrainingRun.start(options)),
    );
    const [a, b, c] = [await outcome(first, 25), await outcome(again, 25), await outcome(other, 25)];
    assert.deepEqual(a, b);
    assert.notDeepEqual(a.bytes, c.bytes);
  });

  it('goes on from a checkpoint as if nothing had been, bit for bit', async () => {
    const whole = await outcome(await TrainingRun.start(small), 40);
    const path = join(folder, 'cut.safetensors');
    for (const at of [1, 10, 23, 36]) {
      const cut = await leftAfter(at);
      cut.save(path);
      cut.dispose();
      assert.deepEqual(await outcome(await TrainingRun.resume(path), 40), whole, `cut after ${at}`);
    }
  });

  it('goes back to the last whole step when one is cut off in the middle, and on from there', async () => {
    const whole = await outcome(await TrainingRun.start(small), 40);
    const run = await leftAfter(33);
    const { trainer } = run as unknown as { trainer: { optimizer: { apply(): void } } };
    trainer.optimizer.apply = () => {
      throw new Error('cut');
    };
    await assert.rejects(run.train(40, { evaluateEvery: 10 }), /cut/);
    assert(run.step >= 30 && run.step <= 33, String(run.step)); // there was an evaluation after step 30
    assert(run.evaluate().count > 0);
    assert.deepEqual(await outcome(run, 40), whole);
  });

  it('stops after the step under way once it is told to', async () => {
    const run = await leftAfter(7);
    assert.equal(run.step, 7);
    run.dispose();
  });

  it('keeps no tensors over 1,000 steps', async () => {
    const task = { kind: 'parity', length: 6, train: 64, test: 8 } as const;
    const run = await TrainingRun.start({ ...small, task, model: { ...small.model, hCycles: 1, hiddenSize: 8 } });
    await run.train(20, { evaluateEvery: 10 });
    const { numTensors, numBytes } = tf.memory();
    await run.train(1020, { evaluateEvery: 250 });
    assert.deepEqual({ numTensors: tf.memory().numTensors, numBytes: tf.memory().numBytes }, { numTensors, numBytes });
    run.dispose();
  });

  it('leaves nothing behind', async () => {
    const { numTensors } = tf.memory();
    const run = await TrainingRun.start(small);
    await run.train(3);
    run.averaged();
    run.dispose();
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it('refuses what is no checkpoint', async () => {
    const path = join(folder, 'bad.safetensors');
    const run = await TrainingRun.start(small);
    run.save(path);
    run.dispose();
    const bytes = readFileSync(path);
    for (const damaged of [bytes.subarray(0, bytes.length - 100), bytes.subarray(0, 5), Buffer.from('nothing')]) {
      writeFileSync(path, damaged);
      await assert.rejects(TrainingRun.resume(path), /bad\.safetensors/);
    }
  });

  it('names a checkpoint in which something is damaged, and leaves no tensors behind', async () => {
    const path = join(folder, 'damaged.safetensors');
    const run = await TrainingRun.start(small);
    run.save(path);
    run.dispose();
    // Without the digest, which finds all of it first.
    const { tensors, metadata: whole } = readSafetensors(path);
    const { sha256: _digest, ...metadata } = whole;
    const progress = JSON.parse(metadata.progress);
    const wrong: [Record<string, string>, RegExp][] = [
      [{ options: '{' }, /damaged\.safetensors, options is no JSON/],
      [{ options: JSON.stringify({ ...small, seed: -1 }) }, /damaged\.safetensors, options: seed is -1/],
      [{ progress: 'null' }, /damaged\.safetensors, progress: the content is null; it must be an object with step/],
      [
        { progress: JSON.stringify({ ...progress, history: { training: [3] } }) },
        /progress: history\.training\[0\] is 3/,
      ],
      [{ progress: JSON.stringify({ ...progress, batches: null }) }, /damaged\.safetensors: state is null/],
    ];
    const before = tf.memory().numTensors;
    for (const [change, message] of wrong) {
      writeSafetensors(path, tensors, { ...metadata, ...change });
      await assert.rejects(TrainingRun.resume(path), message);
    }
    const { 'trainer.step': _, ...others } = tensors;
    writeSafetensors(path, others, metadata);
    await assert.rejects(TrainingRun.resume(path), /damaged\.safetensors: The state has no 'trainer\.step'/);
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses a checkpoint with a single bit that is not as it was written', async () => {
    const path = join(folder, 'bit.safetensors');
    const run = await TrainingRun.start(small);
    await run.train(3);
    run.save(path);
    run.dispose();
    const bytes = readFileSync(path);
    const digestAt = bytes.indexOf('"sha256"');
    assert(digestAt > 0);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 * bytes.length - 1 }), async (bit) => {
        const at = bit >> 3;
        fc.pre(at < digestAt || at >= digestAt + '"sha256"'.length); // without its name there is no digest to compare with
        const damaged = Buffer.from(bytes);
        damaged[at] ^= 1 << (bit & 7);
        writeFileSync(path, damaged);
        await assert.rejects(TrainingRun.resume(path), /bit\.safetensors .*Remove it, and the run begins anew/s);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses options that do not exist or are out of range', async () => {
    const start = (change: object) => TrainingRun.start({ ...small, ...change } as typeof small);
    await assert.rejects(start({ step: 3 }), /Unknown option 'step'/);
    await assert.rejects(start({ seed: -1 }), /seed is -1/);
    await assert.rejects(start({ model: { ...small.model, width: 3 } }), /Unknown option 'width'/);
    await assert.rejects(start({ trainer: { ...small.trainer, learningRate: -1 } }), /learningRate is -1/);
    await assert.rejects(start({ task: { kind: 'chess' } }), /task\.kind is 'chess'/);
    const before = tf.memory().numTensors;
    await assert.rejects(start({ trainer: { ...small.trainer, unrolledSteps: 3 } }), RangeError); // nothing to unroll
    assert.equal(tf.memory().numTensors, before);
    const run = await TrainingRun.start(small);
    await assert.rejects(run.train(0), /steps is 0/);
    await assert.rejects(run.train(5, { every: 3 } as object), /Unknown option 'every'/);
    run.dispose();
  });
});
