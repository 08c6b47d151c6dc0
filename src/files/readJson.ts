import { readFileSync } from 'node:fs';
import { at } from './at';
import type { Shape } from './shape';

/**
 * @param wrong - how to begin where the content is not of that shape; default the place
 * @throws Error if the text is no JSON, RangeError if what it holds is not of that shape; both name its place
 */
export function parseJson<Content>(place: string, text: string, shape?: Shape, wrong = place): Content {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${place} is no JSON: ${(error as Error).message}`);
  }
  at(wrong, () => shape?.(content, ''));
  return content as Content;
}

/**
 * What a file of JSON holds.
 *
 * @param kind - what a file of another shape is not, such as 'is no result of a study'
 * @param cure - what to do about a file that is not as it should be
 * @throws what the file system says; Error or RangeError that names the file, what is wrong in it, and the cure
 */
export function readJson<Content>(
  path: string,
  shape?: Shape,
  { kind, cure }: { kind?: string; cure?: string } = {},
): Content {
  const text = readFileSync(path, 'utf8');
  try {
    return parseJson(path, text, shape, kind && `${path} ${kind}`);
  } catch (error) {
    if (cure) (error as Error).message = `${(error as Error).message.replace(/\.$/, '')}; ${cure}.`;
    throw error;
  }
}
