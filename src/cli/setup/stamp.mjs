import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject, inState } from './paths.mjs';

// A step is done when its stamp holds the digest of its inputs. The stamp goes before the step starts and is written, atomically, after it
// ends: a step that was interrupted has none.

/**
 * @param {string} path a file or folder of the project
 * @returns {string[]}
 */
function filesBelow(path) {
  const whole = inProject(path);
  if (!existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return [path];
  return readdirSync(whole, { withFileTypes: true })
    .filter((entry) => entry.name !== '__pycache__')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]));
}

/**
 * Digest of files and folders of the project and of plain values.
 * @param {string[]} paths
 * @param {unknown[]} values
 */
export function digest(paths, values = []) {
  const hash = createHash('sha256').update(JSON.stringify(values));
  for (const file of paths.flatMap(filesBelow)) hash.update(`\0${file}\0`).update(readFileSync(inProject(file)));
  return hash.digest('hex');
}

const stampFile = (/** @type {string} */ name) => inState('stamps', name);

/** @param {string} name */
export function readStamp(name) {
  try {
    return readFileSync(stampFile(name), 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} name */
export const removeStamp = (name) => rmSync(stampFile(name), { force: true });

/**
 * @param {string} name
 * @param {string} value
 */
export function writeStamp(name, value) {
  mkdirSync(inState('stamps'), { recursive: true });
  writeFileSync(`${stampFile(name)}.new`, value);
  renameSync(`${stampFile(name)}.new`, stampFile(name));
}
