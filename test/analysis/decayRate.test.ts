import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decayRate } from 'polezero/analysis';
import { random } from 'polezero/numeric';
import { assertClose } from '../dsp/golden';

const falling = (rate: number, length: number, first = 1) => Array.from({ length }, (_, k) => first * rate ** k);

describe('decayRate', () => {
  it('is the factor of a geometric sequence, whatever comes before it and after', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 0.88, noNaN: true }), fc.integer({ min: 0, max: 9 }), (factor, before) => {
        const early = Array.from({ length: before }, (_, k) => 1.5 + (k % 3));
        // It levels off where float32 does.
        const values = [...early, ...falling(factor, 120)].map((value) => Math.max(value, 3e-7));
        const { rate, from, to, fit } = decayRate(values);
        assert(Math.abs(rate - factor) < 1e-3, `${rate}, ${factor}`);
        assert(values[from] <= 1e-2 && values[from - 1] > 1e-2);
        assert(values[to - 1] >= 3e-6 && values[to] < 3e-6);
        assert(fit > 0.999);
      }),
    );
  });

  it('of noisy decay is near the factor, and its fit says how noisy', () => {
    const { normal } = random(3);
    const noisy = falling(0.8, 60).map((value) => value * Math.exp(0.5 * normal()));
    const { rate, fit } = decayRate(noisy);
    assert(Math.abs(rate - 0.8) < 0.03 && fit > 0.8 && fit < 0.99, `${rate}, ${fit}`);
  });

  it('is NaN where nothing decays, or too fast to tell; about 1 on a level', () => {
    const cases = [falling(1, 50), [...falling(0.5, 30), 0.5], falling(0.01, 20), [0.5, Number.NaN, 0.2], []];
    for (const values of cases) {
      const { rate, from, to, fit } = decayRate(values);
      assert(Number.isNaN(rate) && Number.isNaN(fit) && from === to, `${values}`);
    }
    assertClose([decayRate(falling(1, 50, 1e-3)).rate], [1], 1e-12);
  });

  it('keeps to the bounds it is given', () => {
    const bent = [...falling(0.5, 8), ...falling(0.9, 40, 0.5 ** 8)];
    assert(decayRate(bent).rate > 0.88);
    assertClose([decayRate(bent, { transient: 2, floor: 0.5 ** 7.5 }).rate], [0.5], 1e-12);
    assert.equal(decayRate(bent, { transient: 2, floor: 0.5 ** 7.5 }).to, 8);
    assert(Number.isNaN(decayRate(bent, { least: 49 }).rate));
  });

  it('says what is wrong with an argument', () => {
    assert.throws(
      () => decayRate([1], { floor: 1e-3, transient: 1e-4 }),
      /transient is 0.0001; it must be above floor/,
    );
    assert.throws(() => decayRate([1], { least: 1 }), /least is 1/);
    assert.throws(() => decayRate(3 as never), /TypeError: residuals is 3; it must be an array of numbers/);
    assert.throws(() => decayRate([1, -0.5]), /RangeError: residuals\[1\] is -0.5; it must be at least 0/);
    assert.throws(() => decayRate(['1'] as never), /RangeError: residuals\[0\] is '1'/);
    assert(Number.isNaN(decayRate([1, Number.NaN]).rate));
    assert.throws(() => decayRate([1], { from: 1 } as object), /Unknown option 'from'/);
  });
});
