// node docs/found.mjs: writes the README's section "What we found", its picture and docs/what-we-found.md, from the tables of data/results.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  aucs,
  base,
  callsTo,
  cells,
  correlates,
  correlations,
  depths,
  difference,
  eachRun,
  exact,
  exactAfter,
  exactOn,
  finished,
  inDigits,
  interval,
  lastResiduals,
  mean,
  medians,
  of,
  poles,
  reach,
  runs,
  scores,
  scoresAfter,
  seconds,
  seeds,
  settledShares,
  settles,
  staying,
  tasks,
  tells,
  wrongOverRight,
} from './results.mjs';

const require = createRequire(import.meta.url);
const { axes, Figure, palette } = require('polezero/viz');

const here = (path) => new URL(path, import.meta.url);

const markdownTable = (head, rows, others = '---:') =>
  [head, head.map((_, i) => (i === 0 ? '---' : others)), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const seedsOf = (cell) => of(runs, cell).length;
const thousands = (count) => `${Math.round(count / 1000)},000`;
const weights = (cell) => thousands(of(runs, cell)[0].parameters);
const seen = (cell) => thousands(mean(of(runs, cell).map(({ puzzles }) => puzzles)));
const networks = [
  ['tied', 'one network, called 6 times'],
  ['tied-slow', 'one, 6 times, at half the learning rate'],
  ['tied-long', 'one, 6 times, trained four times as long'],
  ['tied-start', 'one, 6 times, reading the puzzle only at first'],
  ['tied-last', 'one, 6 times, with the gradient through the last 3 calls'],
  ['calls-1', 'one, called once'],
  ['tied-2', 'one, called 2 times'],
  ['tied-2-start', 'one, 2 times, reading the puzzle only at first'],
  ['tied-4', 'one, called 4 times'],
  ['tied-12', 'one, called 12 times'],
  ['tied-16', 'one, called 16 times'],
  ['untrained', 'one, 6 times, after a single, tiny step'],
  ['equilibrium', 'one, unrolled at first, then trained where a solver stops'],
  ['equilibrium-implicit', 'the like, by the exact gradient of an equilibrium'],
  ['trm', 'TRM: two states, carried on, 4 × 6 calls; half the rate, half as many steps again'],
  ['trm-no-feedback', 'TRM without feedback of the answer to the other state; half the rate, half as many steps again'],
  ['trm-long', 'TRM with feedback, trained four times as long; half the rate'],
  ['trm-full', 'TRM with the gradient through all 6 calls of a supervision step; half the rate'],
  ['trm-full-start', 'the like, reading the puzzle only at the first call of each supervision step; half the rate'],
  ['trm-no-carry', 'TRM without the carry, 6 calls; half the rate'],
  ['trm-no-carry-untied', 'the like of six networks; half the rate'],
  ['untied', 'six networks that read the puzzle at first'],
  ['untied-slow', 'six, reading at first, at half the learning rate'],
  ['untied-long', 'six, reading at first, at half the rate, four times as long'],
  ['untied-injection', 'six networks that all read the puzzle'],
  ['untied-narrow', 'six narrower ones, reading at first: parameters of one'],
  ['untied-2', 'two networks that read the puzzle at first'],
  ['untied-2-injection', 'two networks that both read the puzzle'],
  ['untied-4', 'four networks that read the puzzle at first'],
];
const shares = markdownTable(
  [
    'Sudokus wholly right',
    'its name',
    'parameters',
    'as trained',
    'after 12 calls',
    'after 64 to 66',
    'each run, as trained (%)',
  ],
  networks
    .filter(([cell]) => seedsOf(cell) > 0)
    .map(([cell, name]) => [
      name,
      `\`${cell}\``,
      weights(cell),
      exact(cell),
      exact(cell, 12),
      exact(cell, Math.max(...of(depths, cell).map(({ calls }) => calls))),
      eachRun(cell),
    ]),
);
const missing = networks.filter(([cell]) => seedsOf(cell) === 0).map(([cell]) => `\`${cell}\``);
const withPoles = [
  'tied',
  'tied-slow',
  'tied-long',
  'tied-start',
  'tied-last',
  'calls-1',
  'tied-2',
  'tied-4',
  'tied-12',
  'tied-16',
  'untrained',
  'equilibrium',
  'equilibrium-implicit',
  'trm',
  'trm-no-feedback',
  'trm-long',
].filter((cell) => seedsOf(cell) > 0);
const circle = markdownTable(
  ['poles of', 'settles', 'rank correlation', 'radius, answer right', 'radius, wrong', 'runs with both'],
  withPoles.map((cell) => [`\`${cell}\``, ...poles(cell)]),
);

/** How many runs a mean is of, where they are fewer than the seeds of the study. */
function runsSoFar(...cells) {
  const counts = cells.map(seedsOf);
  if (Math.min(...counts) >= seeds.length) return '';
  return ` (of ${counts.join(' and ')} run${counts.length === 1 && counts[0] === 1 ? '' : 's'})`;
}

const isMore = (first, other) => difference(first, other).low > 0;
const notToldApart = (first, other) => {
  const { low, high } = difference(first, other);
  return low < 0 && high > 0;
};

/** Differences that the README's section tells: the larger score first. */
const told = {
  stack: [scores('tied'), scores('untied')],
  readingStack: [scores('tied'), scores('untied-injection')],
  long: [scores('tied-long'), scores('untied-long')],
  two: [scores('tied-2'), scores('untied-2-injection')],
  reading: [scores('tied'), scores('tied-start')],
  readingTwo: [scores('tied-2'), scores('tied-2-start')],
  cut: [scores('tied'), scores('tied-12', 6)],
  on: [scores('tied', 12), scores('tied')],
  onLong: [scores('tied', 64), scores('tied')],
  lost: [scores('tied-2'), scores('tied-2', 64)],
  feedback: [scores('trm-no-feedback'), scores('tied-slow')],
  equilibrium16: [scores('tied', 16), scores('equilibrium', 16)],
  equilibrium64: [scores('tied', 64), scores('equilibrium', 64)],
  parityTrm: [scores('parity-trm'), scores('parity-tied')],
  leakyStack: [scores('leaky-tied'), scores('leaky-untied')],
  leaky16: [scores('leaky-tied', 16), scores('leaky-equilibrium', 16)],
  leaky64: [scores('leaky-equilibrium', 64), scores('leaky-tied', 64)],
};
/** More than the notebooks and this section compare together. */
const compared = 130;
const stays = staying(told, compared);
const star = (name) => (stays.has(name) ? '\\*' : '');
const shows = (...names) => names.every((name) => isMore(...told[name]));

/** What the results have to show for a sentence to stay. */
function claim(sentence, ...shown) {
  if (shown.every(Boolean)) return sentence;
  throw new Error(`The results no longer show this; write what they do show:\n${sentence}`);
}

const bySeed = (values) => new Map(values.map((value, i) => [i, value]));
const points = (first, other) => {
  const { low, high } = difference(first, other);
  const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(0)}`;
  return `${signed(low)} to ${signed(high)} points`;
};
const ofRanks = withPoles.map((cell) => mean(correlations(cell).filter(Number.isFinite))).filter(Number.isFinite);
const settlesAt = (...cells) => cells.map((cell) => Math.round(100 * mean(settledShares(cell)))).join(', ');

const unrolledSteps = (cell) => cells.find(({ name }) => name === cell).trainer.unrolledSteps;

/** How the exact gradient fares after the unrolled steps at the beginning. */
function ofExactGradient() {
  const cell = 'equilibrium-implicit';
  if (seedsOf(cell) < 2) return '';
  const unrolled = unrolledSteps(cell);
  const soon = unrolled + base.evaluateEvery;
  const before = scoresAfter(cell, unrolled);
  return claim(
    ` The gradient there is approximate, through five more turns. The exact one, by implicit differentiation, undoes what was learnt: ${exactAfter(cell, unrolled)} after
  the ${unrolled} unrolled steps at the beginning, ${exactAfter(cell, soon)} after ${soon}, ${exact(cell)} in the end${runsSoFar(cell)}. (It is exact only
  where the solvers arrive within the turns that they have, and of the trained network only ${settles(cell)} of the states settle.)`,
    [...scoresAfter(cell, soon)].every(([seed, score]) => score < before.get(seed)),
    [...scores(cell)].every(([seed, score]) => score < before.get(seed)),
  );
}

const inShort = [
  claim(
    `**A loop or a stack.** At equal computation the loop, with ${weights('tied')} weights and called 6 times, solves ${exact('tied')} of the puzzles; six networks in a row,
  with ${weights('untied')} weights, solve ${exact('untied')}${star('stack')}, and ${exact('untied-injection')}${star('readingStack')} where all six read the puzzle, so that they could do whatever the loop does. As with
  filters, a recursion takes few coefficients where its unrolled form takes many. But taps are computed, and weights must be learnt: trained four times as
  long, the stack reaches ${exact('untied-long')} at half the learning rate, the loop ${exact('tied-long')}${star('long')} at its own. (A stack as small as the loop was trained for the shorter time only,
  and learnt nothing in it.)`,
    shows('stack', 'readingStack', 'long'),
    [...scores('untied-narrow').values()].every((score) => score === 0),
  ),
  claim(
    `**Read at every call.** With two calls, where stacks learn something, too, the loop solves ${exact('tied-2')} and the stack ${exact('untied-2-injection')}${star('two')} if each call reads the
  puzzle; if only the first does, ${exact('tied-2-start')}${star('readingTwo')} and ${exact('untied-2')}. With six the loop falls from ${exact('tied')} to ${exact('tied-start')}${star('reading')}. So a loop needs an input, as a filter
  has one. In a stack no such gain was seen (${points(scores('untied-2-injection'), scores('untied-2'))}).`,
    shows('two', 'readingTwo', 'reading'),
    notToldApart(scores('tied-2-start'), scores('untied-2')),
    notToldApart(scores('untied-2-injection'), scores('untied-2')),
  ),
  claim(
    `**Cut or trained short.** Trained at 12 calls and cut at 6, the loop solves ${exact('tied-12', 6)}; trained at 6, ${exact('tied')}${star('cut')}. In
  the same way a cut impulse response makes a worse FIR filter than one designed for that length.`,
    shows('cut'),
  ),
  claim(
    `**Run on.** Trained at 6 calls, the loop goes on to ${exact('tied', 12)}${star('on')} after 12 and ${exact('tied', 64)}${star('onLong')} after 64, like a filter that was
  read before it had settled. Trained at 2 calls, it loses what it had: ${exact('tied-2')} become ${exact('tied-2', 64)}${star('lost')} after 64.`,
    shows('on', 'onLong', 'lost'),
  ),
  claim(
    `**Poles.** Nothing in the training asks for it, but the state of a loop may come to rest: within some 64 calls on ${settlesAt('tied-2', 'tied-4', 'tied', 'tied-12', 'tied-16')} % of the
  puzzles if it was trained at 2, 4, 6, 12, 16 calls, on ${settlesAt('untrained')} % if it was not trained. Near its point of rest the state behaves like that of a filter. The
  Jacobian is the matrix of how each number of the state depends on each before the call; the magnitude of its largest eigenvalue, the leading pole, is the factor by which a
  call shrinks what is left of the way. It is so from where a call changes the state by a hundredth: radius and measured decay have a rank correlation over puzzles
  of ${correlates('tied')}, in the other networks whose poles [the page of details](docs/what-we-found.md#poles) lists from ${Math.min(...ofRanks).toFixed(2)} on, of TRM on parity
  ${correlates('parity-trm')}. The likeness breaks down in that a filter has its poles once and for all, while a network has others for
  every puzzle, or none; and not every loop settles as often: at half the learning rate on ${settles('tied-slow')}, after four times the training on
  ${settles('tied-long')}.`,
    mean(correlations('tied')) > 0.9,
    Math.min(...ofRanks) > 0.7,
    mean(settledShares('tied')) > 0.8,
    mean(settledShares('tied-2')) < 0.1,
    mean(settledShares('tied-slow')) < mean(settledShares('tied')),
    mean(settledShares('tied-long')) < mean(settledShares('tied')),
  ),
  claim(
    `**Does a pole know whether the answer is right?** In part, and not in every network: of a wrong and a right answer of the loop, from all puzzles,
  settled or not, the wrong one has the larger leading eigenvalue with a probability of ${tells('tied')}, trained at 12 calls ${tells('tied-12')}, at half the learning rate ${tells('tied-slow')}, where 0.5 is chance. How much the last call still changed the state tells as much, and is known for free.`,
    interval(aucs('tied').filter(Number.isFinite))[0] > 0.5,
    notToldApart(bySeed(aucs('tied')), bySeed(aucs('tied', 'residual'))),
    mean(aucs('tied', 'residual')) >= mean(aucs('tied')),
    mean(aucs('tied-slow').filter(Number.isFinite)) < 0.6,
  ),
  claim(
    `**TRM** is cut by design. At equal computation in training it sees ${seen('trm')} puzzles, the loop ${seen('tied-slow')}, and its
  answer takes 24 calls, the loop's 6: it solves ${exact('trm')}, the loop at the same rate ${exact('tied-slow')}. Its seeds differ too much to tell which is better. Trained four
  times as long it solves ${exact('trm-long')}. Without the feedback of its answer to its other state it is steady: ${exact('trm-no-feedback')}${star('feedback')}, which is more
  than the loop solves at the same rate (${points(scores('trm-no-feedback'), scores('tied-slow'))}), and cannot be told apart from the loop at its own.`,
    mean([...scores('trm-long').values()]) > mean([...scores('trm').values()]),
    notToldApart(scores('trm'), scores('tied-slow')),
    shows('feedback'),
    notToldApart(scores('trm-no-feedback'), scores('tied')),
  ),
  claim(
    `**Equilibria.** Instead of running the loop, a solver can search for the state in which it would come to rest. A network that was trained as a loop for its first ${unrolledSteps('equilibrium')} steps,
  then where a solver stopped, and is scored where one stops after up to 100 turns, solves ${exact('equilibrium')}, which cannot be told apart from what the loop solves in 6
  calls. At equal calls the loop is ahead: after 16 of either, ${exact('tied', 16)} against ${exact('equilibrium', 16)}${star('equilibrium16')}; after 64, ${exact('tied', 64)} against
  ${exact('equilibrium', 64)}${star('equilibrium64')}.${ofExactGradient()}`,
    notToldApart(scores('equilibrium'), scores('tied')),
    shows('equilibrium16', 'equilibrium64'),
  ),
  claim(
    `**Never to forget.** Prefix parity asks at each of ${tasks.parity.length} places whether the ones so far are odd in number: it never forgets, like a filter whose pole is on the
  unit circle. Neither loop nor stack learns it: ${exact('parity-tied')} and ${exact('parity-untied')} of the rows are wholly right. TRM gets ${exact('parity-trm')}${star('parityTrm')}, the equilibrium ${eachRun('parity-equilibrium')} % in its five runs. Leaky
  parity forgets like a filter with a pole at ${tasks.leaky.pole}. The loop and the equilibrium learn it, after 16 calls ${exact('leaky-tied', 16)} against ${exact('leaky-equilibrium', 16)}${star('leaky16')}, after 64
  ${exact('leaky-tied', 64)} against ${exact('leaky-equilibrium', 64)}${star('leaky64')}; the stack does not, with ${exact('leaky-untied')}${star('leakyStack')}.`,
    shows('parityTrm', 'leakyStack', 'leaky16', 'leaky64'),
    ...['parity-tied', 'parity-untied', 'leaky-untied'].map((cell) => mean([...scores(cell).values()]) < 0.1),
    seedsOf('parity-equilibrium') === 5,
  ),
]
  .map((sentence) => `- ${sentence}`)
  .join('\n');

const wanted = cells.length * seeds.length;
const isWhole = runs.length === wanted;
const progress = `${isWhole ? `All ${wanted}` : `${runs.length} of the ${wanted}`} training runs of the study are done (to ${finished.last.slice(0, 10)})`;

const { hCycles, lCycles, haltMaxSteps } = cells.find(({ name }) => name === 'trm').model;
const callsOfTrm = hCycles * (lCycles + 1) * haltMaxSteps;

const section = `One small network, two blocks of attention and feed-forward, was trained on 6×6 Sudokus as a **loop**, called again and again; several such networks were
trained as a **stack**, each called once, the way language models are built. A stack reads the puzzle only at its first network. **TRM**, the Tiny Recursive Model, is a loop of two
states that are carried on from one step of training to the next; here it is a small one, with ${callsOfTrm} calls to an answer, where the published one has ${3 * (6 + 1) * 16} on Sudokus. Each
was trained five times, from different seeds; the figure shows the share of test puzzles that are wholly right after a given number of calls, as a mean over these runs. A dot marks the number of calls that a network was trained for, the bar through it the 95 % interval of the mean.

![The share of Sudokus solved after so many calls of the network, for networks trained at different depths: one that is called again and again, and stacks of networks.](docs/what-we-found.svg)

In brackets is the 95 % interval of the mean (*in all 5*: the same in all runs). An asterisk marks a difference that stays at the 5 % level after Holm's correction for
${compared} comparisons, more than this section and the notebooks make together; the others hold each for itself.

${inShort}

These are small networks, of one width for each task (a narrower stack aside), small puzzles and a modest training effort; with more training
the order may change. [All networks and tasks](docs/what-we-found.md), mazes among them, have their tables; notebooks [04](notebooks/04-unrolling.ipynb) and
[06](notebooks/06-poles-of-a-network.ipynb) show them seed by seed and say where the likeness to filters holds and where it breaks. ${progress};
\`npm run study -- unrolling\` ${isWhole ? 'made them, and trains whatever is removed or changed anew' : 'trains what is missing'}.
`;

const mazes = (cell) => (seedsOf(cell) > 0 ? [exact(cell), exactOn('larger-maze', cell)] : [exact(cell), '–']);
const sequences = (name, ...ends) => [name, ...ends.map((cell) => (seedsOf(cell) > 0 ? exact(cell) : '–'))];

const range = (values, shown) => {
  const known = values.filter(Number.isFinite);
  return `${shown(Math.min(...known))} to ${shown(Math.max(...known))}`;
};
const times = (value) => value.toPrecision(2);
const floor = callsTo('tied', 1e-6);
const atFloor = floor.filter(Number.isFinite);
const meanScore = (cell, calls) => mean([...scores(cell, calls).values()]);
/** What single runs had suggested, what the study has, and what follows, which must then hold. */
const asked = (pilot, study, verdict, ...shown) => [pilot, study, claim(verdict, ...shown)];

const pilot = markdownTable(
  ['the pilot', 'the study', ''],
  [
    asked(
      'TRM 99 %, the loop 88 %',
      `${exact('trm')} and ${exact('tied')}; trained four times as long ${exact('trm-long')} and ${exact('tied-long')}`,
      'TRM is not ahead',
      meanScore('trm') < meanScore('tied'),
      meanScore('trm-long') < meanScore('tied-long') + 0.02,
    ),
    asked(
      'a stack of as many calls 49 %',
      `${exact('untied')}; trained four times as long ${exact('untied-long')}`,
      'behind the loop: confirmed',
      isMore(scores('tied'), scores('untied')),
      meanScore('untied-long') < meanScore('tied-long'),
    ),
    asked(
      'a stack whose networks all read the puzzle 11 %',
      `six of them ${exact('untied-injection')}; two ${exact('untied-2-injection')}, ${exact('untied-2')} if the first alone reads it`,
      'that reading does harm: not seen',
      notToldApart(scores('untied-2-injection'), scores('untied-2')),
      notToldApart(scores('untied-injection'), scores('untied')),
    ),
    asked(
      'TRM after the first of its supervision steps 3 %',
      `trained four times as long ${exact('trm-long', 6)}, of ${exact('trm-long')} in the end`,
      'most comes by carrying on: confirmed',
      meanScore('trm-long', 6) < 0.5 * meanScore('trm-long'),
    ),
    asked(
      'the loop 86 to 89 % at its 6 calls, 97 to 99 % from 12 on',
      `${exact('tied')}, ${exact('tied', 12)} after 12`,
      'confirmed',
      isMore(scores('tied', 12), scores('tied')),
    ),
    asked(
      'the state of the loop at the floor of float32 after 24 to 48 calls',
      `the median residual below 10⁻⁶ after ${range(floor, String)} calls in ${atFloor.length} of ${floor.length} runs`,
      'confirmed, but not for all runs',
      atFloor.every((calls) => calls >= 20 && calls <= 48),
      atFloor.length >= 3 && atFloor.length < floor.length,
    ),
    asked(
      'of the settled a median radius of 0.67 and a measured decay of 0.65, correlated by 0.80 over puzzles',
      `${inDigits(medians('tied', 'radius'))} and ${inDigits(medians('tied', 'decay'))}; rank correlation ${correlates('tied')}`,
      'confirmed',
      Math.abs(mean(medians('tied', 'radius')) - mean(medians('tied', 'decay'))) < 0.05,
      mean(correlations('tied')) > 0.8,
    ),
    asked(
      'a radius of 0.89 where the answer is wrong',
      `${poles('tied')[3]} against ${poles('tied')[2]} where it is right; at half the rate ${poles('tied-slow')[3]} against ${poles('tied-slow')[2]}`,
      'the same way, but not at half the rate',
      Math.abs(Number.parseFloat(poles('tied-slow')[3]) - Number.parseFloat(poles('tied-slow')[2])) < 0.05,
      Number.parseFloat(poles('tied')[3]) > Number.parseFloat(poles('tied')[2]) + 0.1,
    ),
    asked(
      'residuals of wrong answers 4 to 6000 times as large after 8 to 16 calls',
      `${range(wrongOverRight('tied', 8), times)} times after 8, ${range(wrongOverRight('tied', 16), times)} times after 16`,
      'larger, but by less',
      wrongOverRight('tied', 16).every((ratio) => ratio > 1 && ratio < 100),
    ),
    asked(
      'TRM at the floor between 16 and 24 supervision steps',
      `a median residual of ${range(lastResiduals('trm-long'), (value) => value.toExponential(0))} after 11, trained four times as long`,
      'near it; not run on so far',
      lastResiduals('trm-long').every((residual) => residual < 1e-3),
    ),
  ],
  '---',
);

const details = `# What we found, network by network

\`node docs/found.mjs\` writes this page, and the README's section, from the tables of [data/results](../data/results/README.md). ${progress}, in ${Math.round((seconds.training + seconds.measuring) / 3600)} hours of a core.

A network has two blocks of attention and feed-forward. *One network* is called again and again; a stack has several, each called once, and reads the puzzle
at first only, unless something else is said. A stack whose networks all read it is the unrolled recursion, with a set of weights of its own for each call. The learning rate is 0.002;
half of that on parity and leaky parity, and where the table says so. The names are those of the study's file,
of the tables and of the notebooks.

## Sudokus

${shares}

Means over seeds, in brackets their 95 % interval where there are three or more: it says how well the mean is known over trainings, on the same puzzles (*in all*: all are alike).
*As trained* is at the depth of training: for the equilibrium where the solver stops, after up to 100 iterations; for TRM after 24 calls, so that 12 are half of them. Beyond its
depth a stack begins again with its first network. Where one run of five fails, as of \`tied-16\`, the mean says little: the last column has each${missing.length > 0 ? `. Not measured yet: ${missing.join(', ')}` : ''}.

## Poles

A network that is called until its state no longer changes has come to a fixed point, and the eigenvalues of its Jacobian there are its poles. *Settles* is the share of
test puzzles whose state comes to rest within some 64 calls, so that a call changes it by less than a thousandth; slow ones are left out. The *rank correlation* is
that of the leading pole's radius with the decay of the residual as measured on the way, over the settled puzzles of a run, in runs that have at least ten with a decay. The last columns have their median radius where the answer is
right in the end, and where it is wrong, in the runs that have at least four of both.

${circle}

## Prefix parity

Whole rows of ${tasks.parity.length} places right at the depth of training. Parity never forgets, like a filter whose pole is on the unit circle; its leaky sister does, with a pole at ${tasks.leaky.pole}.

${markdownTable(
  ['rows wholly right', 'parity', 'leaky'],
  [
    sequences('one network, trained at 2 calls', 'parity-tied-2', 'leaky-tied-2'),
    sequences('the same, trained at 6 calls', 'parity-tied', 'leaky-tied'),
    sequences('the same, trained at 12 calls', 'parity-tied-12', 'leaky-tied-12'),
    sequences('the same, trained where a solver stops', 'parity-equilibrium', 'leaky-equilibrium'),
    sequences('TRM, half as many steps again', 'parity-trm', 'leaky-trm'),
    sequences('two networks', 'parity-untied-2', 'leaky-untied-2'),
    sequences('six networks', 'parity-untied', 'leaky-untied'),
  ],
)}

Up to which place of parity at least nine answers in ten are right, seed by seed:

${markdownTable(
  ['up to which place', 'after so many calls', 'each run'],
  [
    ...[2, 4, 6, 12, 64].map((calls) => ['one network, trained at 6 calls', calls, reach('parity-tied', calls)]),
    ['TRM', 24, reach('parity-trm', 24)],
    ['one network, trained where a solver stops', 64, reach('parity-equilibrium', 64)],
    ['six networks', 6, reach('parity-untied', 6)],
  ],
)}

${claim(
  `On leaky parity the loop is ahead of the equilibrium after 16 calls of either, ${exact('leaky-tied', 16)} against ${exact('leaky-equilibrium', 16)}; after 64 it is the other way round,
${exact('leaky-tied', 64)} against ${exact('leaky-equilibrium', 64)}.`,
  isMore(scores('leaky-tied', 16), scores('leaky-equilibrium', 16)),
  isMore(scores('leaky-equilibrium', 64), scores('leaky-tied', 64)),
)}

## Mazes

Mazes of ${tasks.maze.size}×${tasks.maze.size} cells, at random places of a square of ${tasks.maze.canvas}×${tasks.maze.canvas}; and, not seen in training, mazes that fill it.

${markdownTable(
  ['ways wholly right', 'as trained', 'larger mazes'],
  [
    ['one network, called 6 times', ...mazes('maze-tied')],
    ['the same, trained where a solver stops', ...mazes('maze-equilibrium')],
    ['TRM, half as many steps again', ...mazes('maze-trm')],
    ['six networks', ...mazes('maze-untied')],
  ],
)}

## Beside a pilot

Before the study, one to three runs of each network in PyTorch (width 64, 12 blocks, Sudokus with as few clues as possible, ten minutes each) had suggested what to look for. What
became of it, in the study's own setting (width 48, Sudokus with ${tasks.sudoku.clues} clues):

${pilot}
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
  ['tied-2', 'loop, trained at 2 calls'],
  ['tied', 'loop, at 6 calls'],
  ['tied-12', 'loop, at 12 calls'],
  ['tied-long', 'loop, at 6, four times as long'],
  ['trm', 'TRM, at 4 × 6 calls'],
  ['untied', 'stack of six'],
  ['untied-long', 'stack, four times as long'],
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
const written = {
  '../README.md': `${before}${begin}${section}${end}${rest.split(end)[1]}`,
  'what-we-found.md': details,
  'what-we-found.svg': figure[Symbol.for('Jupyter.display')]()['image/svg+xml'],
};
for (const [file, text] of Object.entries(written)) {
  if (!process.argv.includes('--check')) writeFileSync(here(file), text);
  else if (!existsSync(here(file)) || readFileSync(here(file), 'utf8') !== text) {
    console.error(`docs/${file} says other things than data/results; node docs/found.mjs writes it anew.`);
    process.exitCode = 1;
  }
}
