// What docs/found.mjs says of the study: its tables, and each number in words.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { holm, pairedTest, spearman, studentInterval } = require('polezero/analysis');
const { intact } = require('polezero/tasks');

const here = (path) => new URL(path, import.meta.url);

/** The rows of one of the study's tables; numbers where there are some, null for an empty field. */
function table(name) {
  const path = fileURLToPath(here(`../data/results/unrolling${name}.csv`));
  const [header, ...lines] = readFileSync(intact(path), 'utf8').trim().split('\n');
  const columns = header.split(',');
  const value = (text) => (text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text));
  return lines.map((line) => Object.fromEntries(line.split(',').map((text, i) => [columns[i], value(text)])));
}

export const runs = table('');
const everyDepth = table('-depth');
export const depths = everyDepth.filter(({ set }) => set === 'test');
const puzzles = table('-puzzles').filter(({ set }) => set === 'test');
const positions = table('-positions');
const curves = table('-training');
export const { finished, seconds } = JSON.parse(
  readFileSync(here('../data/results/unrolling.provenance.json'), 'utf8'),
);
export const { base, cells, seeds, tasks } = JSON.parse(readFileSync(here('../studies/unrolling.json'), 'utf8'));

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
export const of = (rows, cell) => rows.filter((row) => row.cell === cell);

const whole = (share) => (100 * share).toFixed(0);
const digits = (value) => value.toFixed(2);

/** The 95 % interval of a mean within what is possible; undefined for fewer than three values. */
export function interval(values, [least, most] = [0, 1]) {
  if (values.length < 3) return undefined;
  const { low, high } = studentInterval(values);
  return [Math.max(least, low), Math.min(most, high)];
}

/** The mean over seeds, with its interval where there is one. */
function overSeeds(values, shown, unit = '', range = [0, 1]) {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return values.length === 0 ? 'not measured yet' : '–';
  const [low, high] = interval(known, range) ?? [];
  const between = low === high ? `in all ${known.length}` : `${shown(low)} to ${shown(high)}`;
  // An interval that rounding makes a single number says nothing more than the mean.
  const said = low !== undefined && (low === high || shown(low) !== shown(high));
  return `${shown(mean(known))}${unit}${said ? ` (${between})` : ''}`;
}
const share = (values) => overSeeds(values, whole, ' %');

/** Scores of a network by seed: at the depth of training, or after so many calls. */
export const scores = (cell, calls) =>
  new Map(
    (calls === undefined ? of(runs, cell) : of(depths, cell).filter((row) => row.calls === calls)).map((row) => [
      row.seed,
      row.exact,
    ]),
  );
export const exact = (cell, calls) => share([...scores(cell, calls).values()]);
/** Run by run, in per cent. */
export const eachRun = (cell) => [...scores(cell).values()].map(whole).join(', ');

/** Scores by seed after so many steps of training. */
export const scoresAfter = (cell, step) =>
  new Map(
    of(curves, cell)
      .filter((row) => row.step === step)
      .map((row) => [row.seed, row.exact]),
  );
export const exactAfter = (cell, step) => share([...scoresAfter(cell, step).values()]);

/** On another set, at the depth of training; of an equilibrium after the most calls that were tried. */
export const exactOn = (set, cell) =>
  share(
    of(runs, cell).map((run) => {
      const own = everyDepth.filter((row) => row.cell === cell && row.set === set && row.seed === run.seed);
      const calls = run.calls === null ? Math.max(...own.map((row) => row.calls)) : run.calls * run.supervisionSteps;
      return own.find((row) => row.calls === calls)?.exact;
    }),
  );

