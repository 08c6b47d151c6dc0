// This project's side of compare.mjs: a training step of the library. Answers every line on its input with a line of JSON.
import { createInterface } from 'node:readline';
import { TinyRecursiveModel, Trainer } from 'polezero/models';
import { tf } from 'polezero/nn';
import { operationsOf } from '../profile.mjs';

const say = (answer) => console.log(JSON.stringify(answer));
let trainer;
let batch;

function start({ config, seed, batch: batchSize, threads, learningRate, weightDecay, inputs, labels }) {
  const model = new TinyRecursiveModel(config, seed);
  trainer = new Trainer(model, { batchSize, learningRate, weightDecay, warmUpSteps: 0, threads });
  batch = { inputs: Int32Array.from(inputs), labels: Int32Array.from(labels) };
  return { version: `tfjs-node ${tf.version['tfjs-core']}` };
}

function step() {
  const begin = performance.now();
  const { loss } = trainer.step(batch);
  return { milliseconds: performance.now() - begin, loss: loss.total };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (!trainer) say(start(JSON.parse(line)));
  else say(JSON.parse(line) === 'profile' ? operationsOf(tf, step) : step());
}
