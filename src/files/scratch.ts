import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { lives, processOf } from './processes.cjs';

// What is under way lies beside its place, under a name that says whose it is: what a killed process left can then be told from a living one's.

const own = `${encodeURIComponent(hostname())}.${process.pid}`;
const pattern = /^\..*\.scratch-(.+)\.(\d+)\.[0-9a-f]{12}$/s;

/** A hidden name beside a path, of its own each time. */
export const scratchPath = (path: string): string =>
  join(dirname(path), `.${basename(path)}.scratch-${own}.${randomBytes(6).toString('hex')}`);

/** Removes from a folder what processes of this computer that live no more had under way there. */
export function sweep(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, host, pid] = pattern.exec(name) ?? [];
    if (host === encodeURIComponent(hostname()) && !lives(processOf(Number(pid))))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}
