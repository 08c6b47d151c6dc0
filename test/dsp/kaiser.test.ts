import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kaiserAtten, kaiserBeta, kaiserord } from 'polezero/dsp';

describe('kaiser', () => {
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
