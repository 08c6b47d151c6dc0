import { Reply, Router, type Socket, XPublisher } from 'zeromq';
import { type Connection, readConnection } from './connection';
import type { Channel } from './link';
import { type Message, type Outgoing, parse, serialize } from './wire';

type Sending = Channel | 'control';

/** The five sockets of a kernel: https://jupyter-client.readthedocs.io/en/stable/messaging.html#introduction */
export class Sockets {
  readonly #connection: Connection;
  readonly #heartbeat = new Reply();
  // Without a limit nothing is lost when a cell prints faster than a front end reads.
  readonly #sockets = {
    shell: new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0 }),
    control: new Router({ sendHighWaterMark: 0 }),
    stdin: new Router({ sendHighWaterMark: 0 }),
    iopub: new XPublisher({ sendHighWaterMark: 0, verbosity: 'allSubs' }),
  };
  readonly #sent: Record<Sending, Promise<void>>;

  constructor(connectionFile: string) {
    this.#connection = readConnection(connectionFile);
    const nothing = Promise.resolve();
    this.#sent = { shell: nothing, control: nothing, stdin: nothing, iopub: nothing };
    for (const socket of Object.values(this.#sockets)) socket.linger = 1000;
  }

  /** Binds everything; from then on `receive` gets each request, and heartbeats and subscriptions are answered. */
  async open(receive: (channel: Exclude<Sending, 'iopub'>, message: Message) => void): Promise<void> {
    const { shell, control, stdin, iopub } = this.#sockets;
    const { shell_port, control_port, stdin_port, iopub_port, hb_port } = this.#connection;
    await Promise.all([
      this.#bind(shell, shell_port),
      this.#bind(control, control_port),
      this.#bind(stdin, stdin_port),
      this.#bind(iopub, iopub_port),
      this.#bind(this.#heartbeat, hb_port),
    ]);
    void this.#echo();
    void this.#welcome();
    for (const channel of ['shell', 'control', 'stdin'] as const) {
      void this.#read(this.#sockets[channel], (message) => receive(channel, message));
    }
  }

  /** Sends after everything that was sent before on the same socket; resolves when it is on its way. */
  send(channel: Sending, message: Outgoing): Promise<void> {
    const frames = serialize(message, this.#connection.key);
    const sent = this.#sent[channel].then(() => this.#sockets[channel].send(frames));
    this.#sent[channel] = sent;
    return sent;
  }

  /** Publishes on iopub, under a topic. */
  publish(type: string, content: object, parent: Message['header']): Promise<void> {
    return this.send('iopub', { identities: [Buffer.from(type)], type, parent, content: JSON.stringify(content) });
  }

  /** Closes every socket once what was sent is on its way. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#sent));
    for (const socket of [...Object.values(this.#sockets), this.#heartbeat]) socket.close();
  }

  #bind(socket: Socket, port: number): Promise<void> {
    const { transport, ip } = this.#connection;
    return socket.bind(transport === 'ipc' ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`);
  }

  async #read(socket: Router, receive: (message: Message) => void): Promise<void> {
    for await (const frames of socket) {
      try {
        receive(parse(frames as Buffer[], this.#connection.key));
      } catch (error) {
        process.stderr.write(`tslab kernel: ignored ${(error as Error).message}\n`);
      }
    }
  }

  async #echo(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  /** Greets each subscription: https://github.com/jupyter/enhancement-proposals/tree/master/65-jupyter-xpub */
  async #welcome(): Promise<void> {
    for await (const [frame] of this.#sockets.iopub) {
      if (frame[0] !== 1) continue;
      const topic = frame.subarray(1);
      const content = JSON.stringify({ subscription: topic.toString() });
      void this.send('iopub', { identities: [topic], type: 'iopub_welcome', content });
    }
  }
}
