// How a study grows with its seeds, and what its workflow costs: the same runs by Snakemake, two at a time, and as two plain processes that start
// together; and one alone, which says how much of two cores' work two processes can do on this machine at all.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project, quick, say } from '../measure.mjs';

const program = join(project, 'dist', 'cli', 'study.js');
const steps = quick ? 10 : 1200;

/** A run of the kind that studies/unrolling.json has, of its size, but short; when quick, tiny. */
function writeStudy(folder) {
  const { tasks, base } = JSON.parse(readFileSync(join(project, 'studies', 'unrolling.json'), 'utf8'));
  const study = {
    seeds: [1, 2, 3, 4],
    tasks: { sudoku: { ...tasks.sudoku, train: 500, test: quick ? 4 : 50 } },
    base: { ...base, steps, evaluateEvery: steps, checkpointEvery: Math.ceil(steps / 10) },
    cells: [{ name: 'tied', task: 'sudoku', model: { hCycles: 2, ...(quick && { hiddenSize: 16, lLayers: 1 }) } }],
  };
  const file = join(folder, 'seeds.json');
  writeFileSync(file, JSON.stringify(study));
  return file;
}

/** Runs study.js in a fresh place; resolves with its seconds. */
async function time(folder, commands) {
  const own = mkdtempSync(join(folder, 'place-'));
  mkdirSync(join(own, 'results'));
  const begin = performance.now();
  await Promise.all(
    commands.map(
      (args, i) =>
        new Promise((resolve, reject) => {
          const places = ['--results', join(own, 'results'), '--work', join(own, 'work')];
          const child = spawn(process.execPath, [program, ...args, ...places], {
            stdio: ['ignore', 'ignore', 'pipe'],
            env: { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' },
          });
          let errors = '';
          child.stderr.on('data', (chunk) => (errors += chunk));
          child.on('error', reject);
          child.on('close', (code) =>
            code === 0 ? resolve() : reject(new Error(`run ${i + 1} ended with ${code}:\n${errors}`)),
          );
        }),
    ),
  );
  const seconds = (performance.now() - begin) / 1000;
  rmSync(own, { recursive: true, force: true });
  return seconds;
}

/** @returns seconds of each kind, one sample a round */
export async function measureSeeds(rounds) {
  const setUp = [join(project, 'src', 'cli', 'setup.mjs'), 'study'];
  if (spawnSync(process.execPath, setUp, { stdio: ['ignore', process.stderr, process.stderr] }).status !== 0)
    throw new Error('Snakemake, which runs studies, is not there.');
  const folder = mkdtempSync(join(tmpdir(), 'polezero-seeds-'));
  try {
    const file = writeStudy(folder);
    const plain = (seed) => ['run', file, 'tied', String(seed)];
    const workflow = (seeds, cores) => [file, '--seeds', seeds.join(','), '--cores', String(cores), '--until', 'run'];
    const kinds = {
      plainOne: () => time(folder, [plain(1)]),
      plainTwo: () => time(folder, [plain(1), plain(2)]),
      studyOne: () => time(folder, [workflow([1], 2)]),
      studyTwo: () => time(folder, [workflow([1, 2], 2)]),
      studyFour: () => time(folder, [workflow([1, 2, 3, 4], 2)]),
    };
    if (quick) for (const kind of ['studyTwo', 'studyFour', 'plainTwo']) delete kinds[kind];
    const samples = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [kind, measure] of Object.entries(kinds)) samples[kind].push(await measure());
      say(
        Object.entries(samples)
          .map(([kind, seconds]) => `${kind} ${seconds.at(-1).toFixed(1)} s`)
          .join(', '),
      );
    }
    return { steps, seconds: samples };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
