// npm run bench: runs the comparisons named, or all, one after the other, each in a process of its own; then writes their summary. What begins with
// -- is for the comparisons, except --check, which measures again, briefly, and compares with the published ratios.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRows, differences } from './check.mjs';
import { machine, project, resultsOf, say } from './measure.mjs';
import { peerMissing } from './peers.mjs';
import { comparisons, groups, hasResults, rowsOf } from './rows.mjs';
import { writeSummary } from './summary.mjs';

const options = process.argv.slice(2).filter((name) => name.startsWith('--'));
const named = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const unknown = named.filter((name) => !groups.includes(name));
if (unknown.length > 0) {
  console.error(`There is no comparison ${unknown.join(', ')}; there are: ${groups.join(', ')}.`);
  process.exit(1);
}
const wanted = named.length > 0 ? named : comparisons;
const checks = options.includes('--check');
const unchecked = wanted.filter((name) => checks && !comparisons.includes(name));
if (unchecked.length > 0) {
  console.error(`${unchecked.join(', ')} has no ratios to check; --check knows ${comparisons.join(', ')}.`);
  process.exit(1);
}

const partial = options.filter((name) => name === '--quick' || name.startsWith('--only'));
if (checks && partial.length > 0) {
  console.error(`--check measures all rows of a comparison, as published; leave out ${partial.join(' and ')}.`);
  process.exit(1);
}

/** @returns the exit status of one comparison */
function run(group, ...more) {
  const args = [join(project, 'bench', group, 'compare.mjs'), ...options.filter((name) => name !== '--check'), ...more];
  const { status } = spawnSync(process.execPath, args, { cwd: project, stdio: 'inherit' });
  return status ?? 1;
}

/** Measures all, and says at the end what failed: one comparison that cannot run leaves the others alone. */
function measureAll() {
  const failed = wanted.map((group) => [group, run(group)]).filter(([, status]) => status !== 0);
  for (const [group, status] of failed)
    console.error(`${group}: ${status === peerMissing ? 'not compared, its peer is missing' : 'FAILED'} (see above)`);
  return failed.length === 0;
}

/** Measures one comparison, briefly. @returns its results, or the exit status if there are none */
function measureBriefly(group) {
  const folder = mkdtempSync(join(tmpdir(), 'polezero-check-'));
  try {
    const file = join(folder, `${group}.json`);
    return run(group, `--into=${file}`) || JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compares one comparison's ratios with the published ones; those that are worse, a second time. @returns a line for each that is worse both times */
async function checkGroup(group) {
  if (!hasResults(group)) return [`${group}: there are no published results: npm run bench -- ${group}`];
  const published = await rowsOf(group);
  let worse;
  for (let round = 0; round < 2; round++) {
    const results = measureBriefly(group);
    if (typeof results === 'number')
      return [
        `${group}: ${results === peerMissing ? 'not checked, its peer is missing' : 'could not be measured'} (see above)`,
      ];
    const lines = checkRows(published, await rowsOf(group, results));
    worse = worse ? new Map([...lines].filter(([what]) => worse.has(what))) : lines;
    if (worse.size === 0) return [];
    if (round === 0) say(`${worse.size} rows of ${group} are worse; measured again, to see whether that was chance`);
  }
  return [...worse.values()];
}

async function checkAll() {
  const lines = [];
  const [load] = loadavg();
  if (load > machine().cores / 2)
    console.error(
      `The machine has other work to do (load ${load.toFixed(1)} on ${machine().cores} cores): what is worse may be so for that.`,
    );
  for (const group of wanted) {
    if (hasResults(group))
      for (const difference of differences(resultsOf(group).machine, machine()))
        console.error(`${group}: ${difference}; ratios may differ for that alone`);
    lines.push(...(await checkGroup(group)));
  }
  console.log(lines.length > 0 ? lines.join('\n') : `No row of ${wanted.join(', ')} is worse than published.`);
  return lines.length === 0;
}

if (checks) {
  process.exitCode = (await checkAll()) ? 0 : 1;
} else {
  const good = measureAll();
  if (partial.length === 0) await writeSummary();
  process.exitCode = good ? 0 : 1;
}
