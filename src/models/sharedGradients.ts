import type { TrmConfig } from './config';
import type { HaltedSums } from './supervisedGradients';

// What the threads that share a batch have in common: one block of memory each, in which the main thread leaves a helper's part of the work
// and finds what it made of it. Nothing is sent and nobody's event loop turns: both sides wait for the other's signal.

/** Whose turn it is. */
export const signals = { idle: 0, work: 1, failed: 2, stop: 3 } as const;

/** The numbers in a helper's memory, by what they are. */
export interface Layout {
  /** Where each part begins and ends. */
  places: Record<string, [begin: number, end: number]>;
  length: number;
}

/** Lays parts out one after the other. */
export function layOut(sizes: Record<string, number>): Layout {
  let length = 0;
  const places = Object.entries(sizes).map(([name, size]) => [name, [length, (length += size)]] as const);
  return { places: Object.fromEntries(places) as Layout['places'], length };
}

/** What a helper is started with. */
export interface HelperData {
  /** Of its copy of the model, whose puzzle embeddings are those of its own rows. */
  config: TrmConfig;
  /** Where in the batch its rows begin, and how many they are. */
  firstRow: number;
  rows: number;
  layout: Layout;
  /** The signal, a number. */
  signal: SharedArrayBuffer;
  /** float64: integers, losses and float32 are all exact in it. */
  memory: SharedArrayBuffer;
  /** Room for what went wrong. */
  message: SharedArrayBuffer;
}

/** The parts of the memory as arrays. */
export function views({ layout, memory }: Pick<HelperData, 'layout' | 'memory'>): Record<string, Float64Array> {
  const all = new Float64Array(memory);
  return Object.fromEntries(
    Object.entries(layout.places).map(([name, [begin, end]]) => [name, all.subarray(begin, end)]),
  );
}

export const lossNames = ['total', 'lm', 'qHalt', 'qContinue'] as const;
export const sumNames: readonly (keyof HaltedSums)[] = ['count', 'accuracy', 'exactAccuracy', 'qHaltAccuracy', 'steps'];
