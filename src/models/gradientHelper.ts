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
const model = new TinyRecursiveModel(config);
const places = Int32Array.from({ length: rows }, (_, row) => row);

function takeStep(): void {
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

function hand(to: number): void {
  Atomics.store(signal, 0, to);
  Atomics.notify(signal, 0);
}

while (Atomics.load(signal, 0) !== signals.stop) {
  Atomics.wait(signal, 0, signals.idle);
  if (Atomics.load(signal, 0) !== signals.work) continue;
  try {
    takeStep();
    hand(signals.idle);
  } catch (error) {
    const text = Buffer.from(String((error as Error).stack ?? error));
    Buffer.from(data.message).set(text.subarray(0, data.message.byteLength));
    hand(signals.failed);
    break;
  }
}
