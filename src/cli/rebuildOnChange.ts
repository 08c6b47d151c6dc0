import type { ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';

/**
 * Starts a build after each change below a folder: one at a time, and another when something changed during it.
 *
 * @param quiet - milliseconds without a change before a build starts, so that files that are saved together are built together
 * @returns ends it, and a build that runs
 */
export function rebuildOnChange(folder: string, build: () => ChildProcess, quiet = 200): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running: ChildProcess | undefined;
  let changed = false;
  let ended = false;
  const start = () => {
    if (running || ended || !changed) return;
    changed = false;
    running = build();
    running.once('close', () => {
      running = undefined;
      start();
    });
  };
  const watcher = watch(folder, { recursive: true }, () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(start, quiet);
  });
  return () => {
    ended = true;
    watcher.close();
    clearTimeout(timer);
    running?.kill();
  };
}
