// The common shape of a row of any comparison, and what it says: ahead, level or behind.
//   { group, what, peer, unit, ours, theirs, ratio: { median, low, high }, profile, limit }
// ours and theirs are { median, min, max }; profile says where our time goes, if that was looked at; a ratio below 1 means that polezero is faster.
// Results from before 25 November 2026 lack the ends of some ratios.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { project, resultsFolder, resultsOf } from './measure.mjs';

const place = (group, file) => join(project, 'bench', group, file);

/** The comparisons, by their folders' names. */
export const groups = readdirSync(join(project, 'bench')).filter((name) => existsSync(place(name, 'compare.mjs')));

/** Those with peers; the others run only when they are named. */
export const comparisons = groups.filter((name) => existsSync(place(name, 'limits.mjs')));

export const hasResults = (group) => existsSync(join(resultsFolder, `${group}.json`));

/** The rows of one comparison's results: those published, or others. */
export async function rowsOf(group, results = resultsOf(group)) {
  const { rowsOf: rows } = await import(place(group, 'table.mjs'));
  const { limits } = await import(place(group, 'limits.mjs'));
  return rows(results).map((row) => ({ group, ...row, limit: limits.find(({ of }) => of.test(row.what)) }));
}

/** A group's page in Markdown, from its published results. */
export async function pageOf(group) {
  const { tableOf } = await import(place(group, 'table.mjs'));
  return tableOf(resultsOf(group));
}

/** Ratios nearer to 1 than this are level, however narrow their spread: so much two runs of one program may differ by where its code came to lie. */
const even = 1.05;

/** @returns 'ahead', 'level' or 'behind' */
export function standing({ ratio: { median, low = median, high = median } }) {
  if (high < 1 && median < 1 / even) return 'ahead';
  return low > 1 && median > even ? 'behind' : 'level';
}

/** Limits as a list in Markdown. */
export const listed = (limits) => limits.map(({ why }) => `- ${why.replaceAll('\n', '\n  ')}`).join('\n');

/** A ratio with its spread. */
export const ratioText = ({ median, low, high }) =>
  low === undefined ? median.toFixed(2) : `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
