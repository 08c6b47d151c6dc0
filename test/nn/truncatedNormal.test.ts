import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { truncatedNormal } from 'polezero/nn';
import { random } from 'polezero/numeric';

describe('truncatedNormal', () => {
  const values = truncatedNormal(200_000, 0.5, random(7));

  it('has the standard deviation asked for, and ends at 2.2737 of them', () => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const std = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    assert(Math.abs(mean) < 0.004, `mean ${mean}`);
    assert(Math.abs(std / 0.5 - 1) < 0.006, `std ${std}`);
    assert(largest <= 2.2736945 * 0.5 && largest > 2.27 * 0.5, `largest ${largest}`);
  });

  it('has the shape of a normal density within its ends: 68.27 % of a normal’s 95.45 % lie within one deviation of the uncut', () => {
    const within = values.filter((x) => Math.abs(x) < 0.5 / 0.8796256610342398).length / values.length;
    assert(Math.abs(within - 0.682689 / 0.9545) < 0.005, `${within}`);
  });

  it('is the same for the same seed', () => {
    assert.deepEqual(truncatedNormal(5, 1, random(1)), truncatedNormal(5, 1, random(1)));
    assert.notDeepEqual(truncatedNormal(5, 1, random(1)), truncatedNormal(5, 1, random(2)));
    assert.throws(() => truncatedNormal(5, -1, random(1)), /RangeError: std is -1/);
    for (const size of [2.5, -3, Number.NaN])
      assert.throws(() => truncatedNormal(size, 1, random(1)), new RegExp(`RangeError: size is ${size}`));
  });
});
