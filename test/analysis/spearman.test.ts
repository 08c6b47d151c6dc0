import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rankCorrelation, spearman } from 'polezero/analysis';
import { random } from 'polezero/numeric';
import { assertClose } from '../dsp/golden';
import { golden } from './golden';

describe('spearman', () => {
  it("is SciPy's, ties included, and rankCorrelation's", () => {
    for (const { x, y, rho } of golden.ranks) {
      assertClose([spearman(x, y)], [rho], 1e-12, `rho of ${x.length}`);
      assert.equal(spearman(x, y), rankCorrelation(x, y, { resamples: 1 }).rho);
    }
  });

  it('of a resample is that of its pairs: what is sorted once has the same ranks', () => {
    const { below } = random(3);
    const [x, y] = [0, 1].map(() => Float64Array.from({ length: 30 }, () => below(12)));
    const drawn: number[] = [];
    const again = random(1);
    for (let i = 0; i < 200; i++) {
      const indices = Int32Array.from({ length: 30 }, () => again.below(30));
      drawn.push(
        spearman(
          Float64Array.from(indices, (j) => x[j]),
          Float64Array.from(indices, (j) => y[j]),
        ),
      );
    }
    drawn.sort((a, b) => a - b);
    const level = 1 - 2 / 199; // from the second of the resamples to the last but one
    const { low, high } = rankCorrelation(x, y, { resamples: 200, seed: 1, method: 'percentile', level });
    assertClose([low, high], [drawn[1], drawn[198]], 1e-9);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => spearman([1], [1]), /x has one number/);
    assert.throws(() => spearman([1, 2], [1, 2, 3]), /y has 3 numbers and x has 2/);
  });
});
