import { line } from '../measure.mjs';

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

/** The comparison in Markdown, from what compare.mjs measured. */
export const tableOf = ({ date, machine, versions, rows, others }) => `# Filters beside SciPy

Made by \`npm run bench -- dsp\` on ${date.slice(0, 10)}: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; SciPy ${versions.scipy}, NumPy ${versions.numpy},
Python ${versions.python}, as pip installs them. Both sides run on one thread: none of these functions of SciPy uses more. The two took turns on the same
arrays, each timed inside its own process, after a warm-up; short calls are repeated until a sample takes at least 5 ms. Times are median
(min–max) for one call; a ratio below 1 means that polezero is faster. The difference is the largest between the two results, relative to
the largest value, beside what is allowed. Of remez it is as large as SciPy's error is above the least possible: its exchange stays on the grid.

${table(rows)}

## Other sizes

To see that nothing is made for one size alone.

${table(others)}

## Where SciPy is faster, and why

- \`remez\` of few taps, up to about a hundred: the error is looked at on the whole grid, at first and at the end, and the extremes are found
  between its points. For that the ripple is the least possible to 1e-6; SciPy's, on the grid, is up to a hundredth larger.
- \`sosfilt\` from five sections on is about even: as many operations as SciPy's compiled loop, but there are not registers enough for all
  coefficients, and every index is checked.
- \`lfilter\` of order 5 and 6 is computed as one of order 8; from order 9 on every coefficient is fetched with a check of its index. Such orders
  belong in sections.
- \`lfilter\` of an FIR filter: SciPy hands it to NumPy's convolution, which multiplies several numbers with one instruction; JavaScript has none
  such. With about a hundred taps or more \`oaConvolve\` is faster.
- \`oaConvolve\`, convolutions of two signals of hundreds of thousands of samples, and \`freqz\` of thousands of taps rest on the transform: fft.js
  against SciPy's pocketfft, which has vector instructions, sizes that are no powers of two, and transforms of real numbers; fft.js slows down beyond 2^16 points.
`;
