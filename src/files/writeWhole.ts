import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that nobody ever sees half of it, whatever happens meanwhile. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}
