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
