import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

/** Waits, ten minutes at most, until something holds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 600_000;
  while (!holds()) {
    if (Date.now() > end) assert.fail(`waited in vain until ${what}`);
    await setTimeout(20);
  }
}
