import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { executeContent, KernelClient, ofType, streamText } from './client';
import { ours, project } from './kernels';

const loops: [name: string, code: string][] = [
  ['a synchronous loop', 'while (true) { ticks++; }'],
  ['a loop that awaits timers', 'while (true) { ticks++; await new Promise((resolve) => setTimeout(resolve, 5)); }'],
  ['a loop that awaits nothing', 'while (true) { ticks++; await null; }'],
  [
    'an awaited function that loops',
    'const forever = async () => { while (true) { ticks++; await new Promise((resolve) => setImmediate(resolve)); } };\nawait forever();',
  ],
  [
    'a training loop inside tf.tidy',
    `tf.tidy(() => {
      const target = tf.ones([50, 50]);
      while (true) {
        ticks++;
        train(target);
      }
    });`,
  ],
  [
    'an awaiting training loop',
    `const kernelMatrix = tf.tensor2d([[1, 2], [3, 4]]);
    while (true) {
      ticks++;
      tf.tidy(() => kernelMatrix.matMul(kernelMatrix).sum().dataSync());
      await tf.nextFrame();
    }`,
  ],
];

/**
 * Node hears a signal in its event loop alone, which this loop never returns to. Front ends send interrupt_request, as the
 * kernelspec tells them (`interrupt_mode: message`): that stops it.
 */
const unheard = 'a loop that awaits nothing';

const ways: [name: string, interrupt: (kernel: KernelClient) => Promise<unknown>][] = [
  ['interrupt_request', (kernel) => kernel.request('interrupt_request', {}, 'control', 20_000)],
  ['SIGINT', async (kernel) => process.kill(kernel.pid, 'SIGINT')],
];

const state =
  'JSON.stringify([tf.memory().numTensors, tf.engine().state.scopeStack.length, tf.engine().state.gradientDepth, tf.engine().state.kernelDepth])';

for (const [way, interrupt] of ways) {
  describe(`interrupted by ${way}`, () => {
    let kernel: KernelClient;
    before(async () => {
      kernel = await KernelClient.start(ours().argv, { cwd: project });
      const { reply } = await kernel.execute(
        `import * as tf from '@tensorflow/tfjs-node';
        let ticks = 0;
        const weights = tf.variable(tf.zeros([50, 50]));
        const optimizer = tf.train.adam(0.01);
        const loss = (target: tf.Tensor) => () => tf.matMul(weights, tf.randomNormal<tf.Rank.R2>([50, 50])).sub(target).square().mean() as tf.Scalar;
        const train = (target: tf.Tensor) => void optimizer.minimize(loss(target));
        tf.tidy(() => train(tf.ones([50, 50])));`,
      );
      assert.equal(reply.content.status, 'ok', reply.content.evalue);
    });
    after(() => kernel.stop());

    const printed = async (code: string) =>
      streamText((await kernel.execute(`console.log(${code})`, {}, 20_000)).iopub, 'stdout').trim();

    for (const [name, code] of loops.filter(([name]) => way !== 'SIGINT' || name !== unheard)) {
      it(`${name} stops, and the kernel goes on as before`, async () => {
        const stateBefore = JSON.parse(await printed(state));
        const ticksBefore = Number(await printed('ticks'));
        const id = await kernel.send('execute_request', executeContent(`console.log('begun');\n${code}`));
        const started = () => ofType(kernel.published, 'stream').some((message) => message.parent_header.msg_id === id);
        await kernel.until(started, 'the loop to start');
        await new Promise((resolve) => setTimeout(resolve, 700));
        await interrupt(kernel);
        const { reply, iopub } = await kernel.answer(id, 20_000);
        assert.equal(reply.content.status, 'error');
        assert.match(reply.content.ename, /Interrupt/);
        assert.equal(ofType(iopub, 'error').length, 1);

        const ticksAfter = Number(await printed('ticks'));
        assert(ticksAfter > ticksBefore, 'the loop had run');
        await kernel.execute('await new Promise((resolve) => setTimeout(resolve, 200))');
        assert.equal(Number(await printed('ticks')), ticksAfter, 'the loop has stopped');

        const [tensors, ...depths] = JSON.parse(await printed(state));
        const [tensorsBefore, ...depthsBefore] = stateBefore;
        assert.deepEqual(depths, depthsBefore, 'scopes are unwound');
        const kept = name.startsWith('an awaiting training') ? 1 : 0; // a tensor of the cell's own, which it may still want
        assert.equal(tensors - tensorsBefore, kept, 'no tensor is leaked');
        assert.equal(await printed('tf.tidy(() => tf.ones([3]).sum().dataSync()[0])'), '3');
      });
    }

    it('while nothing runs, nothing happens', async () => {
      await interrupt(kernel);
      assert.equal((await kernel.execute('6 * 7')).reply.content.status, 'ok');
    });
  });
}
