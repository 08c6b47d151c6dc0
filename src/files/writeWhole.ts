import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { scratchPath } from './scratch';

/**
 * Writes a file so that nobody ever sees half of it: whoever reads the path finds the old content or the whole new one, also after a crash.
 *
 * @param parts - written one after the other
 * @throws what the file system says, and of which file
 */
export function writeWhole(path: string, ...parts: (string | Uint8Array)[]): void {
  const draft = scratchPath(path);
  try {
    const file = openSync(draft, 'wx');
    try {
      for (const part of parts) writeFileSync(file, part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    (error as Error).message = `${path} was not written: ${(error as Error).message}`;
    throw error;
  }
}
