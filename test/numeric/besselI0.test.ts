import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { besselI0 } from 'polezero/numeric';
import { golden } from '../dsp/golden';

describe('besselI0', () => {
  it('agrees with SciPy to the last digits', () => {
    for (const [x, expected] of golden.besselI0) assert(Math.abs(besselI0(x) / expected - 1) < 4e-15, `I0(${x})`);
  });

  it('is even', () => assert.equal(besselI0(-3.3), besselI0(3.3)));
});
