import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { studentInterval } from 'polezero/analysis';
import { assertClose } from '../dsp/golden';
import { golden } from './golden';

describe('studentInterval', () => {
  it("is SciPy's", () => {
    for (const { values, level, interval } of golden.students) {
      const { estimate, low, high } = studentInterval(values, { level });
      assertClose([low, high], interval, 1e-7, `${level} of ${values.length}`);
      assertClose([estimate], [values.reduce((sum, value) => sum + value, 0) / values.length], 1e-12, 'mean');
    }
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => studentInterval([1]), /values has one number/);
    assert.throws(() => studentInterval([1, 2], { level: 1 }), /level is 1/);
    assert.throws(() => studentInterval([1, 2], { alpha: 0.05 } as object), /Unknown option 'alpha'; valid: level/);
  });
});
