import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(__dirname, '..', '..', '..');
const source = join(project, 'test', 'support', 'faults.cc');

/** The library of faults.cc, compiled once. */
function library(): string {
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const path = join(project, 'build', `faults-${hash}.so`);
  if (existsSync(path)) return path;
  mkdirSync(join(project, 'build'), { recursive: true });
  const draft = `${path}.${process.pid}`;
  const args = ['-std=c++17', '-O2', '-fPIC', '-shared', source, '-o', draft, '-ldl'];
  const { status, stderr, error } = spawnSync(process.env.CXX || 'g++', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Compiling ${source} failed: ${stderr || error}`);
  renameSync(draft, path);
  return path;
}

const scratch: string[] = [];
process.once('exit', () => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

/** A new file that a fault shares with its processes; gone with this one. */
function newFile(content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  scratch.push(folder);
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return path;
}

/** A file that holds a number which all processes share. */
function shared(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return newFile(bytes);
}

const base = () => ({ LD_PRELOAD: library(), UV_USE_IO_URING: '0' });

/** What a program says to a user whose disk is full. */
export const saysFull =
  /The disk is full\. Free some space and run the command again; what was written before is as it was\./;

// Each is an environment: programs that are started with it, and all that those start, meet the fault. No root is needed.

/** The disk takes so many more bytes below the folder, then no more (ENOSPC). */
export const fullDisk = (below: string, bytes: number) => ({
  ...base(),
  FAULTS_BELOW: below,
  FAULTS_ROOM: shared(bytes),
});

/** Nothing below the folder can be changed (EROFS). */
export const readOnly = (below: string) => ({ ...base(), FAULTS_BELOW: below, FAULTS_READ_ONLY: '1' });

/** The process that makes the n-th change below the folder is killed (SIGKILL): in the middle of it if it is a write, or else before it. */
export const killedAt = (below: string, change: number) => ({
  ...base(),
  FAULTS_BELOW: below,
  FAULTS_CHANGES: shared(change),
});

/** Changes that are left of those. */
export const changesLeft = ({ FAULTS_CHANGES }: { FAULTS_CHANGES: string }): number =>
  Number(readFileSync(FAULTS_CHANGES).readBigInt64LE());

/** How many changes below a folder what is run in the given environment makes. */
export async function countChanges(below: string, run: (env: Record<string, string>) => unknown): Promise<number> {
  const counted = killedAt(below, Number.MAX_SAFE_INTEGER);
  await run(counted);
  return Number.MAX_SAFE_INTEGER - changesLeft(counted);
}

/** No network but this machine's own loopback; {@link Offline.attempts} tells what wanted out all the same. */
export class Offline {
  private readonly log = newFile('');
  readonly environment: Record<string, string>;

  constructor() {
    this.environment = { ...base(), FAULTS_OFFLINE: this.log };
  }

  attempts(): string[] {
    return readFileSync(this.log, 'utf8').split('\n').filter(Boolean);
  }
}
