// What the comparisons share: the machine, medians with their spread, two sides in turns, and the results as JSON and Markdown.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));

/** npm run bench -- <comparison> --quick: each thing once, to see that the sides agree; nothing is written. */
export const quick = process.argv.includes('--quick');

export const machine = () => ({
  cpu: cpus()[0].model,
  cores: cpus().length,
  node: process.versions.node,
  platform: process.platform,
});

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

export const summary = (samples) => ({
  median: median(samples),
  min: Math.min(...samples),
  max: Math.max(...samples),
  samples,
});

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

/** Adds date and machine to what was measured, writes it to bench/results as `group`.json and, by `tableOf`, `group`.md, and prints that. Nothing when quick. */
export function save(group, measured, tableOf) {
  if (quick) return;
  const dated = { date: new Date().toISOString(), machine: machine(), ...measured };
  const folder = join(project, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${group}.json`), `${JSON.stringify(dated, null, 2)}\n`);
  writeFileSync(join(folder, `${group}.md`), tableOf(dated));
  console.log(tableOf(dated));
}
