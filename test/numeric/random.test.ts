import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random, resumeRandom } from 'polezero/numeric';

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

  // From the definition in PractRand (RNGs/sfc.cpp: shifts 21, 9 and 3), in Python's integers, python3 - <<'END':
  //   def sfc32(seed):
  //       a, b, c, counter, word = 0, seed, 0, 1, 2**32
  //       while True:
  //           out, counter = (a + b + counter) % word, (counter + 1) % word
  //           a, b, c = b ^ b >> 9, (c + (c << 3)) % word, ((c << 21 | c >> 11) + out) % word
  //           yield out
  //   for seed in 7, 2**32 - 1:
  //       words = sfc32(seed)
  //       drawn = [next(words) for _ in range(15 + 6)][15:]
  //       print(drawn, [((u >> 5) * 2**26 + (v >> 6)) / 2**53 for u, v in zip(drawn[::2], drawn[1::2])])
  //   END
  it('draws the words of sfc32, and uniform numbers of 53 bits from two each', () => {
    const expected = [
      {
        seed: 7,
        words: [2064663467, 741845084, 1743615334, 3962781458, 2940026168, 1089983507],
        uniform: [0.48071692267599897, 0.405967085977323, 0.6845281813575443],
      },
      {
        seed: 2 ** 32 - 1,
        words: [2021412065, 2215341480, 276468999, 2997771941, 3671244912, 7133818],
        uniform: [0.4706466757938219, 0.06437045855800183, 0.8547783121590388],
      },
    ];
    for (const { seed, words, uniform } of expected) {
      const { below } = random(seed);
      assert.deepEqual(
        draw(6, () => below(2 ** 32)),
        words,
      );
      assert.deepEqual(draw(3, random(seed).uniform), uniform);
    }
  });

  it('goes on after a saved state as if it had not been saved, JSON or not', () => {
    const source = random(3);
    draw(17, source.normal);
    const saved = JSON.stringify(source.state());
    const expected = [draw(50, source.uniform), draw(50, source.normal), draw(50, () => source.below(7))];
    const resumed = resumeRandom(JSON.parse(saved));
    assert.deepEqual([draw(50, resumed.uniform), draw(50, resumed.normal), draw(50, () => resumed.below(7))], expected);
    assert.deepEqual(resumed.state(), source.state());
  });

  it('refuses what is no state', () => {
    for (const state of [[], [1, 2, 3], [1, 2, 3, 4.5], [1, 2, 3, 2 ** 31], [1, 2, 3, Number.NaN], 'abcd', null])
      assert.throws(() => resumeRandom(state as number[]), /RangeError: state is .*; it must be the four integers/);
  });

  it('draws each integer below n equally often, also where n does not divide 2³²', () => {
    const { below } = random(4);
    for (const n of [1, 2, 6, 7]) {
      const counts = new Array(n).fill(0);
      draw(70_000, () => below(n)).forEach((value) => counts[value]++);
      counts.forEach((count, value) => assert(Math.abs((count * n) / 70_000 - 1) < 0.05, `${value} of ${n}: ${count}`));
    }
    // Remainders of 32 bits would fall below 2³⁰ half of the time.
    const n = 3 * 2 ** 30;
    const low = draw(10_000, () => below(n)).filter((value) => value < 2 ** 30).length / 10_000;
    assert(Math.abs(low - 1 / 3) < 0.02, `${low}`);
    for (const wrong of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1]) assert.throws(() => below(wrong), /RangeError: n is /);
  });

  it('brings items into every order equally often', () => {
    const { shuffle } = random(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = shuffle([0, 1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 24);
    for (const [order, count] of counts) assert(Math.abs(count - 1000) < 150, `${order}: ${count}`);
    assert.deepEqual([...shuffle(Int32Array.of(3, 1, 2))].sort(), [1, 2, 3]);
  });

  it('refuses what is no seed', () => {
    for (const seed of [-1, 1.5, Number.NaN, 2 ** 32])
      assert.throws(() => random(seed), /RangeError: seed is .*; it must be an integer in \[0, 2³²\)/);
  });
});
