import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { csv } from '../files/csv';
import { sweep } from '../files/scratch';
import { sumsPath, writeSums } from '../files/sums';
import { writeWhole } from '../files/writeWhole';
import type { Origin } from './origin';
import { type Result, readResults } from './result';
import type { Study } from './Study';
import { readStepTimes, type StepTimes } from './stepTimes';
import { tables } from './tables';

const unique = <Item>(items: readonly Item[]): Item[] =>
  [...new Set(items.map((item) => JSON.stringify(item)))].sort().map((text) => JSON.parse(text));

const sum = (values: readonly number[]): number => Number(values.reduce((a, b) => a + b, 0).toFixed(1));

/** Where a study's tables come from. */
export interface Provenance {
  study: string;
  /** SHA-256 of the study's file. */
  studyHash: string;
  /** How many of its runs the tables hold. */
  runs: number;
  /** Runs that have no result yet, or one of the cell as it was before. */
  missing: string[];
  commits: Origin['commit'][];
  versions: Origin['versions'][];
  machines: Origin['machine'][];
  /** When the first and the last result were written. */
  finished: { first: string | null; last: string | null };
  /** That the runs took where they were made, of one thread each, all together. */
  seconds: Result['seconds'];
  /** When and on what machine steps were timed; null if they were not. */
  stepTimes: Pick<StepTimes, 'finished' | 'machine'> | null;
  command: string;
}

function provenance(study: Study, found: readonly Result[], missing: string[], times?: StepTimes): Provenance {
  const dates = found.map(({ finished }) => finished).sort();
  return {
    study: study.name,
    studyHash: study.hash,
    runs: found.length,
    missing,
    commits: unique(found.map(({ commit }) => commit)),
    versions: unique(found.map(({ versions }) => versions)),
    machines: unique(found.map(({ machine }) => machine)),
    finished: { first: dates[0] ?? null, last: dates.at(-1) ?? null },
    seconds: {
      training: sum(found.map(({ seconds }) => seconds.training)),
      measuring: sum(found.map(({ seconds }) => seconds.measuring)),
    },
    stepTimes: times ? { finished: times.finished, machine: times.machine } : null,
    command: `npm run study -- ${study.name}`,
  };
}

/**
 * Makes a study's tables of the results that there are: <study>.csv and its likes beside the folder of the study, <study>.provenance.json, and
 * their digests in SHA256SUMS. The same results give the same files.
 *
 * @returns the files written; how many results are in them, which are missing, and which files were left out since they are of no cell as the study
 *   has it now
 */
export function collect(
  study: Study,
  results: string,
): { written: string[]; runs: number; missing: string[]; others: string[] } {
  const { found, missing, others } = readResults(study, results);
  const times = readStepTimes(study, results);
  mkdirSync(results, { recursive: true });
  sweep(results);
  const written = Object.entries(tables).map(([name, rowsOf]) => {
    const path = join(results, `${study.name}${name}.csv`);
    writeWhole(path, csv(found.flatMap((result) => rowsOf(result, times))));
    return path;
  });
  const path = join(results, `${study.name}.provenance.json`);
  writeWhole(path, `${JSON.stringify(provenance(study, found, missing, times), null, 2)}\n`);
  writeSums(
    results,
    written.map((each) => basename(each)),
  );
  return { written: [...written, path, sumsPath(results)], runs: found.length, missing, others };
}
