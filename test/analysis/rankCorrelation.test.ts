import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rankCorrelation } from 'polezero/analysis';
import { assertClose } from '../dsp/golden';
import { golden } from './golden';

describe('rankCorrelation', () => {
  it("is SciPy's, ties included", () => {
    for (const { x, y, rho, p } of golden.ranks) {
      const found = rankCorrelation(x, y, { resamples: 20 });
      assertClose([found.rho], [rho], 1e-12, `rho of ${x.length}`);
      assert(Math.abs(found.p / p - 1) < 1e-6, `p of ${x.length}: ${found.p}, ${p}`);
    }
  });

  it("has SciPy's interval but for the luck of the draw", () => {
    const { x, y, interval, standardError } = golden.rankInterval;
    const { low, high } = rankCorrelation(x, y, { resamples: 20_000, seed: 1 });
    assert(Math.abs(low - interval[0]) < 0.1 * standardError, `${low}, ${interval[0]}`);
    assert(Math.abs(high - interval[1]) < 0.1 * standardError, `${high}, ${interval[1]}`);
  });

  it('sees only the order', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
      minLength: 3,
      maxLength: 12,
    });
    fc.assert(
      fc.property(pairs, (all) => {
        const [x, y] = [all.map(([a]) => a), all.map(([, b]) => b)];
        const { rho } = rankCorrelation(x, y, { resamples: 1 });
        const other = rankCorrelation(
          x.map(Math.exp),
          y.map((b) => -(b ** 3)),
          { resamples: 1 },
        ).rho;
        assert(Number.isNaN(rho) ? Number.isNaN(other) : Math.abs(rho + other) < 1e-12);
      }),
    );
  });

  it('is NaN where there is no order', () => {
    const { rho, low, high, p } = rankCorrelation([1, 2, 3], [5, 5, 5]);
    assert([rho, low, high, p].every(Number.isNaN));
  });

  it('leaves out resamples without an order', () => {
    const { rho, low, high, p } = rankCorrelation([1, 2, 3, 4], [1, 2, 3, 4]);
    assert.deepEqual(
      [rho, low, high].map((value) => Math.round(1e9 * value) / 1e9),
      [1, 1, 1],
    );
    assert(p < 1e-9);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => rankCorrelation([1, 2], [1]), /y has one number/);
    assert.throws(() => rankCorrelation([1, 2], [1, 2, 3]), /y has 3 numbers and x has 2/);
    assert.throws(() => rankCorrelation([1, 2], [1, 2], { ties: 1 } as object), /Unknown option 'ties'/);
  });
});
