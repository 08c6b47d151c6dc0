import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pairedTest } from 'polezero/analysis';
import { random } from 'polezero/numeric';
import { assertClose } from '../dsp/golden';
import { golden } from './golden';

describe('pairedTest', () => {
  it("has SciPy's p-values and interval", () => {
    for (const { a, b, difference, signFlip, t, interval } of golden.pairs) {
      const flipped = pairedTest(a, b);
      assertClose([flipped.difference, flipped.p], [difference, signFlip], 1e-12, `sign flips of ${a.length}`);
      const student = pairedTest(a, b, { method: 't' });
      assertClose([student.p, student.low, student.high], [t, ...interval], 1e-7, `t of ${a.length}`);
      assert.equal(flipped.low, student.low);
    }
  });

  it('of n pairs has no p below 2^(1 − n), which it reaches if all differ in one direction', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 2, maxLength: 9 }),
        (gains) => {
          const zeros = gains.map(() => 0);
          assert.equal(pairedTest(gains, zeros).p, 2 ** (1 - gains.length));
          assert.equal(pairedTest(zeros, gains).p, 2 ** (1 - gains.length));
        },
      ),
    );
  });

  it('finds a difference by chance as often as its p says', () => {
    const { normal } = random(2);
    const trials = 2000;
    const share = (method: 'sign-flip' | 't', below: number) => {
      let found = 0;
      for (let i = 0; i < trials; i++) {
        const [a, b] = [0, 1].map(() => Float64Array.from({ length: 6 }, normal));
        found += Number(pairedTest(a, b, { method }).p <= below);
      }
      return found / trials;
    };
    // Three standard errors of a share of 2000.
    assert(Math.abs(share('sign-flip', 1 / 16) - 1 / 16) < 0.017);
    assert(Math.abs(share('t', 0.05) - 0.05) < 0.015);
  });

  it('takes sums that differ by rounding alone as equal', () => {
    // Of the sums 1 ± 2 ± 1 the differences' own, 2, is as large as 1 − 2 − 1; three of four are. In tenths doubles make it 0.20000000000000004.
    assert.equal(pairedTest([0.1, 0.2, 0], [0, 0, 0.1]).p, 3 / 4);
  });

  it('of equal pairs is 1; of equal differences by Student 0', () => {
    assert.equal(pairedTest([1, 2, 3], [1, 2, 3]).p, 1);
    assert.equal(pairedTest([1, 2, 3], [1, 2, 3], { method: 't' }).p, 1);
    assert.equal(pairedTest([2, 3, 4], [1, 2, 3], { method: 't' }).p, 0);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => pairedTest([1, 2], [1, 2, 3]), /b has 3 numbers and a has 2; they must be pairs/);
    assert.throws(() => pairedTest([1], [1]), /a has one number/);
    assert.throws(() => pairedTest(new Float64Array(26), new Float64Array(26)), /enumerated up to 25: use method 't'/);
    assert.throws(() => pairedTest([1, 2], [1, 2], { method: 'wilcoxon' as 't' }), /method is 'wilcoxon'/);
    assert.throws(() => pairedTest([1, 2], [1, 2], { paired: true } as object), /Unknown option 'paired'/);
  });
});
