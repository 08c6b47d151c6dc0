import { linkSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import { lives, type Process, processOf } from './processes.cjs';
import { readJson } from './readJson';
import { scratchPath } from './scratch';
import { fields, integer, listOf, text } from './shape';
import { writeWhole } from './writeWhole';

// A lock is a file that names who has it. An owner that no longer lives (kill -9, power) loses it to the next comer.

export interface Owner {
  host: string;
  /** The lock is held while any of them lives. */
  processes: Process[];
}

/** Of a process on another computer nothing can be known but when it last touched its lock. A shared file system may tell a minute late. */
const [touchEvery, staleAfter] = [10_000, 3 * 60_000];

/** Touches a file from now on, in a thread of its own: the main one may compute for minutes without a pause. */
function keepTouched(path: string): Worker {
  const code = `const { utimesSync } = require('node:fs');
    const { workerData } = require('node:worker_threads');
    setInterval(() => {
      try {
        utimesSync(workerData.path, new Date(), new Date());
      } catch {
        // somebody removed it
      }
    }, workerData.touchEvery)`;
  const worker = new Worker(code, { eval: true, workerData: { path, touchEvery } });
  worker.unref();
  return worker;
}

// Numbers below 1 mean groups of processes.
const ownerShape = fields({
  host: text,
  processes: listOf(fields({ pid: integer(1, 2 ** 31 - 1), started: text })),
});

/** What a lock says; nothing if it says nothing. Locks appear whole: a broken one is left of a loss of power, and so is nobody's. */
function readOwner(path: string): Owner | undefined {
  try {
    const owner: Owner = readJson(path, ownerShape);
    return owner.processes.length > 0 ? owner : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Who has a lock and lives; nobody if the file is gone or broken, or its owner is gone. */
export function lockOwner(path: string): Owner | undefined {
  const owner = readOwner(path);
  if (!owner) return undefined;
  if (owner.host === hostname()) return owner.processes.some(lives) ? owner : undefined;
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touched < staleAfter ? owner : undefined;
}

/** A lock that this process has. */
export class Lock {
  private readonly toucher: Worker;

  private constructor(
    private readonly path: string,
    private readonly owner: Owner,
  ) {
    this.toucher = keepTouched(path);
  }

  /** The lock, or who has it. */
  static take(path: string): Lock | Owner {
    const owner: Owner = {
      host: hostname(),
      processes: [processOf(process.pid)],
    };
    const draft = scratchPath(path);
    try {
      writeWhole(draft, JSON.stringify(owner));
      for (;;) {
        if (links(draft, path)) return new Lock(path, owner);
        const other = lockOwner(path);
        if (other) return other;
        clear(path, draft);
      }
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Has the lock held as long as another process lives, too. */
  share(pid: number): void {
    this.owner.processes.push(processOf(pid));
    writeWhole(this.path, JSON.stringify(this.owner));
  }

  release(): void {
    void this.toucher.terminate();
    rmSync(this.path, { force: true });
  }
}

/**
 * Removes the lock of a dead owner, one comer at a time: who was slower would take the quicker one's new lock for the dead one's.
 *
 * @param draft - names this process
 */
function clear(path: string, draft: string): void {
  const clearing = `${path}.clearing`;
  if (!links(draft, clearing)) {
    // The other one needs no time, unless it was killed meanwhile.
    if (!lockOwner(clearing)) rmSync(clearing, { force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return;
  }
  try {
    if (!lockOwner(path)) rmSync(path, { force: true });
  } finally {
    rmSync(clearing, { force: true });
  }
}

/** Gives a file another name, whole at once; not if that is taken. */
function links(file: string, name: string): boolean {
  try {
    linkSync(file, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
