import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './writeWhole';

/** The list of digests in a folder, as sha256sum writes it and checks it (`sha256sum -c SHA256SUMS`). */
export const sumsPath = (folder: string): string => join(folder, 'SHA256SUMS');

export const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The digests listed in a folder, by the names of the files; none if there is no list. */
export function readSums(folder: string): Map<string, string> {
  const path = sumsPath(folder);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** Lists the files of these names as they are now; the others that are listed stay. */
export function writeSums(folder: string, names: readonly string[]): void {
  const sums = readSums(folder);
  for (const name of names) sums.set(name, sha256(join(folder, name)));
  const lines = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => `${sum}  ${name}\n`);
  writeWhole(sumsPath(folder), lines.join(''));
}
