import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The compiled tests read the values where they lie.
const path = join(__dirname, '..', '..', '..', '..', 'test', 'tasks', 'golden', 'tasks.json');

/** Values that another program found by other means: see generate.py. */
export const golden: {
  sudokus: { puzzle: string; solution: string; deadEnds: number; canonical: string; canonicalSolution?: string }[];
  augmentations: { grid: string; transpose: boolean; shuffles: number[][]; result: string }[];
  dihedral: { maze: string; images: string[] };
  mazes: { maze: string; length: number | null; paths: number }[];
  metrics: {
    logits: number[];
    vocabSize: number;
    seqLen: number;
    labels: number[];
    qHalt: number[];
    steps: number[];
    halted: boolean[];
    exactRows: number[];
    sums: { count: number; accuracy: number; exactAccuracy: number; haltAccuracy: number; steps: number };
  };
} = JSON.parse(readFileSync(path, 'utf8'));
