import { checkInteger, checkOptions, shown } from '../numeric/check';
import { type Random, resumeRandom, random as seeded } from '../numeric/random';
import type { PuzzleSet } from './puzzleSet';

export interface Batch {
  /** [batchSize · seqLen] */
  inputs: Int32Array;
  /** [batchSize · seqLen] */
  labels: Int32Array;
  /** [batchSize]; the row of the set that each came from, −1 for padding. */
  indices: Int32Array;
  batchSize: number;
  /** How many are not padding; those come first. */
  count: number;
}

/** Changes one puzzle in place into another one that is as good: [seqLen] tokens and [seqLen] labels. */
export type Augmentation = (inputs: Int32Array, labels: Int32Array, random: Random) => void;

export interface TrainingBatchesOptions {
  batchSize: number;
  /** Integer in [0, 2³²). */
  seed: number;
  /** Applied to each puzzle whenever it is handed out; none by default. */
  augment?: Augmentation;
}

/** Where {@link TrainingBatches} stands; survives JSON. */
export interface BatchState {
  /** Size of the set, to notice that it is another one. */
  size: number;
  epoch: number;
  /** How many of the epoch have been handed out. */
  position: number;
  /** The source of random numbers at the begin of the epoch: gives its order. */
  orderState: number[];
  /** The source now. */
  randomState: number[];
}

const isCount = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;

/**
 * Batches without end for training. An epoch is every puzzle of the set once, in a new random order, each as one random augmentation;
 * batches run on across epochs. (The published code draws from 1,000 augmentations stored beforehand; here each is drawn afresh
 * from all.)
 *
 * @example
 * const batches = new TrainingBatches(set, { batchSize: 64, seed: 1, augment: sudokuAugmentation(6) });
 * const { inputs, labels } = batches.next();
 * const saved = JSON.stringify(batches.state()); // batches.restore(JSON.parse(saved)) goes on from here, bit for bit
 *
 * Source: puzzle_dataset.py (_iter_train, _sample_batch) of the published TRM code.
 */
export class TrainingBatches {
  private random: Random;
  private order = new Int32Array();
  private orderState: number[] = [];
  private position = 0;
  private epochs = 0;
  private readonly batchSize: number;
  private readonly augment?: Augmentation;

  /** @throws RangeError or TypeError for an option out of range, or an empty set */
  constructor(
    private readonly set: PuzzleSet,
    options: TrainingBatchesOptions,
  ) {
    checkOptions(options, ['batchSize', 'seed', 'augment']);
    const { batchSize, seed, augment } = options;
    checkInteger('batchSize', batchSize, 1);
    checkInteger('the size of the set', set.size, 1);
    if (augment !== undefined && typeof augment !== 'function')
      throw new TypeError(`augment is ${shown(augment)}; it must be a function, like sudokuAugmentation(6).`);
    this.batchSize = batchSize;
    this.augment = augment;
    this.random = seeded(seed);
    this.beginEpoch();
  }

  /** How many times the whole set has been handed out. */
  get epoch(): number {
    return this.epochs;
  }

  next(): Batch {
    const { set, batchSize } = this;
    const { seqLen } = set;
    const batch = emptyBatch(set, batchSize);
    batch.count = batchSize;
    for (let i = 0; i < batchSize; i++) {
      if (this.position === set.size) {
        this.epochs++;
        this.beginEpoch();
      }
      const row = this.order[this.position++];
      copyRow(set, row, batch, i);
      const place = [i * seqLen, (i + 1) * seqLen] as const;
      this.augment?.(batch.inputs.subarray(...place), batch.labels.subarray(...place), this.random);
    }
    return batch;
  }

  state(): BatchState {
    const { set, epochs: epoch, position, orderState, random } = this;
    return { size: set.size, epoch, position, orderState: [...orderState], randomState: random.state() };
  }

  /**
   * Goes back, or on, to where a state was taken; what comes next is the same as it was then.
   *
   * @throws RangeError if it is no state, or one of a set of another size
   */
  restore(state: BatchState): void {
    const { size } = this.set;
    if (state?.size !== size || !isCount(state.position, size) || !isCount(state.epoch, Number.MAX_SAFE_INTEGER))
      throw new RangeError(
        `state is ${shown(state)}; it must come from state() of batches of a set of ${size} puzzles like this one.`,
      );
    const now = resumeRandom(state.randomState);
    this.random = resumeRandom(state.orderState);
    this.beginEpoch();
    this.random = now;
    this.position = state.position;
    this.epochs = state.epoch;
  }

  private beginEpoch(): void {
    this.orderState = this.random.state();
    this.order = this.random.shuffle(Int32Array.from({ length: this.set.size }, (_, row) => row));
    this.position = 0;
  }
}

/**
 * The whole set once, in order, for testing. The last batch is filled up with rows of padding whose labels are all ignored, as published, so
 * that every batch has the same shape.
 */
export function* testBatches(set: PuzzleSet, batchSize: number): Generator<Batch, void, undefined> {
  checkInteger('batchSize', batchSize, 1);
  for (let start = 0; start < set.size; start += batchSize) {
    const batch = emptyBatch(set, batchSize);
    batch.count = Math.min(batchSize, set.size - start);
    for (let i = 0; i < batch.count; i++) copyRow(set, start + i, batch, i);
    yield batch;
  }
}

function emptyBatch({ seqLen }: PuzzleSet, batchSize: number): Batch {
  return {
    inputs: new Int32Array(batchSize * seqLen),
    labels: new Int32Array(batchSize * seqLen),
    indices: new Int32Array(batchSize).fill(-1),
    batchSize,
    count: 0,
  };
}

function copyRow({ inputs, labels, seqLen }: PuzzleSet, row: number, batch: Batch, place: number): void {
  batch.inputs.set(inputs.subarray(row * seqLen, (row + 1) * seqLen), place * seqLen);
  batch.labels.set(labels.subarray(row * seqLen, (row + 1) * seqLen), place * seqLen);
  batch.indices[place] = row;
}
