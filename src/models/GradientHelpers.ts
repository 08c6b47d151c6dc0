import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-node';
import { flatten } from '../nn/flat';
import type { Gradients } from '../nn/parameters';
import { checkInteger } from '../numeric/check';
import type { ActCarry } from './act';
import { type HelperData, layOut, lossNames, signals, sumNames, views } from './sharedGradients';
import { type HaltedSums, type SupervisedGradients, supervisedGradients } from './supervisedGradients';
import type { TinyRecursiveModel } from './TinyRecursiveModel';

/** How long a helper may take for one step before it is given up, in milliseconds. */
const patience = 600_000;

interface Helper {
  data: HelperData;
  memory: Record<string, Float64Array>;
  signal: Int32Array;
  worker: Worker;
}

/** A part of the rows of a carry; its states are new tensors. */
function rowsOf({ latents, steps, halted, data }: ActCarry, first: number, count: number): ActCarry {
  const cells = data.inputs.length / steps.length;
  return {
    latents: Object.fromEntries(
      Object.entries(latents).map(([name, state]) => [name, tf.slice(state, [first, 0, 0], [count, -1, -1])]),
    ),
    steps: steps.slice(first, first + count),
    halted: halted.slice(first, first + count),
    data: {
      inputs: data.inputs.slice(first * cells, (first + count) * cells),
      labels: data.labels.slice(first * cells, (first + count) * cells),
      puzzleIdentifiers: data.puzzleIdentifiers.slice(first, first + count),
    },
  };
}

/** Throws unless so many threads have a row each. */
export function checkThreads(threads: number, batchSize: number): void {
  checkInteger('threads', threads, 1);
  if (threads > batchSize)
    throw new RangeError(`threads is ${threads}; a batch of ${batchSize} puzzles has not that many rows to share.`);
}

/**
 * Threads that share the rows of every batch with the main one: each has a copy of the model and a TensorFlow of its own, and their gradients
 * are added. The results are those of one thread, up to rounding. TensorFlow's own threads are better switched off then
 * (TF_NUM_INTRAOP_THREADS=1): they would get in each other's way.
 */
export class GradientHelpers {
  private readonly helpers: Helper[];
  /** Rows that the main thread keeps for itself: the first ones. */
  private readonly ownRows: number;

  /**
   * @param threads - how many share a batch, the main one included; at most one a row
   * @throws RangeError for threads out of range, or a model with parts of its own, which cannot be copied to another thread
   */
  constructor(
    private readonly model: TinyRecursiveModel,
    private readonly batchSize: number,
    threads: number,
  ) {
    if (model.hasOwnParts)
      throw new RangeError(
        `threads is ${threads}, but this model has parts of its own, which only one thread can run.`,
      );
    checkThreads(threads, batchSize);
    const edges = Array.from({ length: threads + 1 }, (_, i) => Math.round((i * batchSize) / threads));
    this.ownRows = edges[1];
    this.helpers = edges.slice(1, -1).map((first, i) => this.start(first, edges[i + 2] - first));
  }

  private start(firstRow: number, rows: number): Helper {
    const { config, length, parameters, recursion } = this.model;
    const state = rows * length * config.hiddenSize;
    const layout = layOut({
      parameters: Object.values(parameters).reduce((sum, { size }) => sum + size, 0),
      puzzleRows: rows * config.puzzleEmbNdim,
      ...Object.fromEntries(recursion.latents.map((name) => [name, state])),
      inputs: rows * config.seqLen,
      labels: rows * config.seqLen,
      steps: rows,
      halted: rows,
      loss: lossNames.length,
      sums: sumNames.length,
      seed: 1,
    });
    const data: HelperData = {
      config: { ...config, numPuzzleIdentifiers: rows },
      firstRow,
      rows,
      layout,
      signal: new SharedArrayBuffer(4),
      memory: new SharedArrayBuffer(8 * layout.length),
      message: new SharedArrayBuffer(4096),
    };
    const worker = new Worker(join(__dirname, 'gradientHelper.js'), { workerData: data });
    worker.unref();
    return { data, memory: views(data), signal: new Int32Array(data.signal), worker };
  }

  /** {@link supervisedGradients} of all rows, each thread taking its own. */
  gradients(carry: ActCarry, seed: number): SupervisedGradients {
    // After a step that failed or was cut off here, a helper may still be at work on it: nobody wants its answer.
    for (const helper of this.helpers) this.untilAtRest(helper);
    for (const helper of this.helpers) this.handOut(helper, carry, seed);
    const own = this.ownPart(carry, seed);
    try {
      for (const helper of this.helpers) this.await(helper);
      return this.combine(own, carry);
    } finally {
      tf.dispose([own.gradients, own.carry.latents, own.puzzleGradients ?? []]);
    }
  }

