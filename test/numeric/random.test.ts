import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random } from 'polezero/numeric';

const draw = (n: number, next: () => number) => Array.from({ length: n }, next);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('random', () => {
  it('repeats for the same seed and differs for another', () => {
    assert.deepEqual(draw(100, random(7).uniform), draw(100, random(7).uniform));
    assert.notDeepEqual(draw(100, random(7).uniform), draw(100, random(8).uniform));
  });

  it('is uniform in [0, 1): mean, variance, every tenth of the range', () => {
    const values = draw(100_000, random(1).uniform);
    assert(values.every((value) => value >= 0 && value < 1));
    assert(Math.abs(mean(values) - 1 / 2) < 0.005);
    assert(Math.abs(mean(values.map((value) => (value - 0.5) ** 2)) - 1 / 12) < 0.002);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = values.filter((value) => Math.floor(10 * value) === tenth).length / values.length;
      assert(Math.abs(share - 0.1) < 0.005, `tenth ${tenth}: ${share}`);
    }
  });

  it('is normal: moments 0, 1, 0, 3', () => {
    const values = draw(200_000, random(2).normal);
    [0, 1, 0, 3].forEach((expected, i) => {
      const moment = mean(values.map((value) => value ** (i + 1)));
      assert(Math.abs(moment - expected) < 0.06, `moment ${i + 1}: ${moment}`);
    });
  });

  it('refuses what is no seed', () => {
    for (const seed of [-1, 1.5, Number.NaN, 2 ** 32])
      assert.throws(() => random(seed), /RangeError: seed is .*; it must be an integer in \[0, 2³²\)/);
  });
});
