import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that nobody ever sees half of it. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
