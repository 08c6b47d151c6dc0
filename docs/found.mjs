// node docs/found.mjs: writes the README's section "What we found" and its picture from the tables of data/results.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { rankCorrelation, studentInterval } = require('polezero/analysis');
const { axes, Figure, palette } = require('polezero/viz');

const here = (path) => new URL(path, import.meta.url);

/** The rows of one of the study's tables; numbers where there are some, null for an empty field. */
function table(name) {
  const [header, ...lines] = readFileSync(here(`../data/results/unrolling${name}.csv`), 'utf8')
    .trim()
    .split('\n');
  const columns = header.split(',');
  const value = (text) => (text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text));
  return lines.map((line) => Object.fromEntries(line.split(',').map((text, i) => [columns[i], value(text)])));
}

const runs = table('');
const depths = table('-depth').filter(({ set }) => set === 'test');
const puzzles = table('-puzzles');
const positions = table('-positions');
const { finished } = JSON.parse(readFileSync(here('../data/results/unrolling.provenance.json'), 'utf8'));
const { cells, seeds } = JSON.parse(readFileSync(here('../studies/unrolling.json'), 'utf8'));

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
const of = (rows, cell) => rows.filter((row) => row.cell === cell);

const whole = (share) => (100 * share).toFixed(0);
const digits = (value) => value.toFixed(2);

/** The mean over seeds, with its 95 % interval where there are at least three. */
function overSeeds(values, shown, unit = '', [least, most] = [0, 1]) {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return values.length === 0 ? 'not measured yet' : '–';
  if (known.length < 3) return shown(mean(known)) + unit;
  const { low, high } = studentInterval(known);
  return `${shown(mean(known))}${unit} (${shown(Math.max(least, low))} to ${shown(Math.min(most, high))})`;
}
const share = (values) => overSeeds(values, whole, ' %');

const exact = (cell) => share(of(runs, cell).map((run) => run.exact));
const exactAt = (cell, calls) =>
  share(
    of(depths, cell)
      .filter((row) => row.calls === calls)
      .map((row) => row.exact),
  );

/** Up to which place from the beginning of a sequence at least nine answers in ten are right, seed by seed. */
function reach(cell, calls) {
  const rows = of(positions, cell).filter((row) => row.calls === calls);
  const bySeed = [...new Set(rows.map(({ seed }) => seed))].map((seed) => rows.filter((row) => row.seed === seed));
  if (bySeed.length === 0) return 'not measured yet';
  const found = bySeed.map(
    (shares) => (shares.find(({ accuracy }) => accuracy < 0.9)?.position ?? shares.length + 1) - 1,
  );
  return found.join(', ');
}

/** Where a state counts as a fixed point: a call moves it by less than this, relatively. */
const settledBelow = 1e-3;
const callsEach = new Map();
for (const { cell, calls } of depths) callsEach.set(cell, Math.min(calls, callsEach.get(cell) ?? calls));
const isSettled = ({ cell, residual }) => residual !== null && residual / callsEach.get(cell) < settledBelow;

/** A run's puzzles were chosen so that right and wrong ones are as many; of all test puzzles, the share that settles. */
function settledShare(run, rows) {
  const all = depths.filter(({ cell, seed }) => cell === run.cell && seed === run.seed);
  const right = all.reduce((last, row) => (row.calls > last.calls ? row : last)).exact;
  const among = (value) => {
    const own = rows.filter((row) => row.right === value);
    return own.length === 0 ? 0 : mean(own.map((row) => Number(isSettled(row))));
  };
  return right * among(1) + (1 - right) * among(0);
}

/** The rank correlation of leading pole and measured decay, if enough puzzles settle slowly enough to have both. */
function correlation(rows) {
  const known = rows.filter((row) => isSettled(row) && row.decay !== null);
  if (known.length < 10) return Number.NaN;
  return rankCorrelation(
    known.map((row) => row.radius),
    known.map((row) => row.decay),
    { resamples: 1 },
  ).rho;
}

