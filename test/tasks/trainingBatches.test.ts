import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Batch,
  type BatchState,
  canonicalSudoku,
  decodeSudoku,
  generateSudokus,
  isSudokuSolution,
  type PuzzleSet,
  sudokuAugmentation,
  sudokuSet,
  TrainingBatches,
  type TrainingBatchesOptions,
  takePuzzles,
  testBatches,
} from 'polezero/tasks';

/** Sequences of three tokens that say which row they are. */
function numbered(size: number): PuzzleSet {
  const inputs = Int32Array.from({ length: 3 * size }, (_, i) => 10 * Math.floor(i / 3) + (i % 3));
  return { inputs, labels: inputs.map((token) => token + 1), size, seqLen: 3, vocabSize: 10 * size + 3 };
}

const take = (batches: TrainingBatches, n: number): Batch[] => Array.from({ length: n }, () => batches.next());

describe('TrainingBatches', () => {
  it('hands out every puzzle once an epoch, in a new order each time, across batches', () => {
    const set = numbered(7);
    const batches = new TrainingBatches(set, { batchSize: 5, seed: 1 });
    const indices = take(batches, 21).flatMap((batch) => [...batch.indices]); // 105 = 15 epochs
    const epochs = Array.from({ length: 15 }, (_, i) => indices.slice(7 * i, 7 * i + 7));
    for (const epoch of epochs) assert.deepEqual([...epoch].sort(), [0, 1, 2, 3, 4, 5, 6]);
    assert(new Set(epochs.map(String)).size > 10);
    assert.equal(batches.epoch, 14);
    batches.next();
    assert.equal(batches.epoch, 15);
  });

  it('hands out the rows that it names', () => {
    const set = numbered(7);
    for (const { inputs, labels, indices, batchSize, count } of take(
      new TrainingBatches(set, { batchSize: 4, seed: 1 }),
      9,
    )) {
      assert.deepEqual([batchSize, count, inputs.length], [4, 4, 12]);
      indices.forEach((row, i) => {
        assert.deepEqual([...inputs.subarray(3 * i, 3 * i + 3)], [10 * row, 10 * row + 1, 10 * row + 2]);
        assert.deepEqual([...labels.subarray(3 * i, 3 * i + 3)], [10 * row + 1, 10 * row + 2, 10 * row + 3]);
      });
    }
  });

  it('augments each puzzle afresh and leaves the set alone', () => {
    const puzzles = generateSudokus({ size: 6, count: 3, seed: 1 });
    const set = sudokuSet(puzzles);
    const before = [...set.inputs, ...set.labels];
    const batches = new TrainingBatches(set, { batchSize: 3, seed: 2, augment: sudokuAugmentation(6) });
    const seen = new Set<string>();
    for (const { inputs, labels, indices } of take(batches, 20))
      indices.forEach((row, i) => {
        const [image, answer] = [inputs, labels].map((tokens) => decodeSudoku(tokens.subarray(36 * i, 36 * i + 36)));
        assert(isSudokuSolution(image, answer));
        assert.equal(canonicalSudoku(image), canonicalSudoku(puzzles[row].puzzle));
        seen.add(image);
      });
    assert(seen.size > 55, `${seen.size} of 60 differ`);
    assert.deepEqual([...set.inputs, ...set.labels], before);
  });

  it('goes on bit for bit from a saved state, wherever it was taken, in place or in a new process', () => {
    const set = sudokuSet(generateSudokus({ size: 4, count: 5 }));
    const options = (seed: number): TrainingBatchesOptions => ({ batchSize: 3, seed, augment: sudokuAugmentation(4) });
    fc.assert(
      fc.property(fc.nat(100), fc.nat(12), fc.nat(12), (seed, before, after) => {
        const batches = new TrainingBatches(set, options(seed));
        take(batches, before);
        const saved = JSON.stringify(batches.state());
        const expected = take(batches, after);
        const [epoch, state] = [batches.epoch, batches.state()];
        batches.restore(JSON.parse(saved));
        assert.deepEqual(take(batches, after), expected);
        const other = new TrainingBatches(set, options(seed + 1)); // the state decides, not the seed
        other.restore(JSON.parse(saved));
        assert.deepEqual(take(other, after), expected);
        assert.deepEqual([other.epoch, other.state()], [epoch, state]);
      }),
    );
  });

  it('repeats for the same seed and differs for another', () => {
    const make = (seed: number) => take(new TrainingBatches(numbered(20), { batchSize: 8, seed }), 5);
    assert.deepEqual(make(1), make(1));
    assert.notDeepEqual(make(1), make(2));
  });

  it('names what is wrong', () => {
    const make = (options: unknown) => () => new TrainingBatches(numbered(4), options as TrainingBatchesOptions);
    assert.throws(make({ batchSize: 0, seed: 1 }), /RangeError: batchSize is 0/);
    assert.throws(make({ batchSize: 2 }), /RangeError: seed is undefined/);
    assert.throws(make({ batchSize: 2, seed: 1, augment: true }), /TypeError: augment is true; it must be a function/);
    assert.throws(make({ batchSize: 2, seed: 1, shuffle: false }), /TypeError: Unknown option 'shuffle'/);
    assert.throws(
      () => new TrainingBatches(numbered(0), { batchSize: 1, seed: 1 }),
      /RangeError: the size of the set is 0/,
    );
    const batches = make({ batchSize: 2, seed: 1 })();
    const state = batches.state();
    const other = new TrainingBatches(numbered(5), { batchSize: 2, seed: 1 }).state();
    for (const wrong of [
      other,
      null,
      {},
      { ...state, position: 5 },
      { ...state, position: -1 },
      { ...state, epoch: 0.5 },
    ])
      assert.throws(() => batches.restore(wrong as BatchState), /RangeError: state is .*; it must come from state\(\)/);
    assert.throws(() => batches.restore({ ...state, randomState: [1] }), /RangeError: state is \[1\]/);
    assert.deepEqual(batches.state(), state); // a refused state changes nothing
  });
});

describe('testBatches', () => {
  it('is the whole set in order, the last batch filled up with padding that no metric counts', () => {
    const batches = [...testBatches(numbered(7), 3)];
    assert.deepEqual(
      batches.map(({ count }) => count),
      [3, 3, 1],
    );
    assert.deepEqual(
      batches.map(({ indices }) => [...indices]),
      [
        [0, 1, 2],
        [3, 4, 5],
        [6, -1, -1],
      ],
    );
    assert.deepEqual([...batches[2].inputs], [60, 61, 62, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual([...batches[2].labels], [61, 62, 63, 0, 0, 0, 0, 0, 0]);
    assert.equal([...testBatches(numbered(6), 3)].length, 2);
    assert.throws(() => [...testBatches(numbered(3), 0)], /RangeError: batchSize is 0/);
  });
});

describe('takePuzzles', () => {
  it('takes rows in the order given', () => {
    const set = { ...numbered(4), difficulty: Float64Array.of(5, 6, 7, 8) };
    const { inputs, size, difficulty } = takePuzzles(set, [2, 0]);
    assert.deepEqual([[...inputs], size, [...difficulty!]], [[20, 21, 22, 0, 1, 2], 2, [7, 5]]);
    assert.equal('difficulty' in takePuzzles(numbered(4), [1]), false);
    for (const row of [4, -1, 0.5]) assert.throws(() => takePuzzles(set, [0, row]), /RangeError: indices\[1\] is/);
  });
});
