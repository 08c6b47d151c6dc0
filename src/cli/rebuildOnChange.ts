import type { ChildProcess } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';

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
  const notice = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(settle, quiet);
  };
  let watcher: FSWatcher | undefined;
  const begin = () => {
    const own = watch(folder, { recursive: true }, notice);
    watcher = own;
    // Of a folder that has gone again before Node had looked into it. What else changed meanwhile nobody knows.
    own.on('error', () => {
      own.close();
      if (watcher !== own || ended) return;
      watcher = undefined;
      notice();
    });
  };
  const settle = () => {
    try {
      if (!watcher) begin();
      start();
    } catch {
      timer = setTimeout(settle, quiet);
    }
  };
  begin();
  return () => {
    ended = true;
    watcher?.close();
    clearTimeout(timer);
    running?.kill();
  };
}
