import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { KernelClient, ofType, streamText } from './client';
import { ours } from './kernels';

describe('execute_request', () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start(ours().argv);
  });
  after(() => kernel.stop());

  it('when silent broadcasts no input and no result, and counts nothing', async () => {
    const before = (await kernel.execute('0')).reply.content.execution_count;
    const { reply, iopub } = await kernel.execute('6 * 7', { silent: true });
    assert.equal(reply.content.status, 'ok');
    for (const type of ['execute_input', 'execute_result']) assert.equal(ofType(iopub, type).length, 0, type);
    assert.equal((await kernel.execute('0')).reply.content.execution_count, before + 1);
  });

  it('without store_history leaves no trace in the history', async () => {
    await kernel.execute("'not to be kept'", { store_history: false });
    const { content } = (
      await kernel.request('history_request', { hist_access_type: 'tail', n: 50, output: false, raw: true })
    ).reply;
    assert(!JSON.stringify(content.history).includes('not to be kept'));
  });

  it('evaluates user_expressions, each by itself', async () => {
    await kernel.execute('const five = 5;');
    const { reply } = await kernel.execute('', { user_expressions: { good: 'five + 1', bad: 'missing.value' } });
    const { good, bad } = reply.content.user_expressions;
    assert.equal(good.status, 'ok');
    assert.equal(good.data['text/plain'], '6');
    assert.equal(bad.status, 'error');
    assert.match(`${bad.ename}: ${bad.evalue}`, /missing/);
  });

  it('understands { name } for a variable and an import of an earlier cell', async () => {
    await kernel.execute("import { join } from 'node:path';\nlet width = 3;\nlet height = 4;");
    const { reply, iopub } = await kernel.execute(
      'const area = ({ width, height }: { width: number; height: number }) => width * height;\n({ width, height = 0 } = { width: 5 });\nconsole.log(area({ width, height }), area({ width: 2, height: 3 }), typeof ({ join }).join, Object.keys({ width, join }));',
    );
    assert.equal(reply.content.status, 'ok', reply.content.evalue);
    assert.equal(streamText(iopub, 'stdout'), "0 6 function [ 'width', 'join' ]\n");
  });

  it('takes objects of an earlier cell apart under other names', async () => {
    await kernel.execute('const point = { x: 1, y: { z: 2 } };');
    const { reply, iopub } = await kernel.execute(
      'const { x: first, y: { z: second }, ...others } = point;\nlet [third, fourth] = [0, 0];\n({ x: third, y: { z: fourth = 3 } } = point);\nfor (const { x: each } of [point]) console.log(first, second, third, fourth, each, others);',
    );
    assert.equal(reply.content.status, 'ok', reply.content.evalue);
    assert.equal(streamText(iopub, 'stdout'), '1 2 1 2 1 {}\n');
  });

  it('prints bytes as the characters they are, also where a chunk ends within one', async () => {
    const { reply, iopub } = await kernel.execute(
      "const bytes = Buffer.from('größe');\nprocess.stdout.write(bytes.subarray(0, 3));\nprocess.stdout.write(bytes.subarray(3));\nprocess.stdout.write(' 6869', 'utf8');\nprocess.stdout.write('6869', 'hex');",
    );
    assert.equal(reply.content.status, 'ok', reply.content.evalue);
    assert.equal(streamText(iopub, 'stdout'), 'größe 6869hi');
  });

  it('shows nothing for a last value that is undefined', async () =>
    assert.equal(ofType((await kernel.execute('undefined')).iopub, 'execute_result').length, 0));

  it('refuses a question where nobody can answer', async () => {
    const { reply } = await kernel.execute("await prompt('anybody?')", { allow_stdin: false });
    assert.equal(reply.content.status, 'error');
  });

  it('fails a cell with a type error, and names the line', async () => {
    const { reply, iopub } = await kernel.execute("const a = 1;\nconst b: number = 'two';");
    assert.equal(reply.content.status, 'error');
    assert.match(
      reply.content.traceback.join('\n'),
      /line 2, column 7.*Type 'string' is not assignable to type 'number'/s,
    );
    assert.equal(ofType(iopub, 'error').length, 1);
  });

  it('fails a cell whose promise is rejected without being awaited', async () => {
    const { reply } = await kernel.execute("const lost = Promise.reject(new Error('lost'));");
    assert.equal(reply.content.status, 'error');
    assert.equal(reply.content.evalue, 'lost');
    const later = await kernel.execute("(async () => { await null; throw new TypeError('later'); })(); 1");
    assert.equal(later.reply.content.ename, 'TypeError');
  });

  it('does not lose a rejection that comes after its cell', async () => {
    await kernel.execute("setTimeout(() => Promise.reject(new Error('very late')), 50); 1");
    const { iopub } = await kernel.execute('await new Promise((resolve) => setTimeout(resolve, 400))');
    const told = streamText(iopub, 'stderr') + JSON.stringify(ofType(iopub, 'error'));
    assert.match(told, /very late/);
  });

  it('updates a display from a later cell', async () => {
    const first = await kernel.execute(
      "import { newDisplay } from 'tslab';\nconst shared = newDisplay();\nshared.text('one');",
    );
    const second = await kernel.execute("shared.text('two');");
    const { display_id } = ofType(first.iopub, 'display_data')[0].content.transient;
    const update = ofType(second.iopub, 'update_display_data')[0].content;
    assert.deepEqual([update.transient.display_id, update.data['text/plain']], [display_id, 'two']);
  });

  it('clears the output', async () => {
    const { iopub } = await kernel.execute("console.log('old'); clearOutput(true); console.log('new')");
    assert.deepEqual(ofType(iopub, 'clear_output')[0].content, { wait: true });
  });

  it('sends output while a synchronous loop still runs', async () => {
    const id = await kernel.send('execute_request', {
      code: "console.log('begun'); const from = Date.now(); while (Date.now() - from < 1500); console.log('done')",
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    const mine = (text: string) => () =>
      streamText(
        kernel.published.filter((m) => m.parent_header.msg_id === id),
        'stdout',
      ).includes(text);
    await kernel.until(mine('begun'), "'begun'");
    assert(!mine('done')());
    await kernel.answer(id);
    assert(mine('done')());
  });

  it('delivers an output of 5 MB whole', async () => {
    const { iopub } = await kernel.execute("console.log('x'.repeat(5_000_000))");
    assert.equal(streamText(iopub, 'stdout').trim().length, 5_000_000);
  });

  it('ignores a request with a wrong signature', async () => {
    const forged = await kernel.send(
      'execute_request',
      { code: "console.log('forged')", silent: false },
      'shell',
      'another key',
    );
    await kernel.execute('0');
    assert.equal(kernel.published.filter((message) => message.parent_header.msg_id === forged).length, 0);
  });
});

it('works without signatures too', async () => {
  const kernel = await KernelClient.start(ours().argv, { key: '' });
  try {
    assert.equal((await kernel.execute('6 * 7')).reply.content.status, 'ok');
  } finally {
    await kernel.stop();
  }
});
