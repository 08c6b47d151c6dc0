import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeWhole } from '../../files/writeWhole';
import { project } from './places';

interface SnakemakeOptions {
  /** What the Snakefile reads. */
  config: { study: string; results: string; work: string; cells: string[]; seeds: number[] };
  cores: number;
  until?: string;
  profile?: string;
  dryRun: boolean;
  /** Files to make anew. */
  forced: string[];
  /** Options of its own. */
  more: string[];
}

function program(): string {
  const path =
    process.platform === 'win32'
      ? join(project, '.setup', 'study', 'Scripts', 'snakemake.exe')
      : join(project, '.setup', 'study', 'bin', 'snakemake');
  if (!existsSync(path)) throw new Error('Snakemake is missing. Run: npm run setup -- study');
  return path;
}

/** A running Snakemake. What it prints is in snakemake.log, of a dry run on the terminal. */
export class Snakemake {
  readonly log: string;
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private readonly exit = new AbortController();

  constructor(folder: string, options: SnakemakeOptions) {
    const { config, cores, until, profile, dryRun, forced, more } = options;
    this.log = join(folder, 'snakemake.log');
    const configFile = join(folder, 'config.json');
    const whole = { ...config, node: process.execPath, command: join(project, 'dist', 'cli', 'study.js') };
    writeWhole(configFile, `${JSON.stringify(whole, null, 2)}\n`);
    const args = [
      ...['--snakefile', join(project, 'Snakefile'), '--directory', folder, '--configfile', configFile],
      ...['--cores', String(cores), '--scheduler', 'greedy', '--keep-going', '--nocolor'],
      // A result is there whole or not at all, and what it is of stands in it; one study runs once at a time (lock.json).
      ...['--rerun-triggers', 'mtime', '--ignore-incomplete', '--nolock'],
      ...(until ? ['--until', until] : []),
      ...(profile ? ['--profile', profile] : []),
      ...(dryRun ? ['--dry-run'] : []),
      ...(forced.length > 0 ? ['--forcerun', ...forced] : []),
      ...more,
    ];
    const output = dryRun ? 'inherit' : openSync(this.log, 'w');
    this.child = spawn(program(), args, { stdio: ['ignore', output, output] });
    if (output !== 'inherit') closeSync(output);
    this.ended = once(this.child, 'exit').finally(() => this.exit.abort());
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Null while it runs, or if a signal ended it. */
  get status(): number | null {
    return this.child.exitCode;
  }

  /** That ended it, if one did. */
  get signal(): NodeJS.Signals | null {
    return this.child.signalCode;
  }

  /** Has it start nothing more and wait for its jobs. On a cluster it cancels them. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Waits for its end, but not longer than that; returns whether it has ended. */
  async endsWithin(milliseconds: number): Promise<boolean> {
    await setTimeout(milliseconds, undefined, { signal: this.exit.signal }).catch(() => {});
    if (!this.exit.signal.aborted) return false;
    await this.ended; // tells why, if it could not be started
    return true;
  }
}
