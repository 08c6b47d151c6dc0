import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { python } from './places';
import { UsageError } from './usage';

/** What polezero_report.run says: how far it is, and how it ended. */
export type RunEvent =
  | { event: 'cell'; cell: number; cells: number }
  | {
      event: 'failed';
      cell?: number;
      cells?: number;
      name: string;
      value: string;
      seconds?: number;
      code?: string | null;
    }
  | { event: 'refused'; value: string }
  | { event: 'checked'; parameters: Record<string, Record<string, string>> }
  | { event: 'done'; seconds: number };

const running = new Set<ChildProcess>();

/** Starts the runner, hands on what it says, and resolves to its last word. */
async function speak(args: string[], listen: (event: RunEvent) => void = () => {}): Promise<RunEvent> {
  const child = spawn(python(), ['-m', 'polezero_report.run', ...args], {
    // Its stdin stays open as long as this process lives: that is how it knows (see run.py).
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  let complaint = '';
  child.stderr.on('data', (data) => {
    complaint = (complaint + data).slice(-4000);
  });
  let last: RunEvent | undefined;
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{')) continue;
    const event = JSON.parse(line) as RunEvent;
    listen(event);
    if (event.event !== 'cell') last = event;
  }
  const code = await ended;
  running.delete(child);
  return last ?? { event: 'failed', name: `The runner ended with ${code}`, value: complaint.trim() };
}

/** Checks the parameters against all notebooks before anything runs; returns, by path, those that each notebook has. @throws {UsageError} if one does not fit */
export async function checkParameters(
  paths: string[],
  parameters: Record<string, string>,
): Promise<Record<string, Record<string, string>>> {
  if (Object.keys(parameters).length === 0) return Object.fromEntries(paths.map((path) => [path, {}]));
  const answer = await speak(['--check', ...paths, '--', JSON.stringify(parameters)]);
  if (answer.event === 'refused') throw new UsageError(answer.value);
  if (answer.event !== 'checked')
    throw new UsageError(answer.event === 'failed' ? `${answer.name}: ${answer.value}` : 'No answer from the runner');
  return answer.parameters;
}

/** Executes one notebook and writes its report, also after a failure. */
export const execute = (
  notebook: string,
  files: { executed: string; html: string },
  parameters: Record<string, string>,
  listen: (event: RunEvent) => void,
): Promise<RunEvent> => speak([notebook, files.executed, files.html, JSON.stringify(parameters)], listen);

let interrupted = false;

export const wasInterrupted = (): boolean => interrupted;

/** Asks all runners to stop; they shut their kernels down. */
export function interruptAll(): void {
  interrupted = true;
  for (const child of running) child.kill('SIGINT');
}
