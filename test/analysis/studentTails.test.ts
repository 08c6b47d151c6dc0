import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pairedTest, rankCorrelation } from 'polezero/analysis';

describe('the tails of Student’s distribution', () => {
  it('keep their digits: of one degree of freedom they are 2/π·arctan(1/t)', () => {
    for (const apart of [1e-3, 1e-6, 1e-8]) {
      const { p } = pairedTest([1 - apart, 1 + apart], [0, 0], { method: 't' });
      assert(Math.abs(p / ((2 / Math.PI) * Math.atan(apart)) - 1) < 1e-7, `${p}`);
    }
  });

  it('are those of a rank correlation, too: of 20 pairs of which two neighbours are exchanged', () => {
    const ranks = Array.from({ length: 20 }, (_, i) => i);
    const exchanged = [1, 0, ...ranks.slice(2)];
    const { p } = rankCorrelation(ranks, exchanged, { resamples: 1 });
    assert(Math.abs(p / 3.713627835952656e-24 - 1) < 1e-9, `${p}`); // SciPy's spearmanr
    assert.equal(rankCorrelation(ranks, ranks, { resamples: 1 }).p, 0);
  });
});
