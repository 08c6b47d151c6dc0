import { line, ratioOf } from '../measure.mjs';
import { listed, ratioText } from '../rows.mjs';
import { limits } from './limits.mjs';

const kinds = { fresh: 'fresh clone, packages cached', again: 'when there is nothing to do' };

const seconds = ({ median, min, max }) => ({ median: median / 1000, min: min / 1000, max: max / 1000 });

/** The parts of a fresh set-up as shares of its time; side by side, they come to more than all of it. */
const profileOf = (parts, { median }) =>
  parts
    .map(({ name, seconds: part }) => ({ name, share: (1000 * part.median) / median }))
    .sort((a, b) => b.share - a.share);

export const rowsOf = ({ rows, parts }) =>
  rows.map(({ kind, ours, theirs }) => ({
    what: kinds[kind],
    peer: 'by hand',
    unit: 's',
    ours: seconds(ours),
    theirs: seconds(theirs),
    ratio: ratioOf(ours.samples, theirs.samples),
    profile: kind === 'fresh' ? profileOf(parts, ours) : undefined,
  }));

const time = ({ median, min, max }) => `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;

/** The comparison in Markdown, from what compare.mjs measured. */
export const tableOf = (results) => `# The set-up beside one by hand

Made by \`npm run bench -- set-up\` on ${results.date.slice(0, 10)}: ${results.machine.cores} cores of ${results.machine.cpu}, Node ${results.machine.node}. Ours is \`npm run setup\` in a fresh
clone; by hand are \`npm install\` of the same packages (without scripts: that of tfjs-node would fetch its library from elsewhere), \`python -m venv\`,
\`pip install -r requirements.in\` and \`tslab install\`, one after the other. The same versions come of it, which is checked. The caches of npm and
pip were full; the two took turns. Median (min–max) of ${results.rounds} rounds.

${line(['', 'polezero, s', 'by hand, s', 'ratio'])}
${line(['---', '---:', '---:', '---:'])}
${rowsOf(results)
  .map(({ what, ours, theirs, ratio }) => line([what, time(ours), time(theirs), ratioText(ratio)]))
  .join('\n')}

Of the set-up of a fresh clone, the seconds of each part; parts that do not need each other run side by side.

${line(['part', 's'])}
${line(['---', '---:'])}
${results.parts.map(({ name, seconds }) => line([name, time(seconds)])).join('\n')}

What the set-up does besides, where it takes longer:

${listed(limits)}
`;
