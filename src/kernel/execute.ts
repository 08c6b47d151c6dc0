import { setImmediate } from 'node:timers';
import { MessageChannel } from 'node:worker_threads';
import { type Cell, KeyboardInterrupt, type Outcome, setCurrentCell } from './cell';
import type { Notebook } from './notebook';
import { startCollecting, stopCollecting } from './strays';
import { rememberScopes } from './tensorflow';

const { port1, port2 } = new MessageChannel();
let start: () => void = () => {};
port2.on('message', () => start());

/**
 * Runs a task straight from the event loop: an interrupt may end the JavaScript under way without a trace, and here that
 * is the cell alone, none of the kernel's functions.
 */
function runFromEventLoop(task: () => void): void {
  start = task;
  port1.postMessage(null);
}

/** What a traceback calls a cell. */
export const labelOf = (cell: Cell): string => `Cell In[${cell.number}]`;

async function runToOutcome(notebook: Notebook, cell: Cell): Promise<void> {
  try {
    cell.settle({ status: 'ok', value: await notebook.run(cell.code, labelOf(cell)) });
  } catch (error) {
    if (error instanceof KeyboardInterrupt) cell.interrupt();
    else cell.settle({ status: 'error', error });
  }
}

/**
 * Runs a cell to its end, or to its interruption. A rejection that nothing handles by the next turn of the event loop
 * after the end fails it too.
 */
export async function execute(notebook: Notebook, cell: Cell): Promise<Outcome> {
  setCurrentCell(cell);
  startCollecting();
  const unwind = rememberScopes();
  const outcome = await new Promise<Outcome>((resolve) => {
    cell.settle = (ended) => {
      cell.settle = () => {};
      setImmediate(() => resolve(ended));
    };
    runFromEventLoop(() => void runToOutcome(notebook, cell));
  });
  if (cell.isInterrupted) unwind();
  const [stray] = stopCollecting();
  return outcome.status === 'ok' && stray !== undefined ? { status: 'error', error: stray } : outcome;
}
