import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { targets } from './targets';

// A few cases of every target, the same each time; npm run fuzz goes on for as long as is wished.

describe('random cases', () => {
  for (const [name, load] of Object.entries(targets)) {
    it(`of ${name} all go well`, async () => {
      const target = await (await load()).open();
      try {
        const property = target.property as fc.IAsyncProperty<unknown>;
        const details = await fc.check(property, { seed: 2026, numRuns: target.share });
        assert(!details.failed, `npm run fuzz -- ${name} --seed 2026 --path ${details.counterexamplePath}`);
        assert.equal(details.numRuns, target.share);
        const made = target.summary?.() ?? '';
        // Where all is refused or left, nothing was tried.
        assert.match(made, /\b[1-9]\d* (calls|cells|compared|converged|read|set|trained)\b/);
      } finally {
        await target.close?.();
      }
    });
  }
});
