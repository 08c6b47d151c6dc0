import { describe, it } from 'node:test';
import { postNorm } from 'polezero/nn';
import { checkHalves } from './layers';

describe('the halves of a block', () => {
  it('agree with float64, value and gradients', () => checkHalves(postNorm));
});
