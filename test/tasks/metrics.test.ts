import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addMetrics,
  argmaxRows,
  exactRows,
  meanMetrics,
  type PuzzleMetricsOptions,
  puzzleMetrics,
} from 'polezero/tasks';
import { golden } from './golden';

const { logits, vocabSize, seqLen, labels, qHalt, steps, halted, sums } = golden.metrics;

describe('puzzleMetrics', () => {
  it('agrees with the published formulas in NumPy', () => {
    const predictions = argmaxRows(logits, vocabSize);
    const { accuracy, ...rest } = puzzleMetrics({ predictions, labels, seqLen, qHalt, steps, halted });
    const { accuracy: expected, ...others } = sums;
    assert(Math.abs(accuracy - expected) < 1e-12);
    assert.deepEqual(rest, others);
    assert.deepEqual([...exactRows(predictions, labels, seqLen)], golden.metrics.exactRows);
    assert(sums.exactAccuracy > 3 && sums.exactAccuracy < sums.count && sums.haltAccuracy < sums.count);
  });

  it('is right by hand: ignored cells, rows without labels, rows that have not halted', () => {
    const options: PuzzleMetricsOptions = {
      labels: [1, 2, 0, /**/ 1, 2, 3, /**/ 0, 0, 0, /**/ 1, 1, 1],
      predictions: [1, 2, 9, /**/ 1, 2, 9, /**/ 9, 9, 9, /**/ 1, 1, 1],
      seqLen: 3,
      qHalt: [0, 0, 5, -1], // 0 says halt
      steps: [4, 16, 7, 2],
    };
    const all = puzzleMetrics(options);
    assert.deepEqual(all, { count: 3, accuracy: 1 + 2 / 3 + 1, exactAccuracy: 2, haltAccuracy: 1, steps: 22 });
    assert.deepEqual(puzzleMetrics({ ...options, halted: [true, false, true, false] }), {
      count: 1,
      accuracy: 1,
      exactAccuracy: 1,
      haltAccuracy: 1,
      steps: 4,
    });
    assert.deepEqual(meanMetrics(addMetrics(all, all)), {
      count: 6,
      accuracy: 8 / 9,
      exactAccuracy: 2 / 3,
      haltAccuracy: 1 / 3,
      steps: 22 / 3,
    });
    assert.deepEqual([...exactRows(options.predictions, options.labels, 3)], [1, 0, 1, 1]);
  });

  it('does not invent what it was not given', () => {
    const { count, exactAccuracy, haltAccuracy, steps } = puzzleMetrics({
      predictions: [1, 2],
      labels: [1, 1],
      seqLen: 1,
    });
    assert.deepEqual([count, exactAccuracy, haltAccuracy, steps], [2, 1, Number.NaN, Number.NaN]);
    assert(Number.isNaN(meanMetrics(puzzleMetrics({ predictions: [1], labels: [0], seqLen: 1 })).accuracy));
  });

  it('asks nothing where a label is 0 or negative', () => {
    const { accuracy, exactAccuracy } = puzzleMetrics({ predictions: [2, 3, 4], labels: [2, 0, -100], seqLen: 3 });
    assert.deepEqual([accuracy, exactAccuracy], [1, 1]);
  });

  it('names what does not fit', () => {
    const wrong = (options: object) => () =>
      puzzleMetrics({ predictions: [1, 2], labels: [1, 1], seqLen: 1, ...options });
    assert.throws(wrong({ predictions: [1] }), /RangeError: predictions has 1 values; it must have 2/);
    assert.throws(wrong({ seqLen: 3 }), /RangeError: labels has 2 values; it must have 3/);
    assert.throws(wrong({ seqLen: 0 }), /RangeError: seqLen is 0/);
    assert.throws(wrong({ qHalt: [1] }), /RangeError: qHalt has 1 values; it must have 2/);
    assert.throws(wrong({ halted: [1, 1, 1] }), /RangeError: halted has 3 values/);
    assert.throws(wrong({ q: [1, 1] }), /TypeError: Unknown option 'q'/);
    assert.throws(() => argmaxRows([1, 2, 3], 2), /RangeError: logits has 3 values; it must have 4/);
  });
});

describe('argmaxRows', () => {
  it('takes the largest, the first among equals', () => {
    assert.deepEqual([...argmaxRows(Float32Array.of(1, 3, 2, /**/ 5, 5, 0, /**/ -3, -2, -1), 3)], [1, 0, 2]);
  });
});
