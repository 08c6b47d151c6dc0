import { existsSync } from 'node:fs';
import { exactAccuracy, type Result, readResult } from '../../study';
import { timeLeft } from '../timeLeft';

/** A cell with a seed, and the file that it comes to. */
export interface Job {
  cell: string;
  seed: number;
  result: string;
}

export const nameOf = ({ cell, seed }: Job): string => `${cell}-${seed}`;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const secondsOf = ({ seconds }: Result): number => seconds.training + seconds.measuring;

function read(path: string, strict: boolean): Result | undefined {
  try {
    return readResult(path);
  } catch (error) {
    if (strict) throw error;
    return undefined;
  }
}

/** Tells which jobs are done as their results appear. */
export class Progress {
  private readonly done = new Map<Job, Result>();

  /**
   * @param stale - of whose results only the next ones count
   * @param atATime - how many jobs run side by side
   */
  constructor(
    private readonly jobs: readonly Job[],
    private readonly stale: Set<Job>,
    private readonly atATime: () => number,
  ) {
    for (const job of this.appeared()) this.done.set(job, readResult(job.result));
  }

  /** Jobs that have no result yet. */
  get missing(): Job[] {
    return this.jobs.filter((job) => !this.done.has(job));
  }

  private appeared(): Job[] {
    for (const job of this.stale) if (!existsSync(job.result)) this.stale.delete(job);
    return this.missing.filter((job) => !this.stale.has(job) && existsSync(job.result));
  }

  /**
   * Prints a line for each job that was finished since the last time.
   *
   * @param strict - whether a result that cannot be read is an error: it may be on its way here, from another clone
   */
  update({ strict }: { strict: boolean }): void {
    for (const job of this.appeared()) {
      const result = read(job.result, strict);
      if (!result) continue;
      this.done.set(job, result);
      const left = this.missing.length > 0 ? `, about ${timeLeft(1000 * this.secondsLeft())} left` : '';
      console.log(
        `${nameOf(job)}: ${secondsOf(result).toFixed(0)} s, ${(100 * exactAccuracy(result)).toFixed(1)} % exactly right; ` +
          `${this.done.size} of ${this.jobs.length} done${left}`,
      );
    }
  }

  /** A run takes what others of its cell took, or else what the average one took. */
  private secondsLeft(): number {
    const took = [...this.done].map(([{ cell }, result]) => ({ cell, seconds: secondsOf(result) }));
    const all = mean(took.map(({ seconds }) => seconds));
    const expected = this.missing.map(({ cell }) => {
      const same = took.filter((each) => each.cell === cell).map(({ seconds }) => seconds);
      return same.length > 0 ? mean(same) : all;
    });
    return expected.reduce((sum, seconds) => sum + seconds, 0) / Math.min(Math.max(this.atATime(), 1), expected.length);
  }
}
