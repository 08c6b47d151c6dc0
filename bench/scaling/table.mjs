import { line, median, summary } from '../measure.mjs';
import { isFaster, isSlower } from './exponents.mjs';
import { reasons } from './reasons.mjs';
import { efficiencyOf, sweepOf } from './seeds.mjs';

const names = {
  time: 'time',
  blocks: 'blocks executed',
  bytes: 'bytes',
  products: 'multiplications in products of matrices',
};

const standing = (found) => {
  if (isFaster(found)) return '**faster**';
  return isSlower(found) ? 'slower' : 'as theory';
};

const row = ({ name, along, sizes }, kind, found) =>
  line([
    name,
    `${along}, ${sizes[0]}–${sizes.at(-1)}`,
    names[kind],
    `${found.exponent.toFixed(2)} (${found.low.toFixed(2)}–${found.high.toFixed(2)})`,
    found.theory,
    found.theoretical.toFixed(2),
    standing(found),
  ]);

/** Why times grow faster than their theory, a paragraph each. */
function reasonsFor(sweeps) {
  const found = sweeps
    .filter(({ kinds }) => isFaster(kinds.time))
    .map(({ name }) => reasons.find(({ of }) => of.test(name)));
  return [...new Set(found)]
    .map((reason) => `\n\n${reason?.why ?? 'One grows faster than its theory, and nothing says why yet.'}`)
    .join('');
}

const table = (sweeps) =>
  [
    line(['', 'along', 'what grows', 'exponent (95 %)', 'theory', 'its exponent', 'it grows']),
    line(['---', '---', '---', '---:', '---', '---:', '---']),
    ...sweeps.flatMap((sweep) =>
      Object.entries(sweep.kinds)
        .filter(([, { theory }]) => theory)
        .map(([kind, found]) => row(sweep, kind, found)),
    ),
  ].join('\n');

const seconds = (samples) => {
  const { median, min, max } = summary(samples);
  return `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;
};

const megabytes = (samples) => (median(samples) / 1e6).toFixed(0);

function seedsText(seeds) {
  const { cores, steps, seconds: all, bytes } = seeds;
  const { plainOne, plainAll, studyAll, studyTwice } = all;
  const [one, together, studied] = [plainOne, plainAll, studyAll].map(median);
  const percent = (share) => `${(100 * share).toFixed(0)} %`;
  const row = (what, kind) => line([what, seconds(all[kind]), megabytes(bytes[kind])]);
  return `Runs of ${steps} steps of a network of ${'`studies/unrolling.json`'}, trained and measured; one thread each. Memory is that of all processes
at the fullest moment, what they share counted with each.

${line(['', 'seconds', 'MB'])}
${line(['---', '---:', '---:'])}
${row('one run, as a plain process', 'plainOne')}
${row(`${cores} at once, as plain processes`, 'plainAll')}
${row('the study with one seed', 'studyOne')}
${row(`the study with ${cores} seeds, all at once`, 'studyAll')}
${row(`the study with ${2 * cores} seeds, ${cores} at a time`, 'studyTwice')}
${row(`the study with ${4 * cores} seeds, ${cores} at a time`, 'studyFourTimes')}

${cores} processes that know nothing of each other do ${((cores * one) / together).toFixed(2)} times the work of one on this machine, whose ${cores} cores
may be threads of fewer: more a study cannot get out of it. It reaches **${percent(together / studied)}** of what they reach with one seed a core, and **${percent(efficiencyOf(plainAll, studyTwice))}** with two; what is lacking
is Snakemake's start and that of its jobs, ${(studied - together).toFixed(1)} s of these runs, whatever their length.

![Time and memory of a study along its seeds.](scaling-seeds.svg)

${table([sweepOf(seeds)])}`;
}

/** The exponents in Markdown, from what compare.mjs measured. */
export function tableOf({ date, machine, rounds, sweeps, seeds }) {
  const [filters, networks] = ['filters', 'networks'].map((wanted) => sweeps.filter(({ what }) => what === wanted));
  return `# How time and memory grow

Made by \`npm run bench -- scaling\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}. Exponents are slopes by least squares of
logarithms, with Student's interval over the sizes; times are medians of ${rounds}, all sizes in turns. A theory that is no power, N log N for instance, has
the exponent that it has over the same sizes. *Faster* is what grows beyond its theory by more than its interval and 0.05, *slower* what stays as much
below it, for it has costs that do not grow. Times also know of caches; blocks of code executed (V8's coverage), bytes and multiplications are
counts, the same on every machine, and the tests hold those against their theory.

## Filters

Bytes are those of all typed arrays that are made.

![Time of filters along their sizes.](scaling-filters.svg)

![Memory of filters along their sizes.](scaling-filters-memory.svg)

${table(filters)}${reasonsFor(filters)}

## Networks

Two blocks, unrolled: width 96, length 16, batch 8, four calls, but for what is varied. Bytes are those of tensors at the fullest moment of a step, the
weights' own aside.

![Time of networks along their sizes.](scaling-networks.svg)

![Memory of networks along their sizes.](scaling-memory.svg)

${table(networks)}${reasonsFor(networks)}

## Seeds of a study

${seedsText(seeds)}
`;
}
