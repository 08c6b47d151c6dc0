import { readFileSync } from 'node:fs';

/**
 * What a file of JSON holds.
 *
 * @param cure - what to do about a file that is none
 * @throws Error that names the file and the cure; what the file system says for a file that cannot be read
 */
export function readJson(path: string, cure: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is no JSON: ${(error as Error).message}; ${cure}.`);
  }
}
