import { checkInteger, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';
import type { PuzzleSet } from './puzzleSet';

export interface GenerateCopyMemoryOptions {
  /** T, how long to remember: a sequence has T + 20 symbols. */
  blankLength: number;
  /** How many sequences. */
  size: number;
  /** Integer in [0, 2³²); default 0. */
  seed?: number;
}

const memory = 10;

/**
 * The copy-memory task: ten symbols from 1 to 8, T − 1 blanks, then eleven times 9, the first of which (the symbol number T + 10)
 * says that it is time; the answer is blank everywhere but in the last ten places, where it is the ten symbols.
 *
 * Tokens are symbol + 1 (blank 1, symbols 2 to 9, delimiter 10; 0 is padding), labels likewise: every place counts.
 *
 * @returns the set, with seqLen T + 20 and 11 tokens
 * Source: Bai, Kolter & Koltun, Deep equilibrium models (2019), App. F, and their data generator in "An empirical evaluation of generic
 * convolutional and recurrent networks for sequence modeling" (2018).
 */
export function generateCopyMemory(options: GenerateCopyMemoryOptions): PuzzleSet {
  checkOptions(options, ['blankLength', 'size', 'seed']);
  const { blankLength, size, seed = 0 } = options;
  checkInteger('blankLength', blankLength, 1);
  checkInteger('size', size, 1);
  const { below } = random(seed);
  const seqLen = blankLength + 2 * memory;
  const [inputs, labels] = [new Int32Array(size * seqLen).fill(1), new Int32Array(size * seqLen).fill(1)];
  for (let row = 0; row < size; row++) {
    const [start, end] = [row * seqLen, (row + 1) * seqLen];
    const symbols = Int32Array.from({ length: memory }, () => below(8) + 2);
    inputs.set(symbols, start);
    inputs.fill(10, end - memory - 1, end);
    labels.set(symbols, end - memory);
  }
  return { inputs, labels, size, seqLen, vocabSize: 11 };
}
