// How time and memory grow with taps, samples, width, length, depth, batch and seeds, beside what theory says: npm run bench -- scaling
// Prints a table and writes bench/results/scaling.json, scaling.md and the pictures. Counts come from a process of their own (counts.mjs).
process.env.TF_NUM_INTRAOP_THREADS = '1';
process.env.TF_NUM_INTEROP_THREADS = '1';

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTurns, project, quick, resultsFolder, roundsOf, save, say, summary } from '../measure.mjs';
import { exponentOf, isFaster } from './exponents.mjs';
import { scalingFigures } from './figures.mjs';
import { efficiencyOf, leastEfficiency, measureSeeds, sweepOf } from './seeds.mjs';
import { tableOf } from './table.mjs';

const rounds = roundsOf(9);
const leastMilliseconds = quick ? 0 : 5;

const counts = (what) =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [join(project, 'bench', 'scaling', 'counts.mjs'), what, ...(quick ? ['--quick'] : [])],
      { encoding: 'utf8', maxBuffer: 2 ** 26 },
    ),
  );

/** Milliseconds of one call; of many together where one is too short. */
function timer(call) {
  let loops = 1;
  const time = () => {
    const begin = performance.now();
    for (let i = 0; i < loops; i++) call();
    return (performance.now() - begin) / loops;
  };
  if (quick) return time;
  time(); // warms up
  for (let each = time(); each * loops < leastMilliseconds; each = time()) loops *= 2;
  return time;
}

/** All sizes in turns, so that a busy moment of the machine meets them all. */
async function timesOf(sizes, call) {
  const samples = await inTurns(
    sizes.map((size) => timer(call(size))),
    { rounds },
  );
  return samples.map((each) => {
    const { median, min, max } = summary(each);
    return { median, min, max };
  });
}

function fail(text) {
  say(text);
  process.exitCode = 1;
}

/** A sweep with its measurements: of each kind its values, one a size, its theory and the exponents of both. */
async function measure({ name, along, sizes: all, few, call, time, ...theories }, counted) {
  const sizes = quick ? few : all;
  const times = await timesOf(sizes, call);
  const kinds = { time: times.map(({ median }) => median), ...counted };
  const sweep = { name, along, sizes, times, kinds: {} };
  for (const [kind, values] of Object.entries(kinds)) {
    const theory = kind === 'time' || kind === 'blocks' ? time : theories[kind];
    sweep.kinds[kind] = { values, theory: theory?.text, ...(theory && exponentOf(sizes, values, theory.of)) };
  }
  const { exponent, theoretical } = sweep.kinds.time;
  say(`${name} along ${along}${quick ? '' : `: time ~ n^${exponent.toFixed(2)}, theory ${theoretical.toFixed(2)}`}`);
  for (const [kind, found] of Object.entries(sweep.kinds))
    if (kind !== 'time' && isFaster(found)) fail(`  its ${kind} grow faster than their theory`);
  return sweep;
}

const sweeps = [];
for (const what of ['filters', 'networks']) {
  say(`counting ${what}`);
  const counted = counts(what);
  const all = (await import(`./${what}.mjs`))[what];
  for (const [i, sweep] of all.entries()) sweeps.push({ what, ...(await measure(sweep, counted[i])) });
}
say('seeds of a study');
const seeds = await measureSeeds(roundsOf(2, 1));
if (!quick) {
  const { plainAll, studyTwice } = seeds.seconds;
  const efficiency = efficiencyOf(plainAll, studyTwice);
  if (efficiency < leastEfficiency)
    fail(
      `  with two seeds a core a study reaches ${efficiency.toFixed(2)} of plain processes, less than ${leastEfficiency}`,
    );
  for (const [kind, found] of Object.entries(sweepOf(seeds).kinds))
    if (isFaster(found)) fail(`  its ${kind} grow faster than their theory`);
}
save('scaling', { rounds, sweeps, seeds }, tableOf);
if (!quick) {
  for (const [name, figure] of Object.entries(scalingFigures({ sweeps, seeds })))
    writeFileSync(join(resultsFolder, `${name}.svg`), figure.toSVG());
}
