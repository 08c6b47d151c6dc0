import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { executeContent, KernelClient, streamText } from './client';
import { ours } from './kernels';

describe('cells queued behind one that fails', () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start(ours().argv);
    await kernel.execute('0');
  });
  after(() => kernel.stop());

  const queue = async (stop_on_error: boolean) => {
    const codes = [
      "await new Promise((resolve) => setTimeout(resolve, 300)); throw new Error('first')",
      "console.log('second')",
      "console.log('third')",
    ];
    const ids = [];
    for (const code of codes) ids.push(await kernel.send('execute_request', executeContent(code, { stop_on_error })));
    const info = await kernel.send('kernel_info_request', {});
    const answers = [];
    for (const id of ids) answers.push(await kernel.answer(id));
    assert.equal((await kernel.answer(info)).reply.content.status, 'ok'); // only execution is stopped
    return answers;
  };

  it('are answered as aborted, and do not run', async () => {
    const [first, second, third] = await queue(true);
    assert.equal(first.reply.content.status, 'error');
    for (const { reply, iopub } of [second, third]) {
      assert.equal(reply.content.status, 'aborted');
      assert.equal(streamText(iopub, 'stdout'), '');
    }
  });

  it('run when the failing one says so', async () => {
    const [first, second, third] = await queue(false);
    assert.equal(first.reply.content.status, 'error');
    assert.deepEqual(
      [second, third].map(({ reply, iopub }) => [reply.content.status, streamText(iopub, 'stdout')]),
      [
        ['ok', 'second\n'],
        ['ok', 'third\n'],
      ],
    );
  });

  it('do not keep a cell that comes later from running', async () => {
    await queue(true);
    assert.equal((await kernel.execute('6 * 7')).reply.content.status, 'ok');
  });
});
