import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The compiled tests read the values where they lie.
const path = join(__dirname, '..', '..', '..', '..', 'test', 'analysis', 'golden', 'statistics.json');

type Pair = [number, number];

/** What SciPy and brute force say: see generate.py. */
export const golden: {
  bootstraps: {
    values: number[];
    statistic: 'mean' | 'spread';
    level: number;
    method: 'bca' | 'percentile';
    interval: Pair;
  }[];
  largeBootstraps: { values: number[]; interval: Pair; standardError: number }[];
  students: { values: number[]; level: number; interval: Pair }[];
  pairs: { a: number[]; b: number[]; difference: number; signFlip: number; t: number; interval: Pair }[];
  holms: { p: number[]; adjusted: number[] }[];
  ranks: { x: number[]; y: number[]; rho: number; p: number }[];
  rankInterval: { x: number[]; y: number[]; interval: Pair; standardError: number };
} = JSON.parse(readFileSync(path, 'utf8'));
