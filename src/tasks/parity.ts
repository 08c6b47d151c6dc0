import { checkInteger, checkNumber, checkOptions, shown } from '../numeric/check';
import { random } from '../numeric/random';
import type { PuzzleSet } from './puzzleSet';

export interface GenerateParityOptions {
  /** Bits in a sequence. */
  length: number;
  /** How many sequences. */
  size: number;
  /** Probability that the sum so far is kept at a step, in [0, 1]; default 1: it never is forgotten. */
  pole?: number;
  /** Integer in [0, 2³²); default 0. */
  seed?: number;
}

/**
 * The parity of each prefix, y[n] = y[n−1] ⊕ x[n] with y[−1] = 0; where `forget` is set, y[n−1] is taken as 0.
 *
 * @param bits - each 0 or 1
 * @param forget - as many, not 0 where the past is forgotten; nowhere by default
 */
export function prefixParity(bits: ArrayLike<number>, forget?: ArrayLike<number | boolean>): Uint8Array {
  if (forget !== undefined && forget.length !== bits.length)
    throw new RangeError(`forget has ${forget.length} values; it must have ${bits.length}, as many as bits.`);
  const parity = new Uint8Array(bits.length);
  for (let n = 0; n < bits.length; n++) {
    if (bits[n] !== 0 && bits[n] !== 1) throw new RangeError(`bits[${n}] is ${shown(bits[n])}; it must be 0 or 1.`);
    parity[n] = (n === 0 || forget?.[n] ? 0 : parity[n - 1]) ^ bits[n];
  }
  return parity;
}

/** Throws unless the pole is a probability. */
export const checkPole = (pole: number): void => checkNumber('pole', pole, (p) => p >= 0 && p <= 1, 'in [0, 1]');

/** At how many of the bits up to its own each parity looks. */
function reach(forget: ArrayLike<number>): Float64Array {
  const steps = new Float64Array(forget.length);
  for (let n = 0; n < steps.length; n++) steps[n] = n === 0 || forget[n] ? 1 : steps[n - 1] + 1;
  return steps;
}

/**
 * Prefix parity: of random bits x, the running sum y[n] = y[n−1] ⊕ x[n].
 *
 * This is a recursive filter over GF(2), the field of 0 and 1, with its pole on the unit circle: turning one bit over turns over every
 * later output, however far away. So no window of N past bits can compute it; for a window too short the parity is a fair coin.
 *
 * With `pole` = p below 1 the past is forgotten at each step with probability 1 − p, visibly to the reader of the sequence: y[n] = x[n] there.
 * Over GF(2) a response cannot get smaller, only rarer: turning over a bit turns over the output k steps later with probability p^k, which is
 * the impulse response of the filter y[n] = p·y[n−1] + x[n] with its pole at p. A window of N bits is right unless none of the N
 * positions in it forgets, and then still in half of the cases: its error is p^N/2, and falls with N as a truncated filter's does.
 *
 * Tokens: 0 padding, 1 and 2 the bits 0 and 1, 3 and 4 the same where the past is forgotten first; labels 1 and 2. The vocabulary has 5
 * tokens for every pole, so that networks for different poles have equal size.
 *
 * @returns the set; its difficulty is the largest number of bits that one of a sequence's outputs depends on
 */
export function generateParity(options: GenerateParityOptions): PuzzleSet {
  checkOptions(options, ['length', 'size', 'pole', 'seed']);
  const { length, size, pole = 1, seed = 0 } = options;
  checkInteger('length', length, 1);
  checkInteger('size', size, 1);
  checkPole(pole);
  const { uniform, below } = random(seed);
  const [inputs, labels] = [new Int32Array(size * length), new Int32Array(size * length)];
  const difficulty = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const bits = Uint8Array.from({ length }, () => below(2));
    const forget = Uint8Array.from({ length }, () => Number(uniform() >= pole));
    inputs.set(
      bits.map((bit, n) => bit + 1 + 2 * forget[n]),
      row * length,
    );
    labels.set(
      prefixParity(bits, forget).map((bit) => bit + 1),
      row * length,
    );
    difficulty[row] = reach(forget).reduce((most, each) => Math.max(most, each));
  }
  return { inputs, labels, size, seqLen: length, vocabSize: 5, difficulty };
}
