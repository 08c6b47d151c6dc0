import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const project = join(__dirname, '..', '..', '..');

/** Two cells by two seeds, seconds each. */
export const tinyStudy = join(project, 'test', 'study', 'tiny.json');

/** Those of its runs whose results are in golden/tiny/runs; one is missing. */
export const goldenRuns = [
  ['tied-2', 1],
  ['trm', 2],
  ['trm', 1],
] as const;

/** A result without what differs from one time to the next. */
export function lasting(path: string): object {
  const { seconds, finished, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  assert(seconds.training > 0 && seconds.measuring > 0);
  assert(!Number.isNaN(Date.parse(finished)));
  return rest;
}

/** The steps from which on a run was trained, sitting by sitting; `work` is the study's. */
export function sittings(work: string, job: string): number[] {
  const path = join(work, 'tiny', ...job.split(/-(?=\d+$)/), 'sittings.csv');
  if (!existsSync(path)) return [];
  const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  if (head !== 'step,host,process,date') throw new Error(`${path} begins with ${head}`);
  return lines.map((line) => {
    const fields = line.split(',');
    if (fields.length !== 4) throw new Error(`${path} has the line ${line}`);
    return Number(fields[0]);
  });
}
