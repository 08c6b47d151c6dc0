import { Worker } from 'node:worker_threads';

/** Seconds after which a case counts as one that never ends. */
export const patience = 120;

/**
 * Ends the process if a case never does, also one that keeps the thread to itself, and says how to have that case again. Returns what is to
 * be called when a case begins.
 */
export function watch(command: string): { begin: () => void; stop: () => void } {
  const cases = new Int32Array(new SharedArrayBuffer(4));
  const code = `const { workerData: { cases, command, patience } } = require('node:worker_threads');
    const { writeSync } = require('node:fs');
    let [last, since] = [-1, Date.now()];
    setInterval(() => {
      const now = Atomics.load(cases, 0);
      if (now !== last) [last, since] = [now, Date.now()];
      else if (Date.now() - since > 1000 * patience) {
        writeSync(2, '\\nA case has not ended in ' + patience + ' s: ' + command + (now > 0 ? ' --path ' + (now - 1) : '') + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }
    }, 500)`;
  const worker = new Worker(code, { eval: true, workerData: { cases, command, patience } });
  worker.unref();
  return { begin: () => Atomics.add(cases, 0, 1), stop: () => void worker.terminate() };
}
