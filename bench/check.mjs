// How far a ratio may be from the published one before it counts as worse.
import { ratioText } from './rows.mjs';

/**
 * The least noise that is allowed for. Of two published runs of dsp, between which a machine had come to rest, nine rows in ten differ by less than
 * 1.4; so a row that is worse once is measured again.
 */
const leastNoise = 1.25;

/** The most: where the rounds lie further apart than this, a ratio that has doubled would pass for noise, and the machine is too restless to tell. */
const mostNoise = 2;

/** By which factor a ratio may have grown: the spreads of both, as far as they are known, one upon the other. */
export function noiseOf(published, measured) {
  const up = (published.high ?? published.median) / published.median;
  const down = measured.median / (measured.low ?? measured.median);
  return Math.min(mostNoise, Math.max(leastNoise, up * down));
}

/**
 * Rows that are worse than published, beyond noise.
 *
 * @returns a line for each, by the row's name
 */
export function checkRows(published, measured) {
  const lines = new Map();
  const before = new Map(published.map((row) => [row.what, row]));
  for (const row of measured) {
    const was = before.get(row.what);
    if (!was) {
      lines.set(
        row.what,
        `${row.group}: ${row.what}: is not among the published results: npm run bench -- ${row.group}`,
      );
      continue;
    }
    const noise = noiseOf(was.ratio, row.ratio);
    if (!(row.ratio.median <= noise * was.ratio.median))
      lines.set(
        row.what,
        `${row.group}: ${row.what}: ratio to ${row.peer} ${ratioText(row.ratio)}, published ${ratioText(was.ratio)}: worse by more than noise (×${noise.toFixed(2)})${noise === mostNoise ? ', or the machine is too restless to tell' : ''}`,
      );
  }
  const names = new Set(measured.map(({ what }) => what));
  for (const { group, what } of published)
    if (!names.has(what))
      lines.set(what, `${group}: ${what}: is published, but not measured any more: npm run bench -- ${group}`);
  return lines;
}

const machineParts = { cpu: 'processor', cores: 'number of cores', node: 'Node', platform: 'platform' };

/** What of the machine is otherwise than when the results were published. */
export const differences = (published, now) =>
  Object.entries(machineParts)
    .filter(([key]) => published[key] !== now[key])
    .map(([key, name]) => `another ${name} (${now[key]}, published ${published[key]})`);
