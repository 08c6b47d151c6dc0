// node docs/found.mjs: writes the README's section "What we found" and its picture from the tables of data/results.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  cells,
  correlates,
  correlations,
  depths,
  difference,
  exact,
  exactOn,
  finished,
  interval,
  mean,
  of,
  poles,
  reach,
  runs,
  scores,
  seeds,
  settledShares,
  settles,
  tasks,
} from './results.mjs';

const require = createRequire(import.meta.url);
const { axes, Figure, palette } = require('polezero/viz');

const here = (path) => new URL(path, import.meta.url);

const markdownTable = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const seedsOf = (cell) => of(runs, cell).length;
const thousands = (count) => `${Math.round(count / 1000)},000`;
const seen = (cell) => thousands(mean(of(runs, cell).map(({ puzzles }) => puzzles)));
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
  ['trm-long', 'TRM as above, with feedback, trained four times as long'],
  ['trm-full', 'TRM with the gradient through all 6 calls of a supervision step, at half the rate'],
  ['trm-no-carry', 'TRM without the carry, at half the rate, 6 calls'],
  ['untied', 'six networks that read the puzzle at first'],
  ['untied-slow', 'the same, at half the learning rate'],
  ['untied-long', 'the same, at half the rate, four times as long'],
  ['untied-injection', 'six networks that all read the puzzle'],
  ['untied-narrow', 'six narrower ones, reading at first: parameters of one'],
  ['untied-2', 'two networks that read the puzzle at first'],
  ['untied-2-long', 'the same, at half the rate, four times as long'],
  ['untied-4', 'four networks that read the puzzle at first'],
];
const shares = markdownTable(
  ['Sudokus wholly right', 'parameters', 'as trained', 'after 12 calls', 'after 64 to 66', 'seeds'],
  networks
    .filter(([cell]) => seedsOf(cell) > 0)
    .map(([cell, name]) => [
      name,
      thousands(of(runs, cell)[0].parameters),
      exact(cell),
      exact(cell, 12),
      exact(cell, Math.max(...of(depths, cell).map(({ calls }) => calls))),
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
  'trm-long',
].filter((cell) => seedsOf(cell) > 0);
const circle = markdownTable(
  ['poles', 'settles', 'rank correlation', 'radius, answer right', 'radius, wrong', 'runs with both'],
  withPoles.map((cell) => [networks.find(([name]) => name === cell)[1], ...poles(cell)]),
);

/** How many runs a mean is of, where they are too few for an interval. */
function runsSoFar(...cells) {
  const few = Math.min(...cells.map(seedsOf));
  return few >= 3 ? '' : ` (${few === 1 ? 'one run' : 'two runs'}${cells.length > 1 ? ' of each' : ''})`;
}

const isMore = (first, other) => difference(first, other).low > 0;
const notToldApart = (first, other) => {
  const { low, high } = difference(first, other);
  return low < 0 && high > 0;
};

/** What the results have to show for a sentence to stay. */
function claim(sentence, ...shown) {
  if (shown.every(Boolean)) return `- ${sentence}`;
  throw new Error(`The results no longer show this; write what they do show:\n${sentence}`);
}

const inShort = [
  claim(
    `**A loop or a stack.** At equal computation the network in a loop solves ${exact('tied')} of the Sudokus, six networks in a row, with nearly six
  times the weights, ${exact('untied')}; and where all of them read the puzzle, so that they could do whatever the loop does, ${exact('untied-injection')}. As with filters,
  a recursion takes few coefficients where its unrolled form takes many. But taps are computed, and weights must be learnt: four times as long, at half
  the rate, the stack comes to ${exact('untied-long')}, the loop (at its own rate) to ${exact('tied-long')}${runsSoFar('untied-long', 'tied-long')}.`,
    isMore(scores('tied'), scores('untied')),
    isMore(scores('tied'), scores('untied-injection')),
  ),
  claim(
    `**Cut or trained short.** Trained at 12 calls and cut at 6, the loop solves ${exact('tied-12', 6)}; trained at 6, ${exact('tied')}. In the same
  way a cut impulse response makes a worse FIR filter than one designed for its length. This holds.`,
    isMore(scores('tied'), scores('tied-12', 6)),
    isMore(scores('tied-4'), scores('tied-12', 4)),
  ),
  claim(
    `**Run on.** Trained at 6 calls, it goes on to ${exact('tied', 12)} after 12 and ${exact('tied', 64)} after 64, as a filter does that was read before
  it had settled; trained at 2 calls it loses what it had, ${exact('tied-2', 64)} after 64.`,
    isMore(scores('tied', 12), scores('tied')),
    isMore(scores('tied', 64), scores('tied')),
    isMore(scores('tied-2'), scores('tied-2', 64)),
  ),
  claim(
    `**Poles.** Nothing in such a training asks for it, but of the loops trained at 6 and at 12 calls ${settles('tied')} and ${settles('tied-12')} of the
  puzzles come to rest, of those trained at 2 calls ${settles('tied-2')}, of untrained ones ${settles('untrained')}. Not all do: at half the rate
  ${settles('tied-slow')}, after four times the training ${settles('tied-long')}${runsSoFar('tied-long')}. Near enough to a fixed point the leading eigenvalue must say how
  fast a state comes to rest; that the runs end near enough is the finding: its rank correlation with the measured decay is ${correlates('tied')}. The likeness
  breaks in that a filter has poles once and for all, and a network others for every puzzle, or none.`,
    mean(correlations('tied')) > 0.9,
    mean(settledShares('tied')) > 0.8,
    mean(settledShares('tied-2')) < 0.1,
  ),
  claim(
    `**TRM** carries two states on and is cut by design. At equal computation in training (it sees ${seen('trm')} puzzles then, the loop ${seen('tied-slow')}, and its answer takes
  24 calls, the loop's 6) it solves ${exact('trm')}, the loop at the same rate ${exact('tied-slow')}: its seeds differ too much to tell. Without the feedback of its
  answer it solves ${exact('trm-no-feedback')}, and is not told apart from it either. Its score still rises when training ends: after four times as long it is
  ${exact('trm-long')}${runsSoFar('trm-long')}.`,
    mean([...scores('trm-long').values()]) > mean([...scores('trm').values()]),
    notToldApart(scores('trm'), scores('tied-slow')),
    notToldApart(scores('trm'), scores('trm-no-feedback')),
  ),
  claim(
    `**Equilibria.** Trained where a solver stops, after 16 turns at most, and scored after up to 100, it solves ${exact('equilibrium')} of the Sudokus, not told apart from
  the loop's 6 calls. At equal calls the loop is ahead: after 16 of either ${exact('tied', 16)} against ${exact('equilibrium', 16)}, after 64 ${exact('tied', 64)} against ${exact('equilibrium', 64)}.
  On leaky parity (below), too, after 16: ${exact('leaky-tied', 16)} against ${exact('leaky-equilibrium', 16)}; but there the equilibrium goes on to ${exact('leaky-equilibrium', 64)} after 64,
  the loop only to ${exact('leaky-tied', 64)}.`,
    notToldApart(scores('equilibrium'), scores('tied')),
    isMore(scores('tied', 16), scores('equilibrium', 16)),
    isMore(scores('tied', 64), scores('equilibrium', 64)),
    isMore(scores('leaky-tied', 16), scores('leaky-equilibrium', 16)),
    isMore(scores('leaky-equilibrium', 64), scores('leaky-tied', 64)),
  ),
].join('\n');

const mazes = (cell) => (seedsOf(cell) > 0 ? `${exact(cell)} [${exactOn('larger-maze', cell)}]` : exact(cell));

const text = `One small network of attention and feed-forward, two blocks, called again and again and trained in different ways on the same 6×6 Sudokus; and stacks of such
networks, each called once. A stack reads the puzzle at first only, as language models do, where the table does not say otherwise; one whose networks all read it is the unrolled recursion, with a set of
weights for each call. The learning rate is one at which the recursions learn, halved where the table says so. The figure: the share of test puzzles that are wholly right after so many
calls, the mean over seeds; the dot is where a network was trained, the bar the 95 % interval of the mean there.

![The share of Sudokus solved after so many calls of the network, for networks trained at different depths: one that is called again and again, and stacks of networks.](docs/what-we-found.svg)

${inShort}

These are small networks and puzzles, and one modest effort of training for each but where it says so; with more of it the order may change.

${shares}

Means over seeds, in brackets their 95 % interval where there are three or more: how well the mean is known, as trainings differ, on the same puzzles (*in all*: all are alike). *As trained* is at the depth of training: of the equilibrium where
the solver stops, after up to 100 iterations, of TRM after 24 calls, so that 12 are half of it. Beyond its depth a stack begins again with its first network${
  missing.length > 0 ? `. Not measured yet: ${missing.join(', ')}` : ''
}.

**The poles.** A network that is called until its state no longer changes has come to a fixed point, and the eigenvalues of its Jacobian there are its poles. *Settles*
is the share of test puzzles whose state comes to rest within some 64 calls, a call changing it by less than a thousandth, so that slow ones are left out; the *rank correlation* is that of the leading pole's radius with the decay of the
residual as measured on the way, over the settled puzzles of a run; then their median radius where the answer is right in the end, and where it is wrong, in the runs that have at least four of both.

${circle}

**Prefix parity**, y[n] = y[n−1] ⊕ x[n], is a recursion that never forgets, as a filter whose pole is on the unit circle. Up to which of 24 places at least nine answers in ten are right, seed by
seed: one network, trained at 6 calls, ${reach('parity-tied', 2)} after 2 calls; ${reach('parity-tied', 4)} after 4; ${reach('parity-tied', 6)} after 6; ${reach('parity-tied', 12)} after 12; ${reach('parity-tied', 64)} after 64. Six networks that read at first: ${reach('parity-untied', 6)}.
Whole rows right at the depth of training: one network, trained at 2 calls ${exact('parity-tied-2')}, at 6 ${exact('parity-tied')}, at 12 ${exact('parity-tied-12')}; trained where a solver stops ${exact('parity-equilibrium')}; TRM, with half as many steps again, ${exact('parity-trm')}; two networks ${exact('parity-untied-2')}, six ${exact('parity-untied')}.
Its leaky sister forgets, as a filter whose pole is at ${tasks.leaky.pole}; there whole rows are right: one network, trained at 2 calls ${exact('leaky-tied-2')}, at 6 ${exact('leaky-tied')}; trained where a solver stops ${exact('leaky-equilibrium')}; six networks ${exact('leaky-untied')}.

**Mazes** of ${tasks.maze.size}×${tasks.maze.size} cells, at random places of a square of ${tasks.maze.canvas}×${tasks.maze.canvas}; in square brackets mazes that fill it. Whole ways right: one network, called 6 times, ${mazes('maze-tied')}; trained where a solver stops ${mazes('maze-equilibrium')};
TRM, with half as many steps again, ${mazes('maze-trm')}; six networks ${mazes('maze-untied')}.

${runs.length} of the study's ${cells.length * seeds.length} training runs are done (to ${finished.last.slice(0, 10)}); \`npm run study -- unrolling\` trains what is missing, \`node docs/found.mjs\` writes this section.
Notebooks [04](notebooks/04-unrolling.ipynb) and [06](notebooks/06-poles-of-a-network.ipynb) show all of it, seed by seed, and say where the likeness to filters holds and where it breaks.
`;

/** One line for each cell: the mean over seeds; where it was trained a mark, with the mean's 95 % interval. */
function traces(cell, name, color) {
  const calls = [...new Set(of(depths, cell).map((row) => row.calls))];
  const sharesAt = (count) => [...scores(cell, count).values()].map((score) => 100 * score);
  const shareAt = (count) => mean(sharesAt(count));
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
    ...shown.map((count) => ({
      name: `${name}: interval`,
      x: [count, count],
      y: interval(sharesAt(count), [0, 100]) ?? [],
      mode: 'lines',
      line: { color },
      showlegend: false,
    })),
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
