// Compares polezero/dsp with SciPy in one run: npm run bench -- dsp
// Prints a table and writes bench/results/dsp.json and dsp.md. With --quick each row runs once, and what is printed is how well the results
// agree; with --only=<regular expression> only the rows of such a name run. Then nothing is written. --python=<program> has another Python's SciPy.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checking, option, quick, ratioOfStarts, save, summary } from '../measure.mjs';
import { functionsOf } from '../profile.mjs';
import * as calls from './rows.mjs';
import { tableOf } from './table.mjs';

/** How often both sides are started: what the compiler makes of a function, where its memory lies and how fast the machine is just then may differ. */
const times = quick || checking ? 1 : 3;

/** Starts both sides anew and measures every row. */
function start() {
  const folder = mkdtempSync(join(tmpdir(), 'polezero-bench-'));
  const file = join(folder, 'start.json');
  const program = fileURLToPath(new URL('start.mjs', import.meta.url));
  const args = [program, ...process.argv.slice(2), `--start=${file}`];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const measured = existsSync(file) && JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  if (!measured) process.exit(status || 1); // it has said why
  process.exitCode ||= status;
  return measured;
}

const spread = (samples) => {
  const { median, min, max } = summary(samples);
  return { median, min, max, samples: samples.length };
};

/** Where the time of a row goes, once it is compiled. */
function profile(name) {
  const { ours } = [...calls.rows, ...calls.others].find((row) => row.name === name);
  functionsOf(ours);
  return functionsOf(ours);
}

/** One row of several starts. */
function joined(starts) {
  const { samples: _, ...agreement } = starts[0];
  agreement.difference = Math.max(...starts.map(({ difference }) => difference));
  if (quick) return agreement;
  const samples = starts.map((start) => start.samples);
  const [us, them] = [0, 1].map((side) => spread(samples.flatMap((sides) => sides[side])));
  const { median: medians, low, high } = ratioOfStarts(samples);
  const ratio = { medians, low, high, minima: us.min / them.min };
  return {
    ...agreement,
    ours: us,
    scipy: them,
    ratio,
    profile: medians > 1 && !checking ? profile(agreement.name) : undefined,
  };
}

const starts = Array.from({ length: times }, start);
const rowsOf = (part) => starts[0][part].map((_, i) => joined(starts.map((measured) => measured[part][i])));
const measured = { versions: starts[0].versions, rows: rowsOf('rows'), others: rowsOf('others') };
if (quick) console.log(JSON.stringify(measured, null, 2));
else if (!option('only')) save('dsp', measured, tableOf);
