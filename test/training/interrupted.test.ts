import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { executeContent, KernelClient, streamText } from '../kernel/conformance/client';
import { ours, project } from '../kernel/conformance/kernels';
import { small } from './small';

// A reader interrupts the training cell of a notebook, at any moment, and goes on: what was learnt stays, and nothing shows afterwards.

describe('a training cell that is interrupted', () => {
  let kernel: KernelClient;
  const evaluated = async (code: string) => streamText((await kernel.execute(code)).iopub, 'stdout').trim();

  before(async () => {
    kernel = await KernelClient.start(ours().argv, { cwd: project });
    const { reply } = await kernel.execute(
      `import { TrainingRun } from 'polezero/training';
       import * as tf from '@tensorflow/tfjs-node';
       const options = ${JSON.stringify({ ...small, task: { ...small.task, kind: 'sudoku' } })} as Parameters<typeof TrainingRun.start>[0];
       const run = await TrainingRun.start(options);
       const outcome = (trained: TrainingRun) => JSON.stringify([trained.curves.training, Array.from(trained.averaged()['model.inner.lm_head.weight'].data)]);`,
    );
    assert.equal(reply.content.status, 'ok', reply.content.evalue);
  });
  after(() => kernel.stop());

  it('keeps what it has learnt, goes on, and ends bit for bit where it would have ended', async () => {
    let [before, step] = [0, 0];
    for (const milliseconds of [1500, 900, 1200, 700, 1000]) {
      const cell = kernel.request('execute_request', executeContent('await run.train(100_000);'), 'shell', 60_000);
      await setTimeout(milliseconds);
      await kernel.request('interrupt_request', {}, 'control', 20_000);
      assert.equal((await cell).reply.content.status, 'error');
      [before, step] = [step, Number(await evaluated('console.log(run.step)'))];
      assert(step > before, `${before}, then ${step}`);
    }
    const straight = await evaluated(
      `const steps = 10 * Math.ceil(run.step / 10) + 10;
       await run.train(steps);
       const other = await TrainingRun.start(options);
       await other.train(steps);
       console.log(outcome(run) === outcome(other), run.evaluate().count);`,
    );
    assert.equal(straight, 'true 12');
  });

  it('keeps its own weights where an evaluation is cut off, and makes that evaluation when it goes on', async () => {
    const parity = { ...small, task: { kind: 'parity', length: 16, train: 40, test: 10_000 } };
    const { reply } = await kernel.execute(
      `const parity = ${JSON.stringify(parity)} as Parameters<typeof TrainingRun.start>[0];
       const evaluating = await TrainingRun.start(parity);
       const whole = await TrainingRun.start(parity);
       const all = (trained: TrainingRun) => JSON.stringify(
         [trained.curves, trained.model.stateDict(), trained.averaged()]);`,
    );
    assert.equal(reply.content.status, 'ok', reply.content.evalue);
    const cell = kernel.request('execute_request', executeContent('await evaluating.train(12);'), 'shell', 60_000);
    await setTimeout(1500);
    await kernel.request('interrupt_request', {}, 'control', 20_000);
    assert.equal((await cell).reply.content.status, 'error');
    const cut = 'console.log(evaluating.curves.evaluations.length, evaluating.step)';
    assert.equal(await evaluated(cut), '0 12', 'the evaluation was to be cut off');
    const straight = await evaluated(
      `const heard: number[] = [];
       await evaluating.train(12, { onStep: ({ step }) => heard.push(step) });
       await whole.train(12);
       console.log(all(evaluating) === all(whole), heard);
       await evaluating.train(12, { onStep: () => heard.push(0) });
       await evaluating.train(20);
       await whole.train(20);
       console.log(all(evaluating) === all(whole), heard, evaluating.curves.evaluations.map(({ step }) => step));`,
    );
    assert.equal(straight, 'true [ 12 ]\ntrue [ 12 ] [ 12, 20 ]');
  });
});
