import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateDict, TrmConfig } from 'polezero/models';
import { fill, mulberry32 } from '../../nn/golden';

/** A tensor of the golden values: its shape, size, beginning, and product with numbers from seed 77. */
export interface Summary {
  shape: number[];
  l2: number;
  dot: number;
  head: number[];
}

/** One supervision step of three puzzles. */
export interface GoldenStep {
  name: string;
  config: TrmConfig;
  inputs: number[][];
  labels: number[][];
  puzzleIdentifiers: number[];
  netOnce: Summary;
  embedding: Summary;
  latents: Record<string, Summary>;
  logits: number[];
  q: [number, number][];
  loss: Record<'total' | 'lm' | 'qHalt' | 'qContinue', number>;
  gradients: Record<string, Summary>;
  puzzleGradient: Summary;
  parameters: number;
}

/** A carry over several batches; which batch a row's puzzle came from, in `batchOfRow`. */
export interface GoldenCarry {
  name: string;
  config: TrmConfig;
  seeds: number[];
  trace: { steps: number[]; halted: number[]; batchOfRow: number[]; qHalt: number[] }[];
}

/** Values that PyTorch computed in float64, by generate.py. */
export const golden: { steps: GoldenStep[]; carry: GoldenCarry[] } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '..', '..', 'test', 'models', 'golden', 'conformance.json'), 'utf8'),
);

/** The step of that name. */
export const goldenStep = (name: string): GoldenStep => golden.steps.find((step) => step.name === name)!;

const prefix = 'model.inner.';

function stdOf(name: string, shape: number[]): number {
  if (name.endsWith('q_head.bias')) return 0.5;
  return name.endsWith('q_head.weight') ? 0.3 : shape[shape.length - 1] ** -0.5;
}

/** The weights that the golden values were computed with, in the shapes of a model's state dict. */
export function goldenWeights(own: StateDict, hiddenSize: number): StateDict {
  const isInitial = (name: string) => name.endsWith('_init');
  const names = Object.keys(own).map((name) => name.slice(prefix.length));
  const learnt = names.filter((name) => !isInitial(name) && !name.startsWith('puzzle_emb'));
  const initial = names.filter(isInitial);
  const weight = (name: string, std: number, seed: number) => {
    const { shape } = own[prefix + name];
    return [prefix + name, { shape, data: fill(shape, std, seed) }] as const;
  };
  return Object.fromEntries([
    ...learnt.map((name, i) => weight(name, stdOf(name, own[prefix + name].shape), 1000 + i)),
    ...initial.map((name, i) => weight(name, 1, 7 + i)),
    ...names.filter((name) => name.startsWith('puzzle_emb')).map((name) => weight(name, hiddenSize ** -0.5, 99)),
  ]);
}

/** Puzzles as generate.py makes them. */
export function goldenPuzzles(batch: number, seqLen: number, seed: number): { inputs: Int32Array; labels: Int32Array } {
  const uniform = mulberry32(seed);
  const labels = Int32Array.from({ length: batch * seqLen }, () => 2 + Math.floor(uniform() * 4));
  const inputs = labels.map((value) => (uniform() < 0.5 ? value : 1));
  for (let row = 0; row < batch; row++) labels[row * seqLen + (row % seqLen)] = 0;
  return { inputs, labels };
}
