import { line } from '../measure.mjs';
import { shareText } from '../profile.mjs';
import { listed } from '../rows.mjs';
import { limits } from './limits.mjs';

const digits = (milliseconds) => (milliseconds < 10 ? milliseconds.toPrecision(3) : milliseconds.toFixed(1));
const time = ({ median, min, max }) => `${digits(median)} (${digits(min)}–${digits(max)})`;

const table = (rows) =>
  [
    line(['', 'polezero, ms', 'SciPy, ms', 'ratio of medians', 'of minima', 'difference', 'allowed']),
    line(['---', '---:', '---:', '---:', '---:', '---:', '---:']),
    ...rows.map(({ name, ours, scipy, ratio, difference, within }) =>
      line([
        name,
        time(ours),
        time(scipy),
        ratio.medians.toFixed(2),
        ratio.minima.toFixed(2),
        difference.toExponential(0),
        within.toExponential(0),
      ]),
    ),
  ].join('\n');

export const rowsOf = ({ rows, others }) =>
  [...rows, ...others].map(({ name, ours, scipy, ratio: { medians, low, high }, profile }) => ({
    what: name,
    peer: 'SciPy',
    unit: 'ms',
    ours,
    theirs: scipy,
    ratio: { median: medians, low, high },
    profile,
  }));

/** What the slower rows do, if the results have it: those from before 25 November 2026 do not. */
function profilesOf(rows) {
  const profiled = rows.filter(({ profile }) => profile);
  if (profiled.length === 0) return '';
  return `
Where our time goes in those rows, by V8's profiler: the functions that take most of it.

${line(['', 'ratio', 'functions'])}
${line(['---', '---:', '---'])}
${profiled.map(({ name, ratio, profile }) => line([name, ratio.medians.toFixed(2), profile.map(shareText).join(', ')])).join('\n')}
`;
}

/** The comparison in Markdown, from what compare.mjs measured. */
export const tableOf = ({ date, machine, versions, rows, others }) => `# Filters beside SciPy

Made by \`npm run bench -- dsp\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; SciPy ${versions.scipy}, NumPy ${versions.numpy},
Python ${versions.python}, as pip installs them. Both sides run on one thread: none of these functions of SciPy uses more. The two took turns on the same
arrays, each timed inside its own process, after a warm-up, and all of this three times, in new processes; short calls are repeated until a sample
takes at least 5 ms. Times are median (min–max) for one call; a ratio below 1 means that polezero is faster. The difference is the largest between the two results, relative to
the largest value, beside what is allowed. Of remez it is as large as SciPy's error is above the least possible: its exchange stays on the grid.

${table(rows)}

## Other sizes

To see that nothing is made for one size alone.

${table(others)}

## Where SciPy is faster, and why

${listed(limits)}
${profilesOf([...rows, ...others])}`;
