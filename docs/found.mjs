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
const percent = (share) => `${(100 * share).toFixed(0)} %`;
const of = (rows, cell) => rows.filter((row) => row.cell === cell);

/** The mean over seeds, with its 95 % interval where there are at least three. */
function overSeeds(values, shown = percent, [least, most] = [0, 1]) {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return 'not measured yet';
  if (known.length < 3) return shown(mean(known));
  const { low, high } = studentInterval(known);
  return `${shown(mean(known))} (${shown(Math.max(least, low))} to ${shown(Math.min(most, high))})`;
}

/** The share at the trained depth, and how large the network is. */
function exact(cell) {
  const own = of(runs, cell);
  if (own.length === 0) return 'not measured yet';
  return `${overSeeds(own.map((run) => run.exact))}, ${Math.round(own[0].parameters / 1000)},000 parameters`;
}
const exactAt = (cell, calls) =>
  overSeeds(
    of(depths, cell)
      .filter((row) => row.calls === calls)
      .map((row) => row.exact),
  );

/** How far from the beginning of a sequence at least 95 % of the answers are right: the mean over seeds. */
function reach(cell, calls) {
  const rows = of(positions, cell).filter((row) => row.calls === calls);
  const bySeed = [...new Set(rows.map(({ seed }) => seed))].map((seed) => rows.filter((row) => row.seed === seed));
  if (bySeed.length === 0) return 'not measured yet';
  const found = bySeed.map(
    (shares) => (shares.find(({ accuracy }) => accuracy < 0.95)?.position ?? shares.length + 1) - 1,
  );
  return mean(found).toFixed(0);
}

/** Where a state counts as a fixed point: a recursion moves it by less than this, relatively. */
const settled = 1e-3;

/** A run's puzzles were chosen so that right and wrong ones are as many; of all test puzzles, the share that settles. */
function settledShare(run, rows) {
  const all = depths.filter(({ cell, seed }) => cell === run.cell && seed === run.seed);
  const right = all.reduce((last, row) => (row.calls > last.calls ? row : last)).exact;
  const among = (value) => {
    const own = rows.filter((row) => row.right === value);
    return own.length === 0 ? 0 : mean(own.map(({ residual }) => Number(residual < settled)));
  };
  return right * among(1) + (1 - right) * among(0);
}

/** The rank correlation of leading pole and measured decay, if enough puzzles settle slowly enough to have both. */
function correlation(rows) {
  const known = rows.filter(({ residual, decay }) => residual < settled && decay !== null);
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
  if (own.length === 0) return 'not measured yet.';
  const digits = (value) => value.toFixed(2);
  const radius = (value) =>
    overSeeds(
      own.map(({ rows }) => {
        const some = rows.filter((row) => row.right === value);
        return some.length < 4 ? Number.NaN : median(some.map((row) => row.radius));
      }),
      digits,
      [0, Number.POSITIVE_INFINITY],
    );
  const rhos = own.map(({ rows }) => correlation(rows)).filter(Number.isFinite);
  const compared =
    rhos.length === 0
      ? 'too few of them decay slowly enough to hold their leading pole against the decay'
      : `their leading pole and the measured decay per call have a rank correlation of ${overSeeds(rhos, digits, [-1, 1])}`;
  return `${overSeeds(own.map(({ run, rows }) => settledShare(run, rows)))} of the test puzzles settle; ${compared}. Median radius where the answer is right ${radius(1)}, where it is wrong ${radius(0)}.`;
}

const seedsOf = (cell) => of(runs, cell).length;
const text = `Six calls of a network of two blocks, run in different ways and trained on the same 6×6 Sudokus, for as many block evaluations
where the depth is the same; shares of test puzzles that are
wholly right. ${runs.length} of the study's ${cells.length * seeds.length} training runs are in these numbers (to ${finished.last.slice(0, 10)}); in brackets 95 % intervals over
seeds, where there are three or more. \`npm run study -- unrolling\` trains what is missing, \`node docs/found.mjs\` writes this section.

![The share of Sudokus solved after so many calls of the network, for networks trained at different depths: one that is called again and again, and stacks of networks.](docs/what-we-found.svg)

- **The same network six times, or six networks?** Tied: ${exact('tied')}. Untied, of equal width: ${exact('untied')}. Untied, narrow: ${exact('untied-narrow')}. Untied
  and reading the puzzle at every call: ${exact('untied-injection')}. Four times the training: tied ${exact('tied-long')}, untied, at half the rate, ${exact('untied-long')}.
- **With the states carried on (TRM).** ${exact('trm')}, after its four supervision steps of six calls; the same calls without a carry, the gradient through all, ${exact('trm-no-carry')}; the network with one state, at TRM's learning rate, ${exact('tied-slow')}.
- **At its equilibrium.** Trained at the fixed point itself: ${exact('equilibrium')}.
- **Cut elsewhere than trained.** Trained at six calls: ${exactAt('tied', 6)} after 6, ${exactAt('tied', 12)} after 12, ${exactAt('tied', 64)} after 64; with half
  the learning rate, ${exactAt('tied-slow', 6)}, ${exactAt('tied-slow', 12)} and ${exactAt('tied-slow', 64)}. Trained at two: ${exactAt('tied-2', 2)}
  after 2, ${exactAt('tied-2', 12)} after 12, ${exactAt('tied-2', 64)} after 64. The untied stack, begun anew on its own answer: ${exactAt('untied', 12)} after 12.
- **Prefix parity, whose pole is on the unit circle.** Right from the beginning of a sequence of 24 to position ${reach('parity-tied', 2)} after 2 calls, ${reach('parity-tied', 4)} after 4,
  ${reach('parity-tied', 6)} after the 6 of training, ${reach('parity-tied', 12)} after 12 and ${reach('parity-tied', 64)} after 64; six untied networks: ${reach('parity-untied', 6)}.
- **Poles.** Of each run one number, of the runs the mean. The network trained at six calls: ${poles('tied')}
  With half the learning rate, less far trained: ${poles('tied-slow')}
  TRM: ${poles('trm')}

Notebooks [04](notebooks/04-unrolling.ipynb) and [06](notebooks/06-poles-of-a-network.ipynb) show all of it, seed by seed, and say where the likeness to filters holds and where it breaks.
`;

/** One line for each cell: the mean over seeds, and a mark where it was trained. */
function traces(cell, name, color) {
  const rows = of(depths, cell);
  const calls = [...new Set(rows.map((row) => row.calls))];
  const share = (count) => 100 * mean(rows.filter((row) => row.calls === count).map((row) => row.exact));
  const run = of(runs, cell)[0];
  const trained = run ? run.calls * run.supervisionSteps : undefined;
  const shown = calls.includes(trained) ? [trained] : [];
  return [
    { name, x: calls, y: calls.map(share), mode: 'lines', line: { color } },
    {
      name: `${name}: where it was trained`,
      x: shown,
      y: shown.map(share),
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
