import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { warmUp } from 'polezero/nn';

describe('warmUp', () => {
  it('rises to the base rate in 2000 steps and stays there', () => {
    const rates = [1, 1000, 1999, 2000, 1_000_000].map((step) => warmUp(step, 1e-4));
    assert.deepEqual(rates, [1e-4 / 2000, (1e-4 * 1000) / 2000, (1e-4 * 1999) / 2000, 1e-4, 1e-4]);
  });

  it('falls along half a cosine when it is to end lower', () => {
    const at = (step: number) => warmUp(step, 1, { warmUpSteps: 100, minRatio: 0.1, totalSteps: 1100 });
    for (const [step, rate] of [
      [100, 1],
      [600, 0.55],
      [1100, 0.1],
      [1600, 0.1],
      [2100, 0.1],
      [350, 0.1 + 0.45 * (1 + Math.SQRT1_2)],
    ])
      assert(Math.abs(at(step) - rate) < 1e-12, `${step}: ${at(step)}`);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => warmUp(0, 1), /RangeError: step is 0/);
    assert.throws(() => warmUp(1, -1), /RangeError: base is -1/);
    assert.throws(() => warmUp(5000, 1, { minRatio: 0.1 }), /RangeError: minRatio is 0.1, .*say in totalSteps/);
    assert.throws(() => warmUp(5000, 1, { minRatio: 0.1, totalSteps: 10 }), /RangeError: totalSteps is 10/);
    assert.throws(
      () => warmUp(1, 1, { totalSteps: '' as never }),
      /RangeError: totalSteps is ''; it must be an integer/,
    );
    assert.throws(() => warmUp(1, 1, { warmup: 3 } as object), /TypeError: Unknown option 'warmup'/);
  });
});
