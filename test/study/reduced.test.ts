import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cells, type Reference, reduced, train } from './reduced';
import { project } from './tiny';

const stored: Record<string, Reference> = JSON.parse(
  readFileSync(join(project, 'test', 'study', 'golden', 'reduced.json'), 'utf8'),
);

/** Weights that are off by 1e-5, a hundred times float32's rounding, change a loss by 2e-5 at most; another seed changes it by 1e-2. */
const tolerance = 1e-4;

describe('the study of unrolling, at reduced size', () => {
  for (const cell of cells) {
    const { run, losses, accuracy } = stored[cell];

    it(`${cell} is what was stored`, () =>
      assert.deepEqual(reduced(cell), run, 'the study has changed: node build/test/study/generate.js'));

    it(`${cell} learns as it was stored`, async () => {
      const now = await train(run);
      assert.equal(now.losses.length, losses.length);
      for (const [i, loss] of losses.entries())
        assert(Math.abs(now.losses[i] / loss - 1) < tolerance, `loss ${i}: ${now.losses[i]}, stored ${loss}`);
      for (const [i, share] of accuracy.entries())
        assert(Math.abs(now.accuracy[i] - share) < 0.01, `accuracy ${i}: ${now.accuracy[i]}, stored ${share}`);
    });
  }
});
