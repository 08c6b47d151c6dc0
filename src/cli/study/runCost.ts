import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Result, readResults, resultPath, workFolder } from '../../study';
import { UsageError } from '../report/usage';
import { atLeastOne, chosenPart, parseOneStudy, part } from './options';
import { places } from './places';

export const usage = `Usage: npm run study -- cost <study> [--runs n] [--cores n] [--results folder] [--work folder]

Says what runs like those of a study that have their results would cost in time and storage: as long on average, as large on average.

  --runs n         how many (default 10000)
  --cores n        how many at a time, of one core each (default 200)
  --cells a,b      measured of these cells only
  --seeds 1,2      measured of these seeds only`;

const options = {
  ...places,
  runs: { type: 'string', default: '10000' },
  cores: { type: 'string', default: '200' },
  ...part,
} as const;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Bytes, in units of 1000. */
function size(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log10(bytes) / 3), 0), 4);
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** Hours, as digits allow. */
const hours = (seconds: number): string => `${Number((seconds / 3600).toPrecision(3))} h`;

/** The sizes of the files in the work folders that are still there, folder by folder. */
const workSizes = (folders: readonly string[]): number[][] =>
  folders
    .filter((folder) => existsSync(folder))
    .map((folder) => readdirSync(folder).map((file) => statSync(join(folder, file)).size));

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The text, line by line. */
function describe(found: Result[], results: number[], work: number[][], runs: number, cores: number): string[] {
  const training = mean(found.map(({ seconds }) => seconds.training));
  const measuring = mean(found.map(({ seconds }) => seconds.measuring));
  const longest = Math.max(...found.map(({ seconds }) => seconds.training + seconds.measuring));
  const each = training + measuring;
  const machines = [...new Set(found.map(({ machine }) => `${machine.cpu}, ${machine.cores} cores`))];
  const lines = [
    `Measured of ${found.length} runs, one core each (${machines.join('; ')}):`,
    `  a run takes ${each.toFixed(0)} s: ${training.toFixed(0)} s training, ${measuring.toFixed(0)} s measuring; the longest ${longest.toFixed(0)} s`,
    `  its result is one file of ${size(mean(results))}`,
  ];
  if (work.length > 0)
    lines.push(
      `  its work folder has ${mean(work.map(({ length }) => length)).toFixed(0)} files, ${size(mean(work.map(total)))}`,
    );
  lines.push(
    `${runs} runs like these:`,
    `  ${hours(each * runs)} of a core; ${hours((each * runs) / Math.min(cores, runs))} on ${cores} cores`,
    `  results: ${runs} files, ${size(mean(results) * runs)}`,
  );
  if (work.length > 0)
    lines.push(
      `  work: ${Math.round(mean(work.map(({ length }) => length)) * runs)} files, ${size(mean(work.map(total)) * runs)}; may be removed when the results are there`,
    );
  return lines;
}

/** Prints what a number of runs would cost. */
export async function runCost(args: string[]): Promise<number> {
  const given = parseOneStudy(args, options, usage);
  if (!given) return 0;
  const { values, study } = given;
  const [runs, cores] = [atLeastOne('runs', values.runs), atLeastOne('cores', values.cores)];
  const { cells, seeds } = chosenPart(study, values);
  const found = readResults(study, values.results).found.filter(
    ({ cell, seed }) => cells.includes(cell) && seeds.includes(seed),
  );
  if (found.length === 0) throw new UsageError(`${study.name} has no such results in ${values.results} yet.`);
  const results = found.map(({ cell, seed }) => statSync(resultPath(values.results, study, cell, seed)).size);
  const work = workSizes(found.map(({ cell, seed }) => workFolder(resolve(values.work), study, cell, seed)));
  for (const line of describe(found, results, work, runs, cores)) console.log(line);
  return 0;
}
