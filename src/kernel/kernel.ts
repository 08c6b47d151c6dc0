import type { Worker } from 'node:worker_threads';
import { Cell, currentCell, type Outcome } from './cell';
import { complete } from './complete';
import { execute, labelOf } from './execute';
import { History } from './history';
import { inspectReply } from './inspectReply';
import { isComplete } from './isComplete';
import { kernelInfo } from './kernelInfo';
import type { Channel, ToMain, ToSockets } from './link';
import { mimeBundle } from './mimeBundle';
import type { Notebook } from './notebook';
import { Output } from './output';
import { Queue, type Queued } from './queue';
import { type PromptOptions, Stdin } from './stdin';
import { describeError, type ErrorContent } from './traceback';
import type { Message } from './wire';

type Content = Record<string, unknown>;

/** Answers the requests that the thread of the sockets passes on. */
export class Kernel {
  readonly #sockets: Worker;
  readonly #notebook: Notebook;
  readonly #queue = new Queue((queued) => this.#handle(queued));
  readonly #history = new History();
  readonly #output = new Output((type, content, request) => this.#publish(type, content, request));
  readonly #stdin = new Stdin((message) => this.#tell({ kind: 'send', channel: 'stdin', message }));
  #count = 0;
  #passFence: () => void = () => {};

  /** Content of the reply to each request but execute_request; undefined for requests that are not answered. */
  readonly #replies: Record<string, (request: Message) => Content | undefined> = {
    kernel_info_request: kernelInfo,
    complete_request: ({ content }) => complete(this.#notebook, content),
    inspect_request: ({ content }) => inspectReply(this.#notebook, content),
    is_complete_request: ({ content }) => isComplete(String(content.code)),
    history_request: ({ content }) => this.#history.reply(content),
    // https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages: no target is known here.
    comm_info_request: () => ({ status: 'ok', comms: {} }),
    comm_open: (request) => {
      this.#publish('comm_close', { comm_id: request.content.comm_id, data: {} }, request);
      return undefined;
    },
  };

  constructor(sockets: Worker, notebook: Notebook) {
    this.#sockets = sockets;
    this.#notebook = notebook;
    this.#output.capture();
    this.#offerGlobals();
    process.on('SIGINT', this.interrupt);
    sockets.on('message', (message: ToMain) => this.#receive(message));
  }

  /** Stops the running cell. */
  readonly interrupt = (): void => {
    // Node takes the listeners away while a cell runs, and an interrupt may keep it from giving them back.
    process.off('SIGINT', this.interrupt);
    process.on('SIGINT', this.interrupt);
    currentCell()?.interrupt();
  };

  #offerGlobals(): void {
    const prompt = (message = '', options: PromptOptions = {}) =>
      this.#stdin.prompt(currentCell(), String(message), options);
    const clearOutput = (wait = false) => this.#output.clear(wait);
    Object.assign(globalThis, { prompt, clearOutput });
    Object.defineProperty(globalThis, 'interruptSignal', { get: () => currentCell()?.signal, configurable: true });
  }

  #receive(message: ToMain): void {
    if (message.kind === 'request') this.#queue.push(message.message);
    else if (message.kind === 'input') this.#stdin.receive(message.value);
    else if (message.kind === 'fence') this.#passFence();
    else if (message.kind === 'exit') process.exit(0);
    else {
      this.#tell({ kind: 'interrupted' });
      this.interrupt();
    }
  }

  #tell(message: ToSockets): void {
    this.#sockets.postMessage(message);
  }

  #send(channel: Channel, type: string, content: object, { identities, header }: Message): void {
    const from = channel === 'iopub' ? [Buffer.from(type)] : identities;
    const message = { identities: from, type, parent: header, content: JSON.stringify(content) };
    this.#tell({ kind: 'send', channel, message });
  }

  #publish(type: string, content: object, request: Message): void {
    this.#send('iopub', type, content, request);
  }

  /** Busy, the reply, idle: https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-status */
  async #handle({ message, isAborted }: Queued): Promise<void> {
    const type = message.header.msg_type;
    this.#publish('status', { execution_state: 'busy' }, message);
    try {
      const content =
        type === 'execute_request' ? await this.#execute(message, isAborted) : this.#replies[type]?.(message);
      if (content) this.#send('shell', type.replace('request', 'reply'), content, message);
    } catch (error) {
      const content = { status: 'error', ...describeError(error, '', '') };
      if (type.endsWith('_request')) this.#send('shell', type.replace('request', 'reply'), content, message);
    }
    this.#publish('status', { execution_state: 'idle' }, message);
    this.#tell({ kind: 'done' });
  }

  /** https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute */
  async #execute(request: Message, isAborted: boolean): Promise<Content> {
    if (isAborted) return { status: 'aborted', execution_count: this.#count };
    const stores = !request.content.silent && request.content.store_history !== false;
    if (stores) this.#count++;
    const cell = new Cell(request, this.#count);
    this.#announce(cell);
    const outcome = await this.#show(cell, await execute(this.#notebook, cell));
    this.#stdin.clear();
    if (outcome.status === 'ok') {
      const user_expressions = await this.#evaluateAll(request.content.user_expressions);
      return { status: 'ok', execution_count: this.#count, payload: [], user_expressions };
    }
    const content = describeError(outcome.error, cell.code, labelOf(cell));
    if (!cell.isSilent) this.#publish('error', content, request);
    if (cell.stopsOnError) await this.#abortWaiting();
    return { status: 'error', execution_count: this.#count, ...content };
  }

  #announce(cell: Cell): void {
    if (!cell.isSilent) this.#output.attachTo(cell);
    if (cell.storesHistory) this.#history.add(cell.number, cell.code);
    if (!cell.isSilent) this.#publish('execute_input', { code: cell.code, execution_count: cell.number }, cell.request);
  }

  /** Sends the result of a cell; a value that fails to say how it looks fails the cell. */
  async #show(cell: Cell, outcome: Outcome): Promise<Outcome> {
    if (outcome.status === 'error' || outcome.value === undefined || cell.isSilent) return outcome;
    try {
      const data = await mimeBundle(outcome.value);
      if (cell.storesHistory) this.#history.setOutput(data['text/plain']);
      this.#publish('execute_result', { execution_count: cell.number, data, metadata: {} }, cell.request);
      return outcome;
    } catch (error) {
      return { status: 'error', error };
    }
  }

  async #evaluateAll(expressions: unknown): Promise<Content> {
    const results: Content = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Content)) {
      results[name] = await this.#evaluate(String(expression));
    }
    return results;
  }

  async #evaluate(expression: string): Promise<Content | ({ status: string } & ErrorContent)> {
    try {
      const data = await mimeBundle(await this.#notebook.evaluate(expression));
      return { status: 'ok', data, metadata: {} };
    } catch (error) {
      return { status: 'error', ...describeError(error, '', '') };
    }
  }

  /** Aborts the executions that were sent before the front end can know of the error. */
  async #abortWaiting(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#passFence = resolve;
      this.#tell({ kind: 'fence' });
    });
    this.#queue.abortExecutions();
  }
}
