import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Request, Subscriber } from 'zeromq';

/** A message of the kernel, as its frames say. */
export interface Message {
  idents: string[];
  header: { msg_id: string; msg_type: string; session: string; date: string; version: string; username: string };
  parent_header: Partial<Message['header']>;
  metadata: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it depends on the type of the message; the tests look
  content: any;
  /** Whether the signature is that of the connection's key. */
  signed: boolean;
}

/** What comes back from a request. */
export interface Answer {
  reply: Message;
  iopub: Message[];
}

const delimiter = '<IDS|MSG>';
const patience = 5 * 60_000;
/** The sockets are there before the kernel: asked often, they delay nothing, and lose nothing of the first outputs. */
const reconnecting = { reconnectInterval: 10 };
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Server>((resolve) => {
          const server: Server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export interface StartOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Signs the messages; empty for none. */
  key?: string;
}

/** A kernel process and the five sockets that lead to it. */
export class KernelClient {
  readonly published: Message[] = [];
  readonly session = randomUUID();
  /** Answers the kernel's questions; without it a question is left open. */
  answerInput?: (prompt: string, password: boolean) => string | undefined;
  readonly #waiting = new Set<() => void>();
  /** What has come on shell and control. */
  readonly replies: Message[] = [];
  readonly #shell: Dealer;
  readonly #control: Dealer;
  readonly #stdin: Dealer;
  readonly #iopub = new Subscriber(reconnecting);
  readonly #heartbeat = new Request({ ...reconnecting, sendTimeout: patience, receiveTimeout: patience });
  #errors = '';

  private constructor(
    readonly process: ChildProcess,
    private readonly folder: string,
    readonly key: string,
    ports: number[],
  ) {
    // One identity on both, by which the kernel finds the asker's stdin.
    this.#shell = new Dealer({ ...reconnecting, routingId: this.session, linger: 0 });
    this.#stdin = new Dealer({ ...reconnecting, routingId: this.session, linger: 0 });
    this.#control = new Dealer({ ...reconnecting, linger: 0 });
    const sockets = [this.#shell, this.#control, this.#iopub, this.#stdin, this.#heartbeat];
    sockets.forEach((socket, i) => socket.connect(`tcp://127.0.0.1:${ports[i]}`));
    this.#iopub.subscribe();
    process.stderr?.on('data', (chunk) => (this.#errors += chunk));
    process.on('exit', () => this.#wake());
    this.#listen(this.#iopub, this.published);
    this.#listen(this.#shell, this.replies);
    this.#listen(this.#control, this.replies);
    this.#answerQuestions();
  }

  /** Starts a kernel; '{connection_file}' in argv is replaced. */
  static async start(argv: readonly string[], { cwd, env, key = 'a key' }: StartOptions = {}): Promise<KernelClient> {
    const folder = mkdtempSync(join(tmpdir(), 'polezero-kernel-'));
    const ports = await freePorts(5);
    const file = join(folder, 'connection.json');
    const [shell_port, control_port, iopub_port, stdin_port, hb_port] = ports;
    const connection = {
      shell_port,
      control_port,
      iopub_port,
      stdin_port,
      hb_port,
      ip: '127.0.0.1',
      transport: 'tcp',
      key,
    };
    writeFileSync(file, JSON.stringify({ ...connection, signature_scheme: 'hmac-sha256', kernel_name: 'tested' }));
    const [program, ...args] = argv.map((part) => part.replace('{connection_file}', file));
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    return new KernelClient(child, folder, key, ports);
  }

  get pid(): number {
    return this.process.pid!;
  }

  get hasExited(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** Ends the process, whatever state it is in. */
  async stop(): Promise<void> {
    if (!this.hasExited) this.process.kill('SIGKILL');
    await this.until(() => this.hasExited, 'the kernel to exit');
    for (const socket of [this.#shell, this.#control, this.#iopub, this.#stdin, this.#heartbeat]) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Sends a request without waiting; the reply is found by its id. */
  async send(type: string, content: object, channel: 'shell' | 'control' = 'shell', key = this.key): Promise<string> {
    const header = {
      msg_id: randomUUID(),
      session: this.session,
      username: 'tester',
      date: new Date().toISOString(),
      msg_type: type,
      version: '5.4',
    };
    await (channel === 'shell' ? this.#shell : this.#control).send(this.#frames(header, {}, content, key));
    return header.msg_id;
  }

  /** Sends a request and waits for its reply and for the kernel to be idle again. */
  async request(
    type: string,
    content: object,
    channel: 'shell' | 'control' = 'shell',
    milliseconds = patience,
  ): Promise<Answer> {
    return this.answer(await this.send(type, content, channel), milliseconds);
  }

  /** Runs code. */
  execute(code: string, options: object = {}, milliseconds = patience): Promise<Answer> {
    return this.request('execute_request', executeContent(code, options), 'shell', milliseconds);
  }

  /** The answer to a request that was sent. */
  async answer(id: string, milliseconds = patience): Promise<Answer> {
    const ofParent = (message: Message) => message.parent_header.msg_id === id;
    const idle = (message: Message) =>
      ofParent(message) && message.header.msg_type === 'status' && message.content.execution_state === 'idle';
    await this.until(() => this.replies.some(ofParent), `the reply to ${id}`, milliseconds);
    await this.until(() => this.published.some(idle), `the kernel to be idle after ${id}`, milliseconds);
    return { reply: this.replies.find(ofParent)!, iopub: this.published.filter(ofParent) };
  }

  /** Sends bytes to the heartbeat and resolves with what comes back. */
  async beat(bytes: string): Promise<string> {
    await this.#heartbeat.send(bytes);
    return String((await this.#heartbeat.receive())[0]);
  }

  /** Waits for a condition that messages, or the end of the process, may bring about. */
  async until(condition: () => boolean, what: string, milliseconds = patience): Promise<void> {
    const deadline = Date.now() + milliseconds;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(
          `waited ${milliseconds / 1000} s for ${what}; last on iopub: ${this.#last()}; stderr: ${this.#errors.slice(-2000)}`,
        );
      if (this.hasExited && what !== 'the kernel to exit')
        throw new Error(
          `the kernel exited (${this.process.exitCode ?? this.process.signalCode}) before ${what}; stderr: ${this.#errors.slice(-2000)}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 1000));
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  readonly #last = () =>
    this.published
      .slice(-4)
      .map(({ header, content }) => `${header.msg_type} ${JSON.stringify(content).slice(0, 200)}`)
      .join(', ');

  #wake(): void {
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  }

  #frames(header: object, parent: object, content: object, key: string): string[] {
    const parts = [header, parent, {}, content].map((part) => JSON.stringify(part));
    return [delimiter, sign(key, parts), ...parts];
  }

  async #listen(socket: Dealer | Subscriber, into: Message[]): Promise<void> {
    try {
      for await (const frames of socket) {
        into.push(parse(frames as Buffer[], this.key));
        this.#wake();
      }
    } catch (error) {
      if (!/closed/i.test(String(error))) throw error;
    }
  }

  async #answerQuestions(): Promise<void> {
    const questions: Message[] = [];
    try {
      for await (const frames of this.#stdin) {
        const question = parse(frames as Buffer[], this.key);
        questions.push(question);
        const value = this.answerInput?.(question.content.prompt, question.content.password);
        if (value === undefined) continue;
        const header = { ...question.header, msg_id: randomUUID(), msg_type: 'input_reply', session: this.session };
        await this.#stdin.send(this.#frames(header, question.header, { value }, this.key));
      }
    } catch (error) {
      if (!/closed/i.test(String(error))) throw error;
    }
  }
}

const sign = (key: string, parts: readonly string[]): string => {
  if (!key) return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};

function parse(frames: readonly Buffer[], key: string): Message {
  const texts = frames.map(String);
  const at = texts.indexOf(delimiter);
  const parts = texts.slice(at + 2, at + 6);
  const [header, parent_header, metadata, content] = parts.map((part) => JSON.parse(part));
  return {
    idents: texts.slice(0, at),
    header,
    parent_header,
    metadata,
    content,
    signed: texts[at + 1] === sign(key, parts),
  };
}

/** The content of an execute_request. */
export const executeContent = (code: string, options: object = {}): object => ({
  code,
  silent: false,
  store_history: true,
  user_expressions: {},
  allow_stdin: false,
  stop_on_error: true,
  ...options,
});

/** The messages of one type. */
export const ofType = (messages: readonly Message[], type: string): Message[] =>
  messages.filter(({ header }) => header.msg_type === type);

/** What was written to a stream, joined. */
export const streamText = (messages: readonly Message[], name: 'stdout' | 'stderr'): string =>
  ofType(messages, 'stream')
    .filter(({ content }) => content.name === name)
    .map(({ content }) => content.text)
    .join('');
