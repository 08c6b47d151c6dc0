// Compares a full training step of TRM with the same step in eager PyTorch, in one run: npm run bench -- trm
// Prints a table and writes bench/results/trm.json and trm.md. The sides take turns, so that a busy moment of the machine meets both.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TinyRecursiveModel } from 'polezero/models';
import { tableOf } from './table.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));
const torchVersion = '2.15.0';
const sizes = [
  [32, 16, 64],
  [64, 16, 128],
  [64, 81, 128],
  [16, 81, 256],
];
const repeats = Number(process.env.POLEZERO_BENCH_REPEATS ?? 7);
const seed = 1;

/** A Python that has PyTorch; installed on first use, in an environment of its own. */
function torchPython() {
  const folder = join(project, '.setup', 'peers', 'torch');
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const marker = join(folder, `torch-${torchVersion}`);
  if (!existsSync(marker)) {
    console.error(`Installing PyTorch ${torchVersion} into ${folder} (several GB) …`);
    const base = join(project, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    execFileSync(base, ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
    execFileSync(
      python,
      ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', `torch==${torchVersion}`, 'numpy'],
      {
        stdio: 'inherit',
      },
    );
    writeFileSync(marker, '');
  }
  return python;
}

/** A program that answers each line with one. */
function side(command, args, env) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: project,
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} ${args[0]} ended.`);
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const summary = (samples) => ({
  median: median(samples),
  min: Math.min(...samples),
  max: Math.max(...samples),
  samples,
});

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
  const ours = side(process.execPath, [join(project, 'bench', 'trm', 'polezero.mjs')], {
    TF_NUM_INTRAOP_THREADS: '1', // our threads share the batch's rows, each with a TensorFlow of one thread
    TF_NUM_INTEROP_THREADS: '1',
  });
  const theirs = side(torchPython(), [join(project, 'bench', 'trm', 'pytorch.py')], {
    OMP_NUM_THREADS: String(threads),
  });
  const sides = [ours, theirs];
  const versions = [];
  for (const one of sides) versions.push((await one.ask(JSON.stringify(setup))).version);

  const firstLosses = [];
  for (const one of sides) firstLosses.push((await one.ask('step')).loss); // the first step also warms up
  const lossDifference = Math.abs(firstLosses[0] / firstLosses[1] - 1);
  if (!(lossDifference < 1e-4))
    throw new Error(`The first losses are ${firstLosses}: the two sides do not compute the same.`);
  const samples = [[], []];
  for (let i = 0; i < repeats; i++)
    for (const [which, one] of sides.entries()) samples[which].push((await one.ask('step')).milliseconds);
  const profile = threads === 1 ? await ours.ask('profile') : undefined;
  for (const one of sides) one.end();
  const ratio = summary(samples[0].map((time, i) => time / samples[1][i]));
  return {
    batch,
    length,
    width,
    threads,
    ours: summary(samples[0]),
    theirs: summary(samples[1]),
    ratio,
    lossDifference,
    profile,
    versions,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'polezero-bench-'));
const before = loadavg()[0];
const rows = [];
try {
  for (const threads of [1, 2]) {
    for (const size of sizes) {
      console.error(
        `${new Date().toISOString().slice(11, 19)} ${size} with ${threads} thread${threads > 1 ? 's' : ''}`,
      );
      const row = await compare(size, threads, folder);
      console.error(
        `  ${row.ours.median.toFixed(0)} ms, PyTorch ${row.theirs.median.toFixed(0)} ms, ratio ${row.ratio.median.toFixed(2)}`,
      );
      rows.push(row);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.versions.node, platform: process.platform };
const versions = { ours: rows[0].versions[0], theirs: rows[0].versions[1] };
const measured = { date: new Date().toISOString(), machine, versions, load: [before, loadavg()[0]], rows };
const results = join(project, 'bench', 'results');
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'trm.json'), `${JSON.stringify(measured, null, 2)}\n`);
writeFileSync(join(results, 'trm.md'), tableOf(measured));
console.log(tableOf(measured));
