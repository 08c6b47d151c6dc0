// How a study grows with its seeds, and what its workflow costs: the same runs by Snakemake, one a core at a time, and as plain processes, one a
// core, that start together; and one alone, which says how much of all cores' work as many processes can do on this machine at all.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, project, quick, say } from '../measure.mjs';
import { exponentOf } from './exponents.mjs';

const program = join(project, 'dist', 'cli', 'study.js');
const steps = quick ? 10 : 1200;
const seedsFrom1 = (count) => Array.from({ length: count }, (_, i) => i + 1);

/** A run of the kind that studies/unrolling.json has, of its size, but short; when quick, tiny. */
function writeStudy(folder, seeds) {
  const { tasks, base } = JSON.parse(readFileSync(join(project, 'studies', 'unrolling.json'), 'utf8'));
  const study = {
    seeds,
    tasks: { sudoku: { ...tasks.sudoku, train: 500, test: quick ? 4 : 50 } },
    base: { ...base, steps, evaluateEvery: steps, checkpointEvery: Math.ceil(steps / 10) },
    cells: [{ name: 'tied', task: 'sudoku', model: { hCycles: 2, ...(quick && { hiddenSize: 16, lLayers: 1 }) } }],
  };
  const file = join(folder, 'seeds.json');
  writeFileSync(file, JSON.stringify(study));
  return file;
}

/** Bytes in memory of processes and of all that they have started; what several share counts for each. */
export function memoryOf(processes) {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/ +/).map(Number));
  const own = new Set(processes);
  for (let known = 0; known < own.size; ) {
    known = own.size;
    for (const [pid, parent] of rows) if (own.has(parent)) own.add(pid);
  }
  return rows.reduce((sum, [pid, , kilobytes]) => sum + (own.has(pid) ? 1024 * kilobytes : 0), 0);
}

/** Runs study.js in a fresh place; resolves with its seconds, and bytes at the fullest moment. */
async function measure(folder, commands) {
  const own = mkdtempSync(join(folder, 'place-'));
  mkdirSync(join(own, 'results'));
  const begin = performance.now();
  const children = [];
  let bytes = 0;
  const watch = setInterval(() => (bytes = Math.max(bytes, memoryOf(children))), 250);
  await Promise.all(
    commands.map(
      (args, i) =>
        new Promise((resolve, reject) => {
          const places = ['--results', join(own, 'results'), '--work', join(own, 'work')];
          const child = spawn(process.execPath, [program, ...args, ...places], {
            stdio: ['ignore', 'ignore', 'pipe'],
            env: { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' },
          });
          children.push(child.pid);
          let errors = '';
          child.stderr.on('data', (chunk) => (errors += chunk));
          child.on('error', reject);
          child.on('close', (code) =>
            code === 0 ? resolve() : reject(new Error(`run ${i + 1} ended with ${code}:\n${errors}`)),
          );
        }),
    ),
  ).finally(() => clearInterval(watch));
  const seconds = (performance.now() - begin) / 1000;
  rmSync(own, { recursive: true, force: true });
  return { seconds, bytes };
}

/**
 * How much of what plain processes on all cores do in a time a study does that has twice as many runs.
 *
 * @param plainAll - seconds of a run a core, by themselves
 * @param studyTwice - seconds of two a core, by the study
 */
export const efficiencyOf = (plainAll, studyTwice) => (2 * median(plainAll)) / median(studyTwice);

/** Below this the workflow costs too much. */
export const leastEfficiency = 0.9;

/** The study's time and memory along its seeds, as the other sweeps have them. */
export function sweepOf({ cores, seconds, bytes }) {
  const sizes = [cores, 2 * cores, 4 * cores];
  const kind = (measured, text, of) => {
    const values = ['studyAll', 'studyTwice', 'studyFourTimes'].map((name) => median(measured[name]));
    return { values, theory: text, ...exponentOf(sizes, values, of) };
  };
  return {
    name: `study, ${cores} runs at a time`,
    along: 'seeds',
    sizes,
    kinds: { time: kind(seconds, 'N', (n) => n), bytes: kind(bytes, '1 (as many runs at a time)', () => 1) },
  };
}

/** @returns of each kind of run its seconds and bytes, one sample a round */
export async function measureSeeds(rounds) {
  const setUp = [join(project, 'src', 'cli', 'setup.mjs'), 'study'];
  if (spawnSync(process.execPath, setUp, { stdio: ['ignore', process.stderr, process.stderr] }).status !== 0)
    throw new Error('Snakemake, which runs studies, is not there.');
  const folder = mkdtempSync(join(tmpdir(), 'polezero-seeds-'));
  const cores = availableParallelism();
  try {
    const file = writeStudy(folder, seedsFrom1(4 * cores));
    const plain = (count) => seedsFrom1(count).map((seed) => ['run', file, 'tied', String(seed)]);
    const study = (count) => [
      [file, '--seeds', seedsFrom1(count).join(','), '--cores', String(cores), '--until', 'run'],
    ];
    const kinds = {
      plainOne: plain(1),
      studyOne: study(1),
      ...(!quick && {
        plainAll: plain(cores),
        studyAll: study(cores),
        studyTwice: study(2 * cores),
        studyFourTimes: study(4 * cores),
      }),
    };
    const empty = () => Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
    const [seconds, bytes] = [empty(), empty()];
    for (let round = 0; round < rounds; round++) {
      for (const [kind, commands] of Object.entries(kinds)) {
        const found = await measure(folder, commands);
        seconds[kind].push(found.seconds);
        bytes[kind].push(found.bytes);
        say(`${kind} ${found.seconds.toFixed(1)} s, ${(found.bytes / 1e6).toFixed(0)} MB`);
      }
    }
    return { cores, steps, seconds, bytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
