// How a study grows with its seeds, and what its workflow costs: the same runs by Snakemake, two at a time, and as two plain processes that start
// together; and one alone, which says how much of two cores' work two processes can do on this machine at all.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, project, quick, say } from '../measure.mjs';
import { exponentOf } from './exponents.mjs';

const program = join(project, 'dist', 'cli', 'study.js');
const steps = quick ? 10 : 1200;

/** A run of the kind that studies/unrolling.json has, of its size, but short; when quick, tiny. */
function writeStudy(folder) {
  const { tasks, base } = JSON.parse(readFileSync(join(project, 'studies', 'unrolling.json'), 'utf8'));
  const study = {
    seeds: [1, 2, 3, 4, 5, 6, 7, 8],
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

/**
 * How much of what two plain processes do in a time a study does that has twice as many runs for two at a time.
 *
 * @param plainTwo - seconds of two runs, by themselves
 * @param studyFour - seconds of four, by the study
 */
export const efficiencyOf = (plainTwo, studyFour) => (2 * median(plainTwo)) / median(studyFour);

/** Below this the workflow costs too much. */
export const leastEfficiency = 0.9;

/** The study's time along its seeds, two at a time, as the other sweeps have it. */
export function sweepOf({ studyTwo, studyFour, studyEight }) {
  const [sizes, values] = [[2, 4, 8], [studyTwo, studyFour, studyEight].map(median)];
  const time = { values, theory: 'N', ...exponentOf(sizes, values, (n) => n) };
  return { name: 'study, two runs at a time', along: 'seeds', sizes, kinds: { time } };
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
      studyEight: () => time(folder, [workflow([1, 2, 3, 4, 5, 6, 7, 8], 2)]),
    };
    if (quick) for (const kind of ['studyTwo', 'studyFour', 'studyEight', 'plainTwo']) delete kinds[kind];
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
