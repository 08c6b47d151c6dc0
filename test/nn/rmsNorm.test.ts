import { describe, it } from 'node:test';
import { rmsNorm } from 'polezero/nn';
import { layers } from './golden';
import { assertCase } from './layers';

describe('rmsNorm', () => {
  it('agrees with float64 where ε counts, value and gradients', () => assertCase(rmsNorm, layers.rmsNorm, 1e-5, 0.01));
});
