import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { damaged, damagedJson } from './damage';
import type { Reader } from './files';
import { project } from './Lines';

const { processOf } = require(join(project, 'dist', 'files', 'processes.cjs'));

/** What the set-up finds its folder by, and what its lock needs. */
const sources = [
  ['src', 'cli', 'setup', 'lock.mjs'],
  ['src', 'cli', 'setup', 'paths.mjs'],
  ['src', 'files', 'processes.cjs'],
];

/** What is ended meanwhile, without ending it: damaged, a lock may name anybody. */
async function recordingKills(work: () => Promise<void>): Promise<number[]> {
  const { kill } = process;
  const { log } = console;
  const killed: number[] = [];
  process.kill = (pid, signal) => {
    if (signal === 0) return kill.call(process, pid, 0);
    killed.push(pid);
    return true;
  };
  console.log = () => {}; // that it waits
  try {
    await work();
    return killed;
  } finally {
    process.kill = kill;
    console.log = log;
  }
}

type Named = { pid?: unknown; started?: unknown };

function parsed(text: string): Named & { children?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
const isAlive = ({ pid, started }: Named): boolean =>
  Number.isInteger(pid) && (pid as number) > 0 && exists(pid as number) && processOf(pid).started === started;

/** Whether a group may be ended: one that the lock names, of a process that is that one or gone. */
function isOf(lock: string, group: number): boolean {
  const { children } = parsed(lock);
  if (!Array.isArray(children) || group >= -1) return false;
  const named = children.filter((child) => child?.pid === -group);
  return named.some((child) => isAlive(child) || !exists(-group));
}

interface Taken {
  lock: string;
  waited: boolean;
  killed: number[];
  worked: number;
  left: boolean;
}

/** The lock of the set-up: a comer waits for an owner that lives, and only for one; whoever else has it loses it, and only its own programs end. */
export async function setupLockReader(folder: string): Promise<Reader> {
  const stage = join(folder, 'set-up');
  for (const parts of sources) cpSync(join(project, ...parts), join(stage, ...parts));
  const { exclusively } = await import(pathToFileURL(join(stage, ...sources[0])).href);
  const self = processOf(process.pid);
  const parent = processOf(process.ppid);
  const gone = { pid: 2 ** 22 + 1, started: '1' }; // above the most that Linux gives
  return {
    file: join('set-up', '.setup', 'lock.json'),
    files: damaged(
      damagedJson(
        { ...gone, children: [parent, { ...parent, started: '1' }, gone] },
        { ...self, started: '1', children: [gone] },
        { ...self, children: [] },
      ),
    ),
    async read(path): Promise<Taken> {
      const lock = readFileSync(path, 'utf8');
      const taken = { lock, waited: false, worked: 0 };
      const killed = await recordingKills(async () => {
        const taking = exclusively(async () => {
          taken.worked++;
        });
        // What it does before it waits, it has done by now.
        taken.waited = existsSync(path) && readFileSync(path, 'utf8') === lock;
        if (taken.waited) rmSync(path);
        await taking;
      });
      return { ...taken, killed, left: existsSync(path) };
    },
    accepted(read) {
      const { lock, waited, killed, worked, left } = read as Taken;
      assert.equal(worked, 1);
      assert(!left, 'the lock is left');
      assert.equal(waited, isAlive(parsed(lock)), waited ? 'waits for nobody' : 'does not wait for its owner');
      for (const group of killed) assert(isOf(lock, group), `ends ${group}, which it does not name`);
    },
    refused(error) {
      assert.fail(`a lock keeps nobody out by what is in it, but ${error.message}`);
    },
  };
}
