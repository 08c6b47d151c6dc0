import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { swiglu, swigluWidth, type tf } from 'polezero/nn';
import { layers } from './golden';
import { assertCase } from './layers';

describe('swiglu', () => {
  it('agrees with float64, value and gradients', () => {
    const apply = (x: tf.Tensor3D, gate: tf.Tensor2D, up: tf.Tensor2D, down: tf.Tensor2D) =>
      swiglu(x, { gate, up, down });
    assertCase(apply, layers.halves.swiglu, 1e-5);
  });

  it('has the published widths', () => {
    const widths = { 16: 256, 32: 256, 64: 256, 96: 256, 97: 512, 128: 512, 512: 1536 };
    for (const [dim, width] of Object.entries(widths)) assert.equal(swigluWidth(Number(dim), 4, 256), width);
    assert.equal(swigluWidth(64, 4, 32), 192);
    assert.equal(swigluWidth(12, 4, 1), 32);
    assert.throws(() => swigluWidth(12, 4, 0), /RangeError: multiple is 0; it must be an integer of at least 1/);
  });
});