/** Each run is one number; what is said is the mean over runs. */
function poles(name) {
  const own = of(runs, name).map((run) => ({ run, rows: of(puzzles, name).filter(({ seed }) => seed === run.seed) }));
  // Right and wrong answers are compared within the same runs.
  const ofKind = ({ rows }, right) => rows.filter((row) => row.right === right && isSettled(row));
  const both = own.filter((each) => [0, 1].every((right) => ofKind(each, right).length >= 4));
  const radius = (right) => {
    const medians = both.map((each) => median(ofKind(each, right).map((row) => row.radius)));
    return medians.length === 0 ? '–' : overSeeds(medians, digits, '', [0, Number.POSITIVE_INFINITY]);
  };
  return [
    share(own.map(({ run, rows }) => settledShare(run, rows))),
    overSeeds(
      own.map(({ rows }) => correlation(rows)),
      digits,
      '',
      [-1, 1],
    ),
    radius(1),
    radius(0),
    both.length,
  ];
}

const markdownTable = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const seedsOf = (cell) => of(runs, cell).length;
const networks = [
  ['tied', 'one network, called 6 times'],
  ['tied-slow', 'the same, at half the learning rate'],
  ['tied-long', 'the same, trained four times as long'],
  ['tied-start', 'the same, reading the puzzle only at first'],
  ['tied-2', 'the same, trained at 2 calls'],
  ['tied-4', 'the same, trained at 4 calls'],
  ['tied-12', 'the same, trained at 12 calls'],
  ['untrained', 'the same, not trained'],
  ['equilibrium', 'the same, unrolled at first, then trained where a solver stops'],
  ['trm', 'TRM at half the rate, half as many steps again: two states, carried on, 4 × 6 calls'],
  ['trm-no-feedback', 'the same, without feedback of the answer to the other state'],
  ['trm-full', 'TRM with the gradient through all 4 × 6 calls, at half the rate'],
  ['trm-no-carry', 'TRM without the carry, at half the rate, 6 calls'],
  ['untied', 'six networks that read the puzzle at first'],
  ['untied-slow', 'the same, at half the learning rate'],
  ['untied-long', 'the same, at half the rate, four times as long'],
  ['untied-injection', 'six networks that all read the puzzle'],
  ['untied-narrow', 'six narrower ones, reading at first: parameters of one'],
  ['untied-2', 'two networks that read the puzzle at first'],
  ['untied-2-long', 'the same, at half the rate, four times as long'],
  ['untied-4-long', 'four such networks, at half the rate, four times as long'],
];
const shares = markdownTable(
  ['Sudokus wholly right', 'parameters', 'as trained', 'after 12 calls', 'after 64 to 66', 'seeds'],
  networks
    .filter(([cell]) => seedsOf(cell) > 0)
    .map(([cell, name]) => [
      name,
      `${Math.round(of(runs, cell)[0].parameters / 1000)},000`,
      exact(cell),
      exactAt(cell, 12),
      exactAt(cell, Math.max(...of(depths, cell).map(({ calls }) => calls))),
      seedsOf(cell),
    ]),
);
const missing = networks.filter(([cell]) => seedsOf(cell) === 0).map(([cell]) => `\`${cell}\``);
const withPoles = [
  'tied',
  'tied-slow',
  'tied-long',
  'tied-2',
  'tied-4',
  'tied-12',
  'untrained',
  'equilibrium',
  'trm',
].filter((cell) => seedsOf(cell) > 0);
const circle = markdownTable(
  ['poles', 'settles', 'rank correlation', 'radius, answer right', 'radius, wrong', 'runs with both'],
  withPoles.map((cell) => [networks.find(([name]) => name === cell)[1], ...poles(cell)]),
);

