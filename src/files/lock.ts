import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import { parseJson } from './readJson';
import { fields, integer, listOf, text } from './shape';

// A lock is a file that names who has it. An owner that no longer lives (kill -9, power) loses it to the next comer.

/** A process, told from a later one with the same number. */
interface Process {
  pid: number;
  started: string;
}

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

/** When a process started, and whether it has ended and nobody took note; where the system does not tell as Linux does, nothing. */
function statOf(pid: number): { started: string; isZombie: boolean } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { started: fields[19], isZombie: fields[0] === 'Z' };
  } catch {
    return { started: '', isZombie: false };
  }
}

const processOf = (pid: number): Process => ({ pid, started: statOf(pid).started });

function lives({ pid, started }: Process): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const now = statOf(pid);
  return started === now.started && !now.isZombie;
}

// Numbers below 1 mean groups of processes.
const ownerShape = fields({
  host: text,
  processes: listOf(fields({ pid: integer(1, 2 ** 31 - 1), started: text })),
});

/** Whom a lock names. A lock is put in its place whole: what does not name anybody was left by a crash of the computer, and is nobody's. */
function ownerIn(content: string): Owner | undefined {
  try {
    const owner: Owner = parseJson('the lock', content, ownerShape);
    return owner.processes.length > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Who has a lock and lives; nobody if the file is gone, or names nobody, or its owner is gone. */
export function lockOwner(path: string): Owner | undefined {
  try {
    const owner = ownerIn(readFileSync(path, 'utf8'));
    if (owner === undefined) return undefined;
    const held =
      owner.host === hostname() ? owner.processes.some(lives) : Date.now() - statSync(path).mtimeMs < staleAfter;
    return held ? owner : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, JSON.stringify(owner));
    try {
      for (;;) {
        try {
          linkSync(draft, path); // atomic, and the file is whole at once
          return new Lock(path, owner);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        }
        const other = lockOwner(path);
        if (other) return other;
        takeFromTheDead(path, draft);
      }
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Has the lock held as long as another process lives, too. */
  share(pid: number): void {
    this.owner.processes.push(processOf(pid));
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, JSON.stringify(this.owner));
    renameSync(draft, this.path);
  }

  release(): void {
    void this.toucher.terminate();
    rmSync(this.path, { force: true });
  }
}

function takeFromTheDead(path: string, draft: string): void {
  const aside = `${draft}.dead`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another comer was quicker
  }
  try {
    if (lockOwner(aside)) linkSync(aside, path); // it was the quicker comer's new lock: put it back
  } catch {
    // somebody has it again
  }
  rmSync(aside, { force: true });
}
