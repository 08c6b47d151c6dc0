// What the comparisons share: the machine, medians with their spread, two sides in turns, their ratio, and the results as JSON and Markdown.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));
export const resultsFolder = join(project, 'bench', 'results');

/** npm run bench -- <comparison> --quick: each thing once, to see that the sides agree; nothing is written. */
export const quick = process.argv.includes('--quick');

/** The value of --name=value. */
export const option = (name) =>
  process.argv.find((given) => given.startsWith(`--${name}=`))?.slice(`--${name}=`.length);

/** Where run.mjs wants the measurements of a check, which are few and are not published. */
const into = option('into');
export const checking = into !== undefined;

/** The usual number of rounds; one when quick, `few` in a check. */
export const roundsOf = (usual, few = 3) => (quick ? 1 : checking ? few : usual);

export const machine = () => ({
  cpu: cpus()[0].model,
  cores: cpus().length,
  node: process.versions.node,
  platform: process.platform,
});

const inOrder = (numbers) => [...numbers].sort((a, b) => a - b);

export const median = (numbers) => {
  const sorted = inOrder(numbers);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

export const summary = (samples) => ({
  median: median(samples),
  min: Math.min(...samples),
  max: Math.max(...samples),
  samples,
});

/** How many of n samples may be left out at either end so that those between hold the median 19 times in 20, whatever their distribution. */
function leftOut(n) {
  let [k, chance, below] = [0, 0.5 ** n, 0.5 ** n]; // chance: that k of n lie below the median; below: at most k
  while (true) {
    chance *= (n - k) / (k + 1);
    if (2 * (below + chance) > 0.05) return k;
    below += chance;
    k++;
  }
}

/**
 * Ours to theirs: the ratio of the medians, and from where to where the median of the ratios of neighbouring samples lies 19 times in 20 (the sign
 * test's interval; of five rounds or fewer all of their ratios, which is less sure).
 *
 * @param ours - samples taken in turns with
 * @param theirs
 */
export function ratioOf(ours, theirs) {
  const ratios = inOrder(ours.map((time, i) => time / theirs[i]));
  const out = leftOut(ratios.length);
  const ratio = median(ours) / median(theirs);
  return {
    median: ratio,
    low: Math.min(ratio, ratios[out]),
    high: Math.max(ratio, ratios[ratios.length - 1 - out]),
  };
}

/**
 * The same of sides that were started several times: one start as a whole may be faster than another, so this reaches from the lowest end of any
 * start's interval to the highest.
 *
 * @param starts - of each, the samples of ours and theirs
 */
export function ratioOfStarts(starts) {
  const each = starts.map(([ours, theirs]) => ratioOf(ours, theirs));
  const { median } = ratioOf(...[0, 1].map((side) => starts.flatMap((sides) => sides[side])));
  return {
    median,
    low: Math.min(median, ...each.map(({ low }) => low)),
    high: Math.max(median, ...each.map(({ high }) => high)),
  };
}

/**
 * Samples of several sides in turns, so that a busy moment of the machine meets them all: at least `rounds` of each, and more until `seconds`
 * have gone by or there are `most`.
 *
 * @param sides - functions that time themselves and return (or promise) one sample
 * @returns the samples of each side
 */
export async function inTurns(sides, { rounds, seconds = 0, most = rounds }) {
  const samples = sides.map(() => []);
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round < rounds || (round < most && performance.now() < end); round++) {
    for (const [which, side] of sides.entries()) samples[which].push(await side());
  }
  return samples;
}

export const line = (cells) => `| ${cells.join(' | ')} |`;

export const say = (text) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

export const resultsOf = (group) => JSON.parse(readFileSync(join(resultsFolder, `${group}.json`), 'utf8'));

/** Adds date and machine to what was measured, writes it to bench/results as `group`.json and, by `tableOf`, `group`.md, and prints that. Nothing when quick. */
export function save(group, measured, tableOf) {
  if (quick) return;
  const dated = { date: new Date().toISOString(), machine: machine(), ...measured };
  if (checking) {
    writeFileSync(into, JSON.stringify(dated));
    return;
  }
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, `${group}.json`), `${JSON.stringify(dated, null, 2)}\n`);
  writeFileSync(join(resultsFolder, `${group}.md`), tableOf(dated));
  console.log(tableOf(dated));
}
