import * as tf from '@tensorflow/tfjs-node';
import { random } from '../numeric/random';
import type { FullConfig } from './config';
import type { Carry } from './recursions';
import type { TinyRecursiveModel } from './TinyRecursiveModel';

// Adaptive computation time: every row of a batch thinks about its own puzzle for as long as it takes. A row that has halted begins with
// the puzzle that stands at its place in the next batch; the others go on with theirs, and what the next batch has for them is dropped.

/** Puzzles, row after row. */
export interface Batch {
  /** Cells' classes, batch × seqLen. */
  inputs: Int32Array;
  /** What they should become; 0 is not asked for. */
  labels: Int32Array;
  /** Rows of the puzzle embeddings; zeros if absent. */
  puzzleIdentifiers?: Int32Array;
}

/** What goes on from one training step to the next. */
export interface ActCarry {
  latents: Carry;
  /** Supervision steps that each row's puzzle has had. */
  steps: Int32Array;
  /** 1 where the row is finished and takes a new puzzle at the next step. */
  halted: Uint8Array;
  /** The puzzles that the rows are at. */
  data: Required<Batch>;
}

/** All rows finished: the first step fills them. */
export function initialActCarry(model: TinyRecursiveModel, batchSize: number): ActCarry {
  const cells = batchSize * model.config.seqLen;
  return {
    latents: model.initialCarry(batchSize),
    steps: new Int32Array(batchSize),
    halted: new Uint8Array(batchSize).fill(1),
    data: {
      inputs: new Int32Array(cells),
      labels: new Int32Array(cells),
      puzzleIdentifiers: new Int32Array(batchSize),
    },
  };
}

/** The rows that `halted` marks from `fresh`, the others from `current`. */
function refillRows(halted: Uint8Array, fresh: Int32Array, current: Int32Array): Int32Array {
  const width = current.length / halted.length;
  return current.map((value, i) => (halted[Math.floor(i / width)] ? fresh[i] : value));
}

/**
 * Gives the halted rows their new puzzles and initial states.
 *
 * @param batch - as many puzzles as the carry has rows
 * @returns a carry with states of its own, which the caller disposes; the given one stays as it is
 * @throws RangeError if the batch has another size than the carry
 */
export function refill(model: TinyRecursiveModel, carry: ActCarry, batch: Batch): ActCarry {
  const { halted, steps, data } = carry;
  const puzzleIdentifiers = batch.puzzleIdentifiers ?? new Int32Array(halted.length);
  const fresh = { ...batch, puzzleIdentifiers };
  for (const name of ['inputs', 'labels', 'puzzleIdentifiers'] as const)
    if (fresh[name].length !== data[name].length)
      throw new RangeError(
        `${name} has ${fresh[name].length} numbers; a batch of ${halted.length} puzzles of ${model.config.seqLen} cells has ${data[name].length}.`,
      );
  return {
    latents: tf.tidy(() => model.resetCarry(carry.latents, tf.tensor1d(halted, 'bool'))),
    steps: steps.map((n, row) => (halted[row] ? 0 : n)),
    halted,
    data: {
      inputs: refillRows(halted, fresh.inputs, data.inputs),
      labels: refillRows(halted, fresh.labels, data.labels),
      puzzleIdentifiers: refillRows(halted, fresh.puzzleIdentifiers, data.puzzleIdentifiers),
    },
  };
}

/** Whether a row holds its answer to be right: by TRM, or, with actContinue, by HRM's comparison of halting with going on. */
export const wantsToHalt = ({ actContinue }: FullConfig, qHalt: number, qContinue: number): boolean =>
  qHalt > (actContinue ? qContinue : 0);

/**
 * Which rows are finished after a step: those that had all their steps and, in training, those that hold their answer to be right. Now and
 * then a row is told to think longer: with probability haltExplorationProb, drawn anew at every step, it needs at least 2 to haltMaxSteps
 * steps before it may halt.
 *
 * @param steps - of each row, this one included
 * @param qHalt - the head's value for each row; TRM compares it with 0
 * @param qContinue - the other head's; HRM compares the two
 * @param seed - of the draws, two a row
 * @param firstRow - which row of the batch the first of these is, if they are a part of it
 * Source: TRM's published code, models/recursive_reasoning/trm.py.
 */
export function haltedRows(
  config: FullConfig,
  steps: Int32Array,
  qHalt: ArrayLike<number>,
  qContinue: ArrayLike<number>,
  seed: number,
  firstRow = 0,
): Uint8Array {
  const { haltMaxSteps, haltExplorationProb } = config;
  const { uniform } = random(seed);
  for (let draw = 0; draw < 2 * firstRow; draw++) uniform();
  return Uint8Array.from(steps, (n, row) => {
    const explores = uniform() < haltExplorationProb;
    const least = 2 + Math.floor(uniform() * (haltMaxSteps - 1));
    const wants = wantsToHalt(config, qHalt[row], qContinue[row]);
    return n >= haltMaxSteps || (wants && (!explores || n >= least)) ? 1 : 0;
  });
}
