import type { Message } from './wire';

/** How a cell ended. */
export type Outcome = { status: 'ok'; value: unknown } | { status: 'error'; error: unknown };

/** One execute_request under way: https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute */
export class Cell {
  /** Rejections and exceptions that nothing caught while the cell ran. */
  readonly strays: unknown[] = [];
  readonly #abort = new AbortController();

  constructor(
    readonly request: Message,
    /** The number in `In [n]`. */
    readonly number: number,
  ) {}

  get code(): string {
    return String(this.request.content.code ?? '');
  }
  get isSilent(): boolean {
    return this.request.content.silent === true;
  }
  get storesHistory(): boolean {
    return !this.isSilent && this.request.content.store_history !== false;
  }
  get stopsOnError(): boolean {
    return this.request.content.stop_on_error !== false;
  }
  get allowsInput(): boolean {
    return this.request.content.allow_stdin === true;
  }

  /** Aborted when the cell is interrupted. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }
  get isInterrupted(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Ends the cell; set while it runs. */
  settle: (outcome: Outcome) => void = () => {};

  interrupt(): void {
    const error = new KeyboardInterrupt();
    this.settle({ status: 'error', error });
    this.#abort.abort(error);
  }
}

/** What an interrupted cell ends with; named as in Python, so that tools recognise it. */
export class KeyboardInterrupt extends Error {
  override name = 'KeyboardInterrupt';
  constructor() {
    super('the cell was interrupted');
    this.stack = `${this.name}: ${this.message}`;
  }
}

let running: Cell | undefined;

/** The cell that is running, or that ran last. */
export const currentCell = (): Cell | undefined => running;

export function setCurrentCell(cell: Cell): void {
  running = cell;
}
