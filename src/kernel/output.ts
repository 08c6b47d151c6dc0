import { StringDecoder } from 'node:string_decoder';
import type { Cell } from './cell';
import type { Message } from './wire';

/** Publishes on iopub as an answer to a request. */
export type Publish = (type: string, content: object, request: Message) => void;

/** What tslab hands to its `display`. */
interface DisplayData {
  data: Record<string, unknown>;
  metadata?: object;
  transient?: { display_id?: string };
}

const jupyter: { lastWriteDisplayData: unknown } = require('tslab/dist/jupyter');

/** The outputs of the cell that is running, or that ran last: work that goes on in the background prints there. */
export class Output {
  readonly #publish: Publish;
  #cell?: Cell;

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  /** Sends what the process prints and displays to the front end, from now on. */
  capture(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = new StringDecoder('utf8'); // a character may come in two chunks
      const write = (chunk: string | Uint8Array, encoding?: BufferEncoding | (() => void), done?: () => void) => {
        const ofString = typeof encoding === 'string' ? encoding : 'utf8';
        const isText = typeof chunk === 'string' && /^utf-?8$/i.test(ofString);
        const text = isText
          ? chunk
          : decoder.write(typeof chunk === 'string' ? Buffer.from(chunk, ofString) : Buffer.from(chunk));
        if (text !== '') this.#send('stream', { name, text });
        const callback = typeof encoding === 'function' ? encoding : done;
        if (callback) process.nextTick(callback);
        return true;
      };
      process[name].write = write as typeof process.stdout.write;
    }
    jupyter.lastWriteDisplayData = (content: DisplayData, isUpdate?: boolean) => this.display(content, isUpdate);
  }

  attachTo(cell: Cell): void {
    this.#cell = cell;
  }

  /** https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data */
  display({ data, metadata = {}, transient = {} }: DisplayData, isUpdate = false): void {
    const { display_id } = transient;
    const known = display_id === undefined ? {} : { display_id };
    this.#send(isUpdate ? 'update_display_data' : 'display_data', { data, metadata, transient: known });
  }

  /** https://jupyter-client.readthedocs.io/en/stable/messaging.html#clear-output */
  clear(wait = false): void {
    this.#send('clear_output', { wait });
  }

  #send(type: string, content: object): void {
    if (this.#cell && !this.#cell.isSilent) this.#publish(type, content, this.#cell.request);
  }
}
