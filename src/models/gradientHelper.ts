import '../nn/tensorflow';
import { workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-node';
import { assignFlat, flatten } from '../nn/flat';
import { type HelperData, lossNames, signals, sumNames, views } from './sharedGradients';
import { supervisedGradients } from './supervisedGradients';
import { TinyRecursiveModel } from './TinyRecursiveModel';

// A thread that takes the supervision steps of a few of a batch's rows: GradientHelpers starts it, and says in its memory what to do.

const data: HelperData = workerData;
const { config, firstRow, rows } = data;
const memory = views(data);
const signal = new Int32Array(data.signal);
let model: TinyRecursiveModel | undefined;
const places = Int32Array.from({ length: rows }, (_, row) => row);

function takeStep(model: TinyRecursiveModel): void {
  tf.tidy(() => {
    assignFlat(model.parameters, tf.tensor1d(Float32Array.from(memory.parameters)));
    model.puzzleEmbedding?.assign(tf.tensor2d(Float32Array.from(memory.puzzleRows), model.puzzleEmbedding.shape));
    const shape: [number, number, number] = [rows, model.length, config.hiddenSize];
    const latents = model.recursion.latents.map((name) => [name, tf.tensor3d(Float32Array.from(memory[name]), shape)]);
    const carry = {
      latents: Object.fromEntries(latents),
      steps: Int32Array.from(memory.steps),
      halted: new Uint8Array(rows),
      data: {
        inputs: Int32Array.from(memory.inputs),
        labels: Int32Array.from(memory.labels),
        puzzleIdentifiers: places,
      },
    };
    const result = supervisedGradients(model, carry, memory.seed[0], firstRow);
    memory.parameters.set(flatten(model.parameters, result.gradients).dataSync());
    if (result.puzzleGradients) memory.puzzleRows.set(result.puzzleGradients.dataSync());
    for (const [name, state] of Object.entries(result.carry.latents)) memory[name].set(state.dataSync());
    memory.steps.set(result.carry.steps);
    memory.halted.set(result.carry.halted);
    memory.loss.set(lossNames.map((name) => result.loss[name]));
    memory.sums.set(sumNames.map((name) => result.halted[name]));
  });
}

/** Leaves the answer; says whether there is one, and else why not. */
function answer(): number {
  try {
    model ??= new TinyRecursiveModel(config);
    takeStep(model);
    return signals.idle;
  } catch (error) {
    const text = Buffer.from(String((error as Error).stack ?? error));
    Buffer.from(data.message).fill(0).set(text.subarray(0, data.message.byteLength));
    return signals.failed;
  }
}

// A step that failed does not end the thread: the next may be another. Only who was told to work hands back, so as not to unsay a stop.
for (let turn = Atomics.load(signal, 0); turn !== signals.stop; turn = Atomics.load(signal, 0)) {
  if (turn === signals.work) {
    Atomics.compareExchange(signal, 0, signals.work, answer());
    Atomics.notify(signal, 0);
  } else Atomics.wait(signal, 0, turn);
}
