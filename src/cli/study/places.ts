import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const project = resolve(__dirname, '..', '..', '..');

/** Options that say where results and work folders are. */
export const places = {
  results: { type: 'string', default: join(project, 'data', 'results') },
  work: { type: 'string', default: join(project, '.study') },
} as const;

/** A study's file: the name of one in the folder studies, or a path. */
export function studyPath(given: string): string {
  const named = join(project, 'studies', `${given}.json`);
  return existsSync(named) ? named : given;
}

/** A path as a message shows it: within the project, from there. */
export function shown(path: string): string {
  const inside = relative(project, resolve(path));
  return inside.startsWith('..') ? path : inside;
}
