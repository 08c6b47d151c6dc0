import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kaiserAtten, kaiserBeta, kaiserord } from 'polezero/dsp';
import { assertClose, golden } from './golden';

describe('kaiser', () => {
  it('agrees with SciPy', () => {
    for (const [attenuation, beta] of golden.kaiserBeta) assertClose([kaiserBeta(attenuation)], [beta], 1e-15);
    for (const [numTaps, width, attenuation] of golden.kaiserAtten)
      assertClose([kaiserAtten(numTaps, width)], [attenuation], 1e-15);
    for (const [ripple, width, numTaps, beta] of golden.kaiserord) {
      const found = kaiserord(ripple, width);
      assert.equal(found.numTaps, numTaps);
      assertClose([found.beta], [beta], 1e-15);
    }
  });

  it('needs M = 37, 38 taps, for the specification of Oppenheim & Schafer, example 7.6 (60 dB, 0.2π)', () => {
    const { numTaps, beta } = kaiserord(60, 0.2);
    assert.equal(numTaps - 1, 37);
    assert.equal(beta.toFixed(3), '5.653');
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => kaiserord(7, 0.1), /RangeError: ripple is 7; it must be at least 8 dB/);
    assert.throws(() => kaiserord(60, 0), /RangeError: width is 0; it must be in \(0, 1\]/);
    assert.throws(() => kaiserord(60, Number.NaN), /width is NaN/);
    assert.throws(() => kaiserBeta(Number.NaN), /attenuation is NaN/);
    assert.throws(() => kaiserAtten(0, 0.1), /numTaps is 0/);
  });
});
