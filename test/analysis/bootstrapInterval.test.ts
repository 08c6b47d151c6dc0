import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bootstrapInterval, studentInterval } from 'polezero/analysis';
import { random } from 'polezero/numeric';
import { assertClose } from '../dsp/golden';
import { golden } from './golden';

const spread = (sample: Float64Array) => Math.max(...sample) - Math.min(...sample);

describe('bootstrapInterval', () => {
  it("is SciPy's of all resamples, where these can be enumerated", () => {
    for (const { values, statistic, level, method, interval } of golden.bootstraps) {
      const options = { level, method, ...(statistic === 'spread' && { statistic: spread }) };
      const { estimate, low, high } = bootstrapInterval(values, options);
      assertClose([low, high], interval, 1e-9, `${statistic} ${method} ${level} of ${values}`);
      const expected = statistic === 'spread' ? spread(Float64Array.from(values)) : values.reduce((s, v) => s + v, 0);
      assertClose([estimate], [statistic === 'spread' ? expected : expected / values.length], 1e-12, statistic);
    }
  });

  it("is SciPy's of drawn resamples but for the luck of the draw", () => {
    for (const { values, interval, standardError } of golden.largeBootstraps) {
      const { low, high } = bootstrapInterval(values, { resamples: 40_000, seed: 3 });
      for (const [found, expected] of [
        [low, interval[0]],
        [high, interval[1]],
      ])
        assert(Math.abs(found - expected) < 0.06 * standardError, `${found}, ${expected} ± ${standardError}`);
    }
  });

  it('is the same for the same seed, and moves with scale and offset', () => {
    const { normal } = random(1);
    const values = Float64Array.from({ length: 15 }, normal);
    const found = bootstrapInterval(values, { seed: 4 });
    assert.deepEqual(bootstrapInterval(values, { seed: 4 }), found);
    assert.notDeepEqual(bootstrapInterval(values, { seed: 5 }), found);
    const moved = bootstrapInterval(
      values.map((value) => 8 * value + 3),
      { seed: 4 },
    );
    assertClose(
      [moved.low, moved.high],
      [found.low, found.high].map((value) => 8 * value + 3),
      1e-9,
      'moved',
    );
  });

  it('of equal values is that value, and holds a statistic beyond all resamples', () => {
    assert.deepEqual(bootstrapInterval([2, 2, 2, 2]), { estimate: 2, low: 2, high: 2 });
    const { low, high } = bootstrapInterval([1, 2, 3, 4, 5], { statistic: spread });
    assert(low <= 4 && high === 4, `${low}, ${high}`);
  });

  it('of five values covers the mean 83 times in 100, of twenty 93, where Student does 95', () => {
    const trials = 1500;
    const { normal } = random(11);
    const coverage = (n: number, interval: (values: Float64Array) => { low: number; high: number }) => {
      let held = 0;
      for (let trial = 0; trial < trials; trial++) {
        const { low, high } = interval(Float64Array.from({ length: n }, normal));
        held += Number(low <= 0 && 0 <= high);
      }
      return held / trials;
    };
    const bootstrapped = (values: Float64Array) => bootstrapInterval(values, { resamples: 3125 });
    const drawn = (values: Float64Array) => bootstrapInterval(values, { resamples: 500 });
    const [five, twenty, student] = [
      coverage(5, bootstrapped),
      coverage(20, drawn),
      coverage(5, (values) => studentInterval(values)),
    ];
    // Three standard errors of a share of 1500.
    assert(five > 0.77 && five < 0.86, `${five}`);
    assert(twenty > 0.895 && twenty < 0.95, `${twenty}`);
    assert(student > 0.933 && student < 0.967, `${student}`);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => bootstrapInterval([]), /values is empty/);
    assert.throws(() => bootstrapInterval([1]), /values has one number; it needs at least two/);
    assert.throws(() => bootstrapInterval([1, Number.NaN]), /values\[1\] is NaN/);
    assert.throws(() => bootstrapInterval([1, 2], { level: 95 }), /level is 95; it must be between 0 and 1/);
    assert.throws(() => bootstrapInterval([1, 2], { resamples: 0 }), /resamples is 0/);
    assert.throws(() => bootstrapInterval([1, 2], { method: 'basic' as 'bca' }), /method is 'basic'/);
    assert.throws(() => bootstrapInterval([1, 2], { confidence: 0.9 } as object), /Unknown option 'confidence'/);
  });
});
