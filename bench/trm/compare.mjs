// Compares a full training step of TRM with the same step in eager PyTorch, in one run: npm run bench -- trm
// Prints a table and writes bench/results/trm.json and trm.md. The sides take turns, so that a busy moment of the machine meets both.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { TinyRecursiveModel } from 'polezero/models';
import { checking, inTurns, project, quick, roundsOf, save, say, summary } from '../measure.mjs';
import { peerPython, startSide } from '../peers.mjs';
import { tableOf } from './table.mjs';

const sizes = [
  [32, 16, 64],
  [64, 16, 128],
  [64, 81, 128],
  [16, 81, 256],
];
const rounds = roundsOf(7);
const seed = 1;

/** Weights as one file of numbers, with their names and shapes. */
function writeWeights(config, folder) {
  const model = new TinyRecursiveModel(config, seed);
  const dict = model.stateDict();
  model.dispose();
  const path = join(folder, 'weights.bin');
  writeFileSync(path, Buffer.concat(Object.values(dict).map(({ data }) => Buffer.from(data.buffer))));
  return { weights: path, shapes: Object.entries(dict).map(([name, { shape }]) => [name, shape]) };
}

async function compare([batch, length, width], threads, folder) {
  const vocabSize = length === 81 ? 11 : 6;
  const config = {
    vocabSize,
    seqLen: length,
    hiddenSize: width,
    numHeads: 4,
    lLayers: 2,
    hCycles: 3,
    lCycles: 6,
    haltMaxSteps: 16,
  };
  const labels = Array.from({ length: batch * length }, (_, i) => 2 + ((i * i + 3 * i) % (vocabSize - 2)));
  const inputs = labels.map((label, i) => (i % 3 === 0 ? label : 1));
  const setup = {
    config,
    seed,
    batch,
    threads,
    learningRate: 1e-4,
    weightDecay: 0.1,
    inputs,
    labels,
    ...writeWeights(config, folder),
  };
  const ours = startSide(process.execPath, [join(project, 'bench', 'trm', 'polezero.mjs')], {
    TF_NUM_INTRAOP_THREADS: '1', // our threads share the batch's rows, each with a TensorFlow of one thread
    TF_NUM_INTEROP_THREADS: '1',
  });
  const theirs = startSide(peerPython('torch'), [join(project, 'bench', 'trm', 'pytorch.py')], {
    OMP_NUM_THREADS: String(threads),
  });
  const sides = [ours, theirs];
  const versions = [];
  for (const one of sides) versions.push((await one.ask(setup)).version);

  const firstLosses = [];
  for (const one of sides) firstLosses.push((await one.ask('step')).loss); // the first step also warms up
  const lossDifference = Math.abs(firstLosses[0] / firstLosses[1] - 1);
  if (!(lossDifference < 1e-4))
    throw new Error(`The first losses are ${firstLosses}: the two sides do not compute the same.`);
  const [mine, other] = await inTurns(
    sides.map((one) => async () => (await one.ask('step')).milliseconds),
    { rounds },
  );
  const profile = threads === 1 && !quick && !checking ? await ours.ask('profile') : undefined;
  for (const one of sides) one.end();
  return {
    batch,
    length,
    width,
    threads,
    ours: summary(mine),
    theirs: summary(other),
    lossDifference,
    versions,
    profile,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'polezero-bench-'));
const before = loadavg()[0];
const rows = [];
try {
  for (const threads of [1, 2]) {
    for (const size of sizes) {
      say(`${size} with ${threads} thread${threads > 1 ? 's' : ''}`);
      const row = await compare(size, threads, folder);
      say(
        `  ${row.ours.median.toFixed(0)} ms, PyTorch ${row.theirs.median.toFixed(0)} ms, ratio ${(row.ours.median / row.theirs.median).toFixed(2)}`,
      );
      rows.push(row);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
const versions = { ours: rows[0].versions[0], theirs: rows[0].versions[1] };
save('trm', { versions, load: [before, loadavg()[0]], rows }, tableOf);
