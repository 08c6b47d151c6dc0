import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Lock } from '../../files/lock';
import { sweep } from '../../files/scratch';
import { writeWhole } from '../../files/writeWhole';
import { readStudy, resultPath, resultState, type Study, workFolder } from '../../study';
import { UsageError } from '../report/usage';
import { atLeastOne, chosenPart, parseOptions, part } from './options';
import { type Job, nameOf, Progress } from './Progress';
import { places, shown, studyPath } from './places';
import { Snakemake } from './Snakemake';
import { countRunning, interruptJobs, isFresh, lastLines } from './workFolders';

export const usage = `Usage: npm run study -- <study> [options] [-- options of Snakemake]

Trains every cell of a study (studies/<study>.json, or a path) with every seed, all cells with the first seed first, writes a result of each to
data/results/<study>/runs, and then the tables data/results/<study>*.csv. Results that are there are not made again; interrupted, the same
command goes on from the last checkpoints.

  --cores n        runs at a time (default: as many as there are cores)
  --cells a,b      only these cells
  --seeds 1,2      only these seeds
  --dry-run        says what would run
  --until rule     'run': no tables
  --rerun-stale    runs anew what was run before the study changed (refused otherwise)
  --profile dir    where to run, as Snakemake has it (studies/slurm: on a cluster)
  --results dir    default data/results
  --work dir       where runs are kept until they are done and after (default .study)
  --help           this text

Its parts: npm run study -- run --help, npm run study -- collect --help; how long a step of each cell takes: npm run study -- time --help; what a
study costs: npm run study -- cost --help`;

const options = {
  ...places,
  cores: { type: 'string', default: String(availableParallelism()) },
  ...part,
  'dry-run': { type: 'boolean', default: false },
  until: { type: 'string' },
  'rerun-stale': { type: 'boolean', default: false },
  profile: { type: 'string' },
} as const;

/** All jobs that are chosen, in the order in which they start. */
function jobsOf(study: Study, cells: string[], seeds: number[], results: string): Job[] {
  return seeds.flatMap((seed) => cells.map((cell) => ({ cell, seed, result: resultPath(results, study, cell, seed) })));
}

/** Those whose result is of a cell that has changed since: refused, unless they are to run anew. */
function staleOf(study: Study, jobs: readonly Job[], rerun: boolean): Job[] {
  const stale = jobs.filter(({ cell, seed, result }) => resultState(study, cell, seed, result) === 'stale');
  const names = stale.map(nameOf).join(', ');
  if (stale.length > 0 && !rerun)
    throw new UsageError(
      `${stale.length} of ${jobs.length} results are of cells as they were before ${shown(study.path)} changed: ${names}.\n` +
        'Run them anew with --rerun-stale, leave them out with --cells, or change the study back.',
    );
  if (stale.length > 0) console.log(`Run anew, since the study has changed: ${names}.`);
  return stale;
}

/** Takes the study for this process, or says who has it. */
function lockStudy(folder: string): Lock {
  mkdirSync(folder, { recursive: true });
  const lock = Lock.take(join(folder, 'lock.json'));
  if (lock instanceof Lock) return lock;
  const { host, processes } = lock;
  throw new UsageError(
    `This study is running already (on ${host}, process ${processes.map(({ pid }) => pid).join(' or ')}). Wait for it, or end it with kill -INT.`,
  );
}

/** Waits for Snakemake to end; says what is finished meanwhile. Returns whether it was asked to stop. */
async function follow(snakemake: Snakemake, progress: Progress, folders: readonly string[]): Promise<boolean> {
  let interrupted = false;
  const interrupt = () => {
    if (!interrupted) console.log('Interrupted: the runs save their checkpoints and leave …');
    if (!interrupted) snakemake.interrupt();
    interrupted = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  while (!(await snakemake.endsWithin(500))) {
    if (interrupted) interruptJobs(folders);
    progress.update({ strict: false });
  }
  // It may have been killed; then its jobs are still at work.
  if (snakemake.signal) interruptJobs(folders);
  progress.update({ strict: true });
  return interrupted;
}

/** The study, or the chosen part of it, through Snakemake. */
export async function runStudy(given: string[]): Promise<number> {
  const { values, positionals } = parseOptions(given, options, usage);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [file, ...more] = positionals;
  if (file === undefined || (more.length > 0 && !more[0].startsWith('-'))) throw new UsageError(usage);
  const study = readStudy(studyPath(file));
  const { cells, seeds } = chosenPart(study, values);
  const [results, work, cores] = [resolve(values.results), resolve(values.work), atLeastOne('cores', values.cores)];
  const jobs = jobsOf(study, cells, seeds, results);
  const stale = staleOf(study, jobs, values['rerun-stale']);
  const folder = join(work, study.name);
  const lock = lockStudy(folder);
  try {
    for (const each of [folder, join(results, study.name, 'runs'), results]) sweep(each);
    const folderOf = ({ cell, seed }: Job) => workFolder(work, study, cell, seed);
    const folders = jobs.map(folderOf);
    const progress = new Progress(jobs, new Set(stale), () => (values.profile ? countRunning(folders) : cores));
    const snakemake = new Snakemake(folder, {
      config: { study: resolve(study.path), results, work, cells, seeds },
      cores,
      until: values.until,
      profile: values.profile && resolve(values.profile),
      dryRun: values['dry-run'],
      forced: stale.map(({ result }) => result),
      more,
    });
    lock.share(snakemake.pid);
    console.log(`${jobs.length - progress.missing.length} of ${jobs.length} done; ${shown(snakemake.log)} tells more.`);
    const interrupted = await follow(snakemake, progress, folders);
    if (interrupted) {
      console.log('Interrupted; the same command goes on from here.');
      return 130;
    }
    const status = conclude(snakemake, progress, (job) => join(folderOf(job), 'log'));
    const collected = join(folder, 'collect.log');
    if (isFresh(collected)) console.log(lastLines(collected).trim());
    return status;
  } finally {
    lock.release();
  }
}

/** Throws what the disk says if it takes no more: then the jobs could not say it in their logs. */
function tryDisk(folder: string): void {
  const file = join(folder, 'tried');
  writeWhole(file, Buffer.alloc(100_000));
  rmSync(file);
}

/** Says how it ended. */
function conclude({ status, signal, log }: Snakemake, { missing }: Progress, logOf: (job: Job) => string): number {
  if (signal) {
    console.error(`Snakemake was ended by ${signal}; the same command goes on from here.`);
    return 1;
  }
  if (status === 0) return 0;
  const failed = missing.filter((job) => isFresh(logOf(job)));
  for (const job of failed)
    console.error(`${nameOf(job)} failed; the end of ${shown(logOf(job))}:\n${lastLines(logOf(job))}`);
  if (failed.length === 0) console.error(`Snakemake failed; the end of ${shown(log)}:\n${lastLines(log, 20)}`);
  tryDisk(dirname(log));
  return 1;
}