/** Up to which place from the beginning of a sequence at least nine answers in ten are right, seed by seed. */
export function reach(cell, calls) {
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

/** A run's puzzles were chosen so that right and wrong ones are as many; of all test puzzles, the share of which something is true. */
function shareOfAll(run, rows, isTrue) {
  const all = depths.filter(({ cell, seed }) => cell === run.cell && seed === run.seed);
  const right = all.reduce((last, row) => (row.calls > last.calls ? row : last)).exact;
  const among = (value) => {
    const own = rows.filter((row) => row.right === value);
    return own.length === 0 ? 0 : mean(own.map((row) => Number(isTrue(row))));
  };
  return right * among(1) + (1 - right) * among(0);
}

/** The rank correlation of leading pole and measured decay, if enough puzzles settle slowly enough to have both. */
function correlation(rows) {
  const known = rows.filter((row) => isSettled(row) && row.decay !== null);
  if (known.length < 10) return Number.NaN;
  return spearman(
    known.map((row) => row.radius),
    known.map((row) => row.decay),
  );
}

const withPuzzles = (name) =>
  of(runs, name).map((run) => ({ run, rows: of(puzzles, name).filter(({ seed }) => seed === run.seed) }));

/** Run by run: the share of test puzzles that settle, and the rank correlation of leading pole and decay. */
export const settledShares = (name) => withPuzzles(name).map(({ run, rows }) => shareOfAll(run, rows, isSettled));
export const correlations = (name) => withPuzzles(name).map(({ rows }) => correlation(rows));

/** By seed: how often a number, as the leading eigenvalue, is larger of a wrong answer than of a right one; in runs that have four of both. */
export const aucs = (name, column = 'radius') =>
  withPuzzles(name).map(({ rows }) => {
    const [wrong, good] = [0, 1].map((right) => rows.filter((row) => row.right === right && row[column] !== null));
    if (Math.min(wrong.length, good.length) < 4) return Number.NaN;
    const wins = wrong.flatMap((w) => good.map((g) => (1 + Math.sign(w[column] - g[column])) / 2));
    return mean(wins);
  });
export const tells = (name) => overSeeds(aucs(name), digits);

/** The same in words. */
export const settles = (name) => share(settledShares(name));
export const correlates = (name) => overSeeds(correlations(name), digits, '', [-1, 1]);

/** The medians of radius and of decay over the settled puzzles of a run that have both. */
export const medians = (name, column) =>
  withPuzzles(name).map(({ rows }) => {
    const known = rows.filter((row) => isSettled(row) && row.decay !== null);
    return known.length < 10 ? Number.NaN : median(known.map((row) => row[column]));
  });
export const inDigits = (values) => overSeeds(values, digits, '', [0, Number.POSITIVE_INFINITY]);

/** Run by run: after how many calls the median residual is first below a limit; Infinity where it never is. */
export const callsTo = (name, limit) =>
  of(runs, name).map(({ seed }) =>
    Math.min(
      ...of(depths, name)
        .filter((row) => row.seed === seed && row.residual < limit)
        .map(({ calls }) => calls),
    ),
  );

/** Run by run: the median residual after so many calls, of puzzles that are wrong in the end over that of those that are right. */
export const wrongOverRight = (name, calls) =>
  of(depths, name)
    .filter((row) => row.calls === calls && row.residualRight !== null && row.residualWrong !== null)
    .map(({ residualRight, residualWrong }) => residualWrong / residualRight);

/** Run by run: the median residual at the end, per call. */
export const lastResiduals = (name) =>
  of(runs, name).map(({ seed }) => {
    const own = of(depths, name).filter((row) => row.seed === seed);
    return own.reduce((last, row) => (row.calls > last.calls ? row : last)).residual / callsEach.get(name);
  });

/** Each run is one number; what is said is the mean over runs. */
export function poles(name) {
  const own = withPuzzles(name);
  // Right and wrong answers are compared within the same runs.
  const ofKind = ({ rows }, right) => rows.filter((row) => row.right === right && isSettled(row));
  const both = own.filter((each) => [0, 1].every((right) => ofKind(each, right).length >= 4));
  const radius = (right) => {
    const medians = both.map((each) => median(ofKind(each, right).map((row) => row.radius)));
    return medians.length === 0 ? '–' : overSeeds(medians, digits, '', [0, Number.POSITIVE_INFINITY]);
  };
  return [settles(name), correlates(name), radius(1), radius(0), both.length];
}

const paired = (first, other) => {
  const both = [...first.keys()].filter((seed) => other.has(seed));
  return [first, other].map((each) => both.map((seed) => each.get(seed)));
};

/** The interval of the mean difference of two networks, seed by seed. */
export function difference(first, other) {
  const [left, right] = paired(first, other);
  return studentInterval(left.map((value, i) => value - right[i]));
}

/** Of several comparisons by name: which stay at 5 % after Holm's correction for a number of comparisons, these among them. */
export function staying(comparisons, number) {
  const names = Object.keys(comparisons);
  const p = names.map((name) => pairedTest(...paired(...comparisons[name]), { method: 't' }).p);
  const raised = holm([...p, ...Array(number - p.length).fill(1)]);
  return new Set(names.filter((_, i) => raised[i] < 0.05));
}