const text = `One small network of attention and feed-forward, two blocks, called again and again and trained in different ways on the same 6×6 Sudokus; and stacks of such
networks, each called once. A stack reads the puzzle at first only, as language models do, where the table does not say otherwise; one whose networks all read it is the unrolled recursion, with a set of
weights for each call. The learning rate is one at which the recursions learn, halved where the table says so. The figure: the share of test puzzles that are wholly right after so many calls.

![The share of Sudokus solved after so many calls of the network, for networks trained at different depths: one that is called again and again, and stacks of networks.](docs/what-we-found.svg)

${shares}

Means over seeds, in brackets their 95 % interval where there are three or more: how well the mean is known, as trainings differ, on the same puzzles. *As trained* is at the depth of training: of the equilibrium where
the solver stops, of TRM after 24 calls, so that 12 are half of it. Beyond its depth a stack begins again with its first network${
  missing.length > 0 ? `. Not measured yet: ${missing.join(', ')}` : ''
}.

**The poles.** A network that is called until its state no longer changes has come to a fixed point, and the eigenvalues of its Jacobian there are its poles. *Settles*
is the share of test puzzles whose state comes to rest within some 64 calls, a call changing it by less than a thousandth, so that slow ones are left out; the *rank correlation* is that of the leading pole's radius with the decay of the
residual as measured on the way, over the settled puzzles of a run; then their median radius where the answer is right in the end, and where it is wrong, in the runs that have at least four of both.

${circle}

**Prefix parity**, y[n] = y[n−1] ⊕ x[n], is a recursion that never forgets, as a filter whose pole is on the unit circle. Up to which of 24 places at least nine answers in ten are right, seed by
seed: one network, trained at 6 calls, ${reach('parity-tied', 2)} after 2 calls; ${reach('parity-tied', 4)} after 4; ${reach('parity-tied', 6)} after 6; ${reach('parity-tied', 12)} after 12; ${reach('parity-tied', 64)} after 64. Six networks that read at first: ${reach('parity-untied', 6)}.
Whole rows right at the depth of training: one network, trained at 2 calls ${exact('parity-tied-2')}, at 6 ${exact('parity-tied')}, at 12 ${exact('parity-tied-12')}; trained where a solver stops ${exact('parity-equilibrium')}; TRM, with half as many steps again, ${exact('parity-trm')}; two networks ${exact('parity-untied-2')}, six ${exact('parity-untied')}.

${runs.length} of the study's ${cells.length * seeds.length} training runs are done (to ${finished.last.slice(0, 10)}); \`npm run study -- unrolling\` trains what is missing, \`node docs/found.mjs\` writes this section.
Notebooks [04](notebooks/04-unrolling.ipynb) and [06](notebooks/06-poles-of-a-network.ipynb) show all of it, seed by seed, and say where the likeness to filters holds and where it breaks.
`;

/** One line for each cell: the mean over seeds, and a mark where it was trained. */
function traces(cell, name, color) {
  const rows = of(depths, cell);
  const calls = [...new Set(rows.map((row) => row.calls))];
  const shareAt = (count) => 100 * mean(rows.filter((row) => row.calls === count).map((row) => row.exact));
  const run = of(runs, cell)[0];
  const trained = run ? run.calls * run.supervisionSteps : undefined;
  const shown = calls.includes(trained) ? [trained] : [];
  return [
    { name, x: calls, y: calls.map(shareAt), mode: 'lines', line: { color } },
    {
      name: `${name}: where it was trained`,
      x: shown,
      y: shown.map(shareAt),
      mode: 'markers',
      marker: { color, size: 9 },
      showlegend: false,
    },
  ];
}

const shown = [
  ['tied-2', 'one network, trained at 2 calls'],
  ['tied', 'one network, trained at 6 calls'],
  ['tied-12', 'one network, trained at 12 calls'],
  ['trm', 'TRM, trained at 4 × 6 calls'],
  ['untied', 'six networks in a row'],
].filter(([cell]) => seedsOf(cell) > 0);
const figure = new Figure({
  data: shown.flatMap(([cell, name], i) => traces(cell, name, palette[i])),
  layout: {
    xaxis: axes.quantity('calls of the network, at test', '', { type: 'log', tickvals: [1, 2, 4, 8, 16, 32, 64] }),
    yaxis: axes.quantity('Sudokus wholly right', '%', { range: [0, 100] }),
    height: 420,
  },
});

const [begin, end] = ['<!-- found -->\n', '<!-- /found -->'];
const readme = readFileSync(here('../README.md'), 'utf8');
const [before, rest] = readme.split(begin);
const section = `${before}${begin}${text}${end}${rest.split(end)[1]}`;
const svg = figure[Symbol.for('Jupyter.display')]()['image/svg+xml'];
if (process.argv.includes('--check')) {
  const same = section === readme && svg === readFileSync(here('what-we-found.svg'), 'utf8');
  if (!same) console.error('README.md says other things than data/results; node docs/found.mjs writes them anew.');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(here('../README.md'), section);
  writeFileSync(here('what-we-found.svg'), svg);
}
