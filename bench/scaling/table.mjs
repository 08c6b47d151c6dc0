import { line, median, summary } from '../measure.mjs';
import { isFaster } from './exponents.mjs';
import { efficiencyOf, sweepOf } from './seeds.mjs';

const names = {
  time: 'time',
  blocks: 'blocks executed',
  bytes: 'bytes',
  products: 'multiplications in products of matrices',
};

const standing = (found) => {
  if (isFaster(found)) return '**faster**';
  return found.high < found.theoretical ? 'slower' : 'as theory';
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

function seedsText({ steps, seconds: all }) {
  const { plainOne, plainTwo, studyOne, studyTwo, studyFour, studyEight } = all;
  const [one, two, studied] = [plainOne, plainTwo, studyTwo].map(median);
  const percent = (share) => `${(100 * share).toFixed(0)} %`;
  return `Runs of ${steps} steps of a network of ${'`studies/unrolling.json`'}, trained and measured; one thread each.

${line(['', 'seconds'])}
${line(['---', '---:'])}
${line(['one run, as a plain process', seconds(plainOne)])}
${line(['two at once, as two plain processes', seconds(plainTwo)])}
${line(['the study with one seed', seconds(studyOne)])}
${line(['the study with two seeds, two at a time', seconds(studyTwo)])}
${line(['the study with four seeds, two at a time', seconds(studyFour)])}
${line(['the study with eight seeds, two at a time', seconds(studyEight)])}

Two processes that know nothing of each other do ${((2 * one) / two).toFixed(2)} times the work of one on this machine, whose two cores
may be two threads of one: more a study cannot get out of it. It reaches **${percent(two / studied)}** of what they reach with two seeds, and **${percent(efficiencyOf(plainTwo, studyFour))}** with four; what is lacking
is Snakemake's start and that of its jobs, ${(studied - two).toFixed(1)} s of these runs, whatever their length.

${table([sweepOf(all)])}`;
}

/** The exponents in Markdown, from what compare.mjs measured. */
export const tableOf = ({ date, machine, rounds, sweeps, seeds }) => `# How time and memory grow

Made by \`npm run bench -- scaling\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}. Exponents are slopes by least squares of
logarithms, with Student's interval over the sizes; times are medians of ${rounds}, all sizes in turns. A theory that is no power, N log N for instance, has
the exponent that it has over the same sizes. *Faster* is what grows beyond its theory by more than its interval and 0.05; *slower* what has
costs that do not grow. Times also know of caches; blocks of code executed (V8's coverage), bytes and multiplications are counts, the same on every
machine, and the tests hold those against their theory.

## Filters

Bytes are those of all typed arrays that are made.

![Time of filters along their sizes.](scaling-filters.svg)

${table(sweeps.filter(({ what }) => what === 'filters'))}

## Networks

Two blocks, unrolled: width 96, length 16, batch 8, four calls, but for what is varied. Bytes are those of tensors at the fullest moment of a step, the
weights' own aside.

![Time of networks along their sizes.](scaling-networks.svg)

![Memory of networks along their sizes.](scaling-memory.svg)

${table(sweeps.filter(({ what }) => what === 'networks'))}

## Seeds of a study

${seedsText(seeds)}
`;
