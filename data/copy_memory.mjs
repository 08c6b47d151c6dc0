// Trains networks of about the same size on the copy-memory task, and writes how well they remember to copy-memory.csv. What is there already
// stays, so that it goes on where it was stopped; for all of it anew, remove the file:
// TF_NUM_INTRAOP_THREADS=1 node data/copy_memory.mjs [part of a model's name]
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { causalConvolutions, deepEquilibrium, gatedRecurrence, predict, TinyRecursiveModel, Trainer } from 'polezero/models';
import { countParameters } from 'polezero/nn';
import { generateCopyMemory, TrainingBatches, testBatches } from 'polezero/tasks';

const [blankLength, steps, every, batchSize, seeds] = [20, 600, 50, 16, [1, 2, 3, 4, 5]];
const shared = { vocabSize: 11, seqLen: blankLength + 20, numHeads: 2, lLayers: 1, ffMultiple: 8, posEncodings: 'learned' };
const train = generateCopyMemory({ blankLength, size: 4096, seed: 1 });
const test = generateCopyMemory({ blankLength, size: 200, seed: 2 });
const once = { ...shared, recursion: 'transformer', haltMaxSteps: 1, actContinue: false };

const equilibrium = { ...shared, hiddenSize: 16, recursion: 'equilibrium', lCycles: 6 };
const unrolledSteps = 100;
/** Another solver, and another gradient: five terms of the Neumann series. */
const byAnderson = () => ({
  recursion: deepEquilibrium({ forward: { solver: 'anderson', tol: 1e-3, maxIter: 30 }, gradient: 'phantom', unconverged: 'accept' }),
});
const models = {
  equilibrium: (seed) => new TinyRecursiveModel(equilibrium, seed),
  // As its authors advise (github.com/locuslab/deq, README, tips).
  'equilibrium, first unrolled': (seed) => new TinyRecursiveModel(equilibrium, seed),
  'equilibrium, Anderson': (seed) => new TinyRecursiveModel(equilibrium, seed, byAnderson()),
  'equilibrium, Anderson, first unrolled': (seed) => new TinyRecursiveModel(equilibrium, seed, byAnderson()),
  'unrolled, tied': (seed) =>
    new TinyRecursiveModel({ ...shared, hiddenSize: 16, recursion: 'unrolled', lCycles: 6 }, seed),
  GRU: (seed) =>
    new TinyRecursiveModel({ ...once, hiddenSize: 22 }, seed, { networks: { H_level: gatedRecurrence(22, seed) } }),
  TCN: (seed) =>
    new TinyRecursiveModel({ ...once, hiddenSize: 14 }, seed, { networks: { H_level: causalConvolutions(14, 6, seed) } }),
};

/** The share of the ten symbols that comes back right. */
function remembered(model) {
  let right = 0;
  for (const { inputs, labels } of testBatches(test, 100)) {
    const { cells } = predict(model, { inputs }, 1)[0];
    right += cells.filter((cell, i) => i % test.seqLen >= test.seqLen - 10 && cell === labels[i]).length;
  }
  return right / (10 * test.size);
}

/** Trains one network, and returns its rows. */
function run(name, seed) {
  const model = models[name](seed);
  const parameters = countParameters(model.parameters);
  const optimiser = { optimizer: 'adamW', learningRate: 5e-3, weightDecay: 0, warmUpSteps: 20, ...(name.endsWith('first unrolled') && { unrolledSteps }) };
  const trainer = new Trainer(model, { ...optimiser, batchSize, emaRate: false, seed });
  const batches = new TrainingBatches(train, { batchSize, seed });
  const rows = [];
  let loss = 0;
  for (let step = 1; step <= steps; step++) {
    loss += trainer.step(batches.next()).loss.lm / every;
    if (step % every !== 0) continue;
    const scores = [loss.toFixed(5), remembered(model).toFixed(4)];
    rows.push([`"${name}"`, parameters, blankLength, seed, step, ...scores].join(','));
    loss = 0;
  }
  trainer.dispose();
  model.dispose();
  return rows;
}

const file = join(import.meta.dirname, 'copy-memory.csv');
if (!existsSync(file)) writeFileSync(file, 'model,parameters,blankLength,seed,step,loss,remembered\n');
const done = readFileSync(file, 'utf8');
const [part = ''] = process.argv.slice(2);
for (const seed of seeds)
  for (const name of Object.keys(models).filter((model) => model.includes(part))) {
    if (new RegExp(`^"${name}",\\d+,${blankLength},${seed},`, 'm').test(done)) continue;
    const began = Date.now();
    const rows = run(name, seed);
    appendFileSync(file, rows.map((row) => `${row}\n`).join(''));
    console.log(`${rows.at(-1)}   ${Math.round((Date.now() - began) / 1000)} s`);
  }
