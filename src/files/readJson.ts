import { readFileSync } from 'node:fs';
import { at } from './at';
import type { Shape } from './shape';

/** @throws Error if the text is no JSON, RangeError if what it holds is not of that shape; both name its place */
export function parseJson<Content>(place: string, text: string, shape?: Shape): Content {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${place} is no JSON: ${(error as Error).message}`);
  }
  at(place, () => shape?.(content, ''));
  return content as Content;
}

/**
 * What a file of JSON holds.
 *
 * @throws what the file system says; Error or RangeError that names the file and what is wrong in it
 */
export const readJson = <Content>(path: string, shape?: Shape): Content =>
  parseJson(path, readFileSync(path, 'utf8'), shape);
