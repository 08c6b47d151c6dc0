import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { holm } from 'polezero/analysis';
import { assertClose } from '../dsp/golden';
import { golden } from './golden';

describe('holm', () => {
  it('is what the closure principle says', () => {
    for (const { p, adjusted } of golden.holms) assertClose(holm(p), adjusted, 1e-14, p.join());
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => holm([]), /pValues is empty/);
    assert.throws(() => holm([0.1, 1.2]), /pValues\[1\] is 1.2; it must be in \[0, 1\]/);
    assert.throws(() => holm([Number.NaN]), /pValues\[0\] is NaN/);
  });
});
