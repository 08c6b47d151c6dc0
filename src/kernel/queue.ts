import type { Message } from './wire';

/** A request in the queue. */
export interface Queued {
  message: Message;
  /** To be answered with `aborted`, because a cell before it failed. */
  isAborted: boolean;
}

/** The requests of the shell channel, handled one after the other in the order of their arrival. */
export class Queue {
  readonly #handle: (queued: Queued) => Promise<void>;
  readonly #queue: Queued[] = [];
  #isRunning = false;

  constructor(handle: (queued: Queued) => Promise<void>) {
    this.#handle = handle;
  }

  push(message: Message): void {
    this.#queue.push({ message, isAborted: false });
    if (!this.#isRunning) void this.#run();
  }

  /** Marks every execution that waits: https://jupyter-client.readthedocs.io/en/stable/messaging.html#execution-errors */
  abortExecutions(): void {
    for (const queued of this.#queue) {
      if (queued.message.header.msg_type === 'execute_request') queued.isAborted = true;
    }
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) await this.#handle(next);
    this.#isRunning = false;
  }
}
