import { basename, dirname } from 'node:path';
import { readSums, sha256, sumsPath } from '../files/sums';

/**
 * The path of a data file, if the file is what it is meant to be: its SHA-256 is the one that the list `SHA256SUMS` beside it has. A table that is cut
 * off at the end of a line is a table still, and nothing else would notice.
 *
 * @param path - of a file in `data`, or of a table that `npm run study -- collect` made in `data/results`
 * @returns the same path, to be read
 * @throws Error for a file that is not there, that the list has not, or that is not what the list says
 */
export function intact(path: string): string {
  const [list, name] = [sumsPath(dirname(path)), basename(path)];
  const [expected, found] = [readSums(dirname(path)).get(name), sha256(path)];
  const way =
    'Bring it back (git checkout, or for the tables of a study npm run study -- collect <study>); if it is meant to be as it is, list it anew: ' +
    `(cd ${dirname(path)} && sha256sum *.csv > SHA256SUMS).`;
  if (expected === undefined) throw new Error(`${list} has no digest of ${name}. ${way}`);
  if (found !== expected)
    throw new Error(`${path} is damaged or was changed: its SHA-256 is ${found}, but ${list} has ${expected}. ${way}`);
  return path;
}