  private ownPart(carry: ActCarry, seed: number): SupervisedGradients {
    const part = rowsOf(carry, 0, this.ownRows);
    try {
      return supervisedGradients(this.model, part, seed);
    } finally {
      tf.dispose(part.latents);
    }
  }

  private handOut({ data, memory, signal }: Helper, carry: ActCarry, seed: number): void {
    tf.tidy(() => {
      const part = rowsOf(carry, data.firstRow, data.rows);
      memory.parameters.set(flatten(this.model.parameters).dataSync());
      for (const [name, state] of Object.entries(part.latents)) memory[name].set(state.dataSync());
      const rows = this.model.puzzleRows(part.data.puzzleIdentifiers);
      if (rows) memory.puzzleRows.set(rows.dataSync());
      memory.inputs.set(part.data.inputs);
      memory.labels.set(part.data.labels);
      memory.steps.set(part.steps);
      memory.seed[0] = seed;
    });
    Atomics.store(signal, 0, signals.work);
    Atomics.notify(signal, 0);
  }

  private untilAtRest({ signal }: Helper): void {
    if (Atomics.wait(signal, 0, signals.work, patience) === 'timed-out')
      throw new Error(`A thread that shares the batch has not answered for ${patience / 60_000} minutes.`);
  }

  private await(helper: Helper): void {
    this.untilAtRest(helper);
    const { data, signal } = helper;
    if (Atomics.load(signal, 0) === signals.failed)
      throw new Error(
        `A thread that shares the batch failed: ${Buffer.from(data.message).toString().replace(/\0+$/, '')}`,
      );
  }

  /** Means are weighted with the threads' numbers of rows; sums are added, rows put one after the other. */
  private combine(own: SupervisedGradients, carry: ActCarry): SupervisedGradients {
    const { model, batchSize, helpers } = this;
    const share = (rows: number) => rows / batchSize;
    const memories = helpers.map(({ memory }) => memory);
    const loss = { ...own.loss };
    for (const [i, name] of lossNames.entries())
      loss[name] = helpers.reduce(
        (sum, { memory, data }) => sum + share(data.rows) * memory.loss[i],
        share(this.ownRows) * own.loss[name],
      );
    const halted: HaltedSums = { ...own.halted };
    for (const [i, name] of sumNames.entries()) for (const memory of memories) halted[name] += memory.sums[i];
    const integers = (name: 'steps' | 'halted') => [
      ...own.carry[name],
      ...memories.flatMap((memory) => [...memory[name]]),
    ];

    const tensors = tf.tidy(() => {
      const gradients: Gradients = {};
      let begin = 0;
      for (const [name, { size, shape }] of Object.entries(model.parameters)) {
        const others = helpers.map(({ memory, data }) =>
          tf.mul(
            tf.tensor(Float32Array.from(memory.parameters.subarray(begin, begin + size)), shape),
            share(data.rows),
          ),
        );
        gradients[name] = tf.addN([tf.mul(own.gradients[name], share(this.ownRows)), ...others]);
        begin += size;
      }
      const restored =
        (name: string, shape: [number, number, number]) => (memory: Record<string, Float64Array>, i: number) =>
          tf.tensor3d(Float32Array.from(memory[name]), [helpers[i].data.rows, shape[1], shape[2]]);
      const latents = Object.fromEntries(
        Object.entries(own.carry.latents).map(([name, state]) => [
          name,
          tf.concat([state, ...memories.map(restored(name, state.shape))], 0),
        ]),
      );
      return { gradients, latents, puzzles: own.puzzleGradients ? [this.puzzleGradients(own.puzzleGradients)] : [] };
    });
    return {
      carry: {
        latents: tensors.latents,
        steps: Int32Array.from(integers('steps')),
        halted: Uint8Array.from(integers('halted')),
        data: carry.data,
      },
      loss,
      halted,
      gradients: tensors.gradients,
      puzzleGradients: tensors.puzzles[0],
    };
  }

  private puzzleGradients(own: tf.Tensor2D): tf.Tensor2D {
    const share = (rows: number) => rows / this.batchSize;
    const others = this.helpers.map(({ memory, data }) =>
      tf.mul(tf.tensor2d(Float32Array.from(memory.puzzleRows), [data.rows, own.shape[1]]), share(data.rows)),
    );
    return tf.concat([tf.mul(own, share(this.ownRows)), ...others] as tf.Tensor2D[], 0);
  }

  /** Ends the threads, one that is at work after its step. */
  dispose(): void {
    for (const { signal } of this.helpers) {
      Atomics.store(signal, 0, signals.stop);
      Atomics.notify(signal, 0);
    }
  }
}
