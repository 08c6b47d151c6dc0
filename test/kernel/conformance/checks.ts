import assert from 'node:assert/strict';
import { executeContent, type KernelClient, type Message, ofType, streamText } from './client';
import type { Code } from './kernels';

/** One of the 27 checks of the public program runtimed/kernel-testbed. */
export interface Check {
  tier: 1 | 2 | 3 | 4;
  name: string;
  run: (kernel: KernelClient, code: Code) => void | Promise<void>;
}

const check = (tier: Check['tier'], name: string, run: Check['run']): Check => ({ tier, name, run });
const kernelInfo = async (kernel: KernelClient) => (await kernel.request('kernel_info_request', {})).reply.content;
const types = (messages: Message[]) => messages.map(({ header }) => header.msg_type);
const only = (messages: Message[], type: string): Message => {
  const found = ofType(messages, type);
  assert.equal(found.length, 1, `one ${type} among ${types(messages)}`);
  return found[0];
};

export const checks: readonly Check[] = [
  check(1, 'heartbeat echoes', async (kernel) => assert.equal(await kernel.beat('ping'), 'ping')),
  check(1, 'iopub greets a subscription (JEP 65)', async (kernel) => {
    await kernel.until(() => ofType(kernel.published, 'iopub_welcome').length > 0, 'iopub_welcome', 5000);
    assert.equal(only(kernel.published, 'iopub_welcome').content.subscription, '');
  }),
  check(1, 'kernel_info_reply is valid', async (kernel) => {
    const info = await kernelInfo(kernel);
    assert.equal(info.status, 'ok');
    for (const key of ['implementation', 'implementation_version', 'banner'])
      assert.equal(typeof info[key], 'string', key);
  }),
  check(1, 'kernel_info_reply has language_info', async (kernel) => {
    const { language_info: language } = await kernelInfo(kernel);
    for (const key of ['name', 'version', 'mimetype', 'file_extension'])
      assert.equal(typeof language[key], 'string', key);
    assert.match(language.file_extension, /^\./);
  }),
  check(1, 'kernel_info_reply has protocol_version', async (kernel) =>
    assert.match((await kernelInfo(kernel)).protocol_version, /^5\.\d+(\.\d+)?$/),
  ),
  check(1, 'execute writes to stdout', async (kernel, code) =>
    assert.equal(streamText((await kernel.execute(code.stdout)).iopub, 'stdout').trim(), 'hello, world'),
  ),
  check(1, 'execute writes to stderr', async (kernel, code) =>
    assert.equal(streamText((await kernel.execute(code.stderr)).iopub, 'stderr').trim(), 'oops'),
  ),
  check(1, 'execute_reply is ok', async (kernel, code) => {
    const { content, header } = (await kernel.execute(code.nothing)).reply;
    assert.equal(header.msg_type, 'execute_reply');
    assert.equal(content.status, 'ok');
    assert.equal(typeof content.execution_count, 'number');
  }),
  check(1, 'busy comes first and idle last', async (kernel, code) => {
    const { iopub } = await kernel.execute(code.stdout);
    const states = ofType(iopub, 'status').map(({ content }) => content.execution_state);
    assert.deepEqual(states, ['busy', 'idle']);
    assert.deepEqual([types(iopub)[0], types(iopub).at(-1)], ['status', 'status']);
  }),
  check(1, 'execute_input is broadcast', async (kernel, code) => {
    const { reply, iopub } = await kernel.execute(code.stdout);
    const { content } = only(iopub, 'execute_input');
    assert.deepEqual(content, { code: code.stdout, execution_count: reply.content.execution_count });
  }),
  check(2, 'complete finds a name', async (kernel, code) => {
    await kernel.execute(code.define);
    const { reply } = await kernel.request('complete_request', {
      code: code.completeFrom,
      cursor_pos: code.completeFrom.length,
    });
    const { status, matches, cursor_start, cursor_end } = reply.content;
    assert.equal(status, 'ok');
    assert(matches.includes(code.inspect), matches);
    assert.deepEqual([cursor_start, cursor_end], [0, code.completeFrom.length]);
  }),
  check(2, 'inspect describes a name', async (kernel, code) => {
    await kernel.execute(code.define);
    const { content } = (
      await kernel.request('inspect_request', { code: code.inspect, cursor_pos: 4, detail_level: 0 })
    ).reply;
    assert.equal(content.status, 'ok');
    assert.equal(content.found, true);
    assert(content.data['text/plain'].length > 0);
  }),
  check(2, 'is_complete knows complete code', async (kernel, code) =>
    assert.equal((await kernel.request('is_complete_request', { code: code.value })).reply.content.status, 'complete'),
  ),
  check(2, 'is_complete knows incomplete code', async (kernel, code) => {
    const { content } = (await kernel.request('is_complete_request', { code: code.incomplete })).reply;
    assert.equal(content.status, 'incomplete');
    assert.equal(typeof content.indent, 'string');
  }),
  check(2, 'history has what was run', async (kernel, code) => {
    await kernel.execute(code.stdout);
    const request = { hist_access_type: 'tail', n: 5, output: false, raw: true };
    const { content } = (await kernel.request('history_request', request)).reply;
    assert.equal(content.status, 'ok');
    assert(
      content.history.some(([, , input]: [number, number, string]) => input === code.stdout),
      JSON.stringify(content.history),
    );
  }),
  check(2, 'comm_info is answered', async (kernel) => {
    const { content, header } = (await kernel.request('comm_info_request', {})).reply;
    assert.equal(header.msg_type, 'comm_info_reply');
    assert.deepEqual([content.status, typeof content.comms], ['ok', 'object']);
  }),
  check(2, 'an error is broadcast and replied', async (kernel, code) => {
    const { reply, iopub } = await kernel.execute(code.error);
    const { content } = only(iopub, 'error');
    assert.equal(reply.content.status, 'error');
    for (const told of [content, reply.content]) {
      assert.match(told.ename, /Error$/);
      assert.equal(told.evalue, 'too far');
      assert(Array.isArray(told.traceback) && told.traceback.length > 0);
    }
  }),
  check(3, 'display_data shows', async (kernel, code) => {
    const { content } = only((await kernel.execute(code.display)).iopub, 'display_data');
    assert.match(content.data['text/plain'], /shown/);
  }),
  check(3, 'update_display_data updates the same display', async (kernel, code) => {
    const { iopub } = await kernel.execute(code.updateDisplay);
    const [first, second] = [only(iopub, 'display_data').content, only(iopub, 'update_display_data').content];
    assert(first.transient.display_id);
    assert.equal(second.transient.display_id, first.transient.display_id);
    assert.match(second.data['text/plain'], /second/);
  }),
  check(3, 'execute_result carries the last value', async (kernel, code) => {
    const { reply, iopub } = await kernel.execute(code.value);
    const { content } = only(iopub, 'execute_result');
    assert.equal(content.data['text/plain'], '42');
    assert.equal(content.execution_count, reply.content.execution_count);
  }),
  check(3, 'execute_result carries a rich value', async (kernel, code) =>
    assert.equal(
      only((await kernel.execute(code.rich)).iopub, 'execute_result').content.data['text/html'],
      '<b>rich</b>',
    ),
  ),
  check(4, 'stdin is asked and answers', async (kernel, code) => {
    const asked: string[] = [];
    kernel.answerInput = (prompt) => {
      asked.push(prompt);
      return 'Ada';
    };
    const { reply, iopub } = await kernel.execute(code.input, { allow_stdin: true }, 20000);
    assert.equal(reply.content.status, 'ok');
    assert.deepEqual(asked, ['name? ']);
    assert.match(streamText(iopub, 'stdout'), /hello, Ada/);
  }),
  check(4, 'comm_open and comm_close for an unknown target are answered and survived', async (kernel, code) => {
    await kernel.send('comm_open', { comm_id: 'c1', target_name: 'no such target', data: {} });
    await kernel.until(
      () => ofType(kernel.published, 'comm_close').some(({ content }) => content.comm_id === 'c1'),
      'comm_close',
      10000,
    );
    await kernel.send('comm_msg', { comm_id: 'c1', data: {} });
    await kernel.send('comm_close', { comm_id: 'c1', data: {} });
    assert.equal((await kernel.execute(code.nothing)).reply.content.status, 'ok');
  }),
  check(4, 'interrupt_request stops what runs', async (kernel, code) => {
    const id = await kernel.send('execute_request', executeContent(code.endless));
    const started = (message: Message) =>
      message.parent_header.msg_id === id && message.header.msg_type === 'execute_input';
    await kernel.until(() => kernel.published.some(started), 'the loop to start', 20000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { reply } = await kernel.request('interrupt_request', {}, 'control', 20000);
    assert.equal(reply.header.msg_type, 'interrupt_reply');
    assert.equal((await kernel.answer(id, 20000)).reply.content.status, 'error');
    assert.equal((await kernel.execute(code.nothing, {}, 20000)).reply.content.status, 'ok');
  }),
  check(4, 'execution counts go up by one, and stay for silent code', async (kernel, code) => {
    const count = async (options: object = {}) =>
      (await kernel.execute(code.nothing, options)).reply.content.execution_count;
    const first = await count();
    assert.equal(await count(), first + 1);
    await count({ silent: true, store_history: false });
    assert.equal(await count(), first + 2);
  }),
  check(4, 'every message names its parent, and is signed', async (kernel, code) => {
    const id = await kernel.send('execute_request', executeContent(code.stdout));
    const { reply, iopub } = await kernel.answer(id);
    for (const message of [reply, ...iopub]) {
      assert(message.signed, message.header.msg_type);
      assert.deepEqual([message.parent_header.msg_id, message.parent_header.msg_type], [id, 'execute_request']);
      assert.equal(message.parent_header.session, kernel.session);
      for (const key of ['msg_id', 'session', 'date', 'version'] as const)
        assert.equal(typeof message.header[key], 'string');
    }
    assert(iopub.length >= 4);
  }),
  // Last: nothing runs after it.
  check(1, 'shutdown_request is replied, and the kernel exits', async (kernel) => {
    const id = await kernel.send('shutdown_request', { restart: false }, 'control');
    const { reply } = await kernel.answer(id, 20000).catch(async (error) => {
      if (!kernel.hasExited) throw error;
      return kernel.answer(id, 0);
    });
    assert.deepEqual(
      [reply.header.msg_type, reply.content.status, reply.content.restart],
      ['shutdown_reply', 'ok', false],
    );
    await kernel.until(() => kernel.hasExited, 'the kernel to exit', 20000);
  }),
];
