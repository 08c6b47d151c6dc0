import { checkInteger, checkSeed, shown } from './check';

/** Random numbers that are the same for the same seed, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal, of mean 0 and variance 1. */
  normal(): number;
  /** An integer, each of 0 … n − 1 equally likely; n in [1, 2³²]. */
  below(n: number): number;
  /** Puts the items in a random order, each equally likely, in place (Fisher and Yates), and returns them. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
  /** What {@link resumeRandom} needs to go on from here: four integers. */
  state(): number[];
}

/**
 * A seeded source of random numbers (sfc32, Doty-Humphrey's PractRand: 128 bits of state, period at least 2³²; not for secrets).
 *
 * @param seed - integer in [0, 2³²)
 * @throws RangeError for any other seed
 */
export function random(seed: number): Random {
  checkSeed('seed', seed);
  return sfc32([0, seed | 0, 0, 1], 15); // fifteen turns spread the seed over the state
}

/**
 * The source that goes on exactly where another one stood when its `state()` was taken.
 *
 * @param state - four integers in [−2³¹, 2³¹), as `state()` gave them; they survive JSON
 * @throws RangeError for anything else
 */
export function resumeRandom(state: readonly number[]): Random {
  if (!Array.isArray(state) || state.length !== 4 || state.some((word) => word !== (word | 0)))
    throw new RangeError(`state is ${shown(state)}; it must be the four integers that a source's state() gave.`);
  return sfc32(state, 0);
}

function sfc32(state: readonly number[], turns: number): Random {
  let [a, b, c, counter] = state;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < turns; i++) next();
  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  // Box and Muller's transform; 1 − uniform is never 0.
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const below = (n: number): number => {
    checkInteger('n', n, 1);
    if (n > 2 ** 32) throw new RangeError(`n is ${n}; it must be at most 2³².`);
    const whole = 2 ** 32 - (2 ** 32 % n); // what is above it would favour the small remainders
    let drawn = next();
    while (drawn >= whole) drawn = next();
    return drawn % n;
  };
  const shuffle: Random['shuffle'] = (items) => {
    for (let i = items.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  };
  return { uniform, normal, below, shuffle, state: () => [a, b, c, counter] };
}
