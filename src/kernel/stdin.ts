import type { Cell } from './cell';
import type { Outgoing } from './wire';

/** Options of `prompt`. */
export interface PromptOptions {
  /** Hides what is typed. */
  password?: boolean;
}

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-stdin-router-dealer-channel */
export class Stdin {
  readonly #send: (message: Outgoing) => void;
  #waiting: ((value: string) => void)[] = [];

  constructor(send: (message: Outgoing) => void) {
    this.#send = send;
  }

  /** Asks the front end of the cell for a line. */
  prompt(cell: Cell | undefined, message: string, { password = false }: PromptOptions): Promise<string> {
    if (!cell?.allowsInput)
      throw new Error('prompt: nobody is there to answer; the front end that runs this cell takes no input');
    const { identities, header } = cell.request;
    const content = JSON.stringify({ prompt: message, password });
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#send({ identities, type: 'input_request', parent: header, content });
    });
  }

  /** Takes an input_reply. */
  receive(value: string): void {
    this.#waiting.shift()?.(value);
  }

  /** Forgets the questions of a cell that has ended. */
  clear(): void {
    this.#waiting = [];
  }
}
