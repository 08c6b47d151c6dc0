import { existsSync, readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lockOwner } from '../../files/lock';

/** Has the runs that work in these folders save and leave; those on other computers are the cluster's to stop. */
export function interruptJobs(folders: readonly string[]): void {
  for (const folder of folders) {
    const owner = lockOwner(join(folder, 'lock.json'));
    if (owner?.host !== hostname()) continue;
    try {
      process.kill(owner.processes[0].pid, 'SIGINT');
    } catch {
      // it has left meanwhile
    }
  }
}

/** How many runs are at work in these folders, wherever. */
export const countRunning = (folders: readonly string[]): number =>
  folders.filter((folder) => lockOwner(join(folder, 'lock.json'))).length;

/** The end of a log, indented; empty if there is none. */
export function lastLines(path: string, count = 8): string {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n').replace(/^/gm, '    ');
}

const started = Date.now() - 1000 * process.uptime();

/** Whether a file was written to since this command began. */
export const isFresh = (path: string): boolean => existsSync(path) && statSync(path).mtimeMs >= started;
