import { checkInteger, checkOptions } from '../numeric/check';

/** Sums over the rows that count; {@link meanMetrics} makes the published metrics of them. */
export interface Metrics {
  /** Rows that halted and have at least one label. */
  count: number;
  /** Share of the labelled cells that are right. */
  accuracy: number;
  /** Whether all of them are. */
  exactAccuracy: number;
  /** Whether the halting head is right about that: qHalt ≥ 0 if and only if all are. */
  haltAccuracy: number;
  /** Supervision steps until halting. */
  steps: number;
}

export interface PuzzleMetricsOptions {
  /** [batch · seqLen] tokens. */
  predictions: ArrayLike<number>;
  /** [batch · seqLen] tokens, 0 is ignored. */
  labels: ArrayLike<number>;
  seqLen: number;
  /** [batch] logits; without them haltAccuracy is NaN. */
  qHalt?: ArrayLike<number>;
  /** [batch]; rows that have not halted do not count. All have by default. */
  halted?: ArrayLike<number | boolean>;
  /** [batch]; without them steps is NaN. */
  steps?: ArrayLike<number>;
}

/** The token with the largest logit at each place, the first among equals: [rows · vocabSize] → [rows]. */
export function argmaxRows(logits: ArrayLike<number>, vocabSize: number): Int32Array {
  checkInteger('vocabSize', vocabSize, 1);
  checkLength('logits', logits, Math.ceil(logits.length / vocabSize) * vocabSize);
  const tokens = new Int32Array(logits.length / vocabSize);
  for (let row = 0; row < tokens.length; row++) {
    let best = 0;
    for (let token = 1; token < vocabSize; token++)
      if (logits[row * vocabSize + token] > logits[row * vocabSize + best]) best = token;
    tokens[row] = best;
  }
  return tokens;
}

function checkLength(name: string, values: ArrayLike<number | boolean>, length: number): void {
  if (values.length !== length) throw new RangeError(`${name} has ${values.length} values; it must have ${length}.`);
}

/** Of each row, how many cells have a label and how many of those are right. */
function countCells(predictions: ArrayLike<number>, labels: ArrayLike<number>, seqLen: number) {
  checkInteger('seqLen', seqLen, 1);
  checkLength('labels', labels, Math.ceil(labels.length / seqLen) * seqLen);
  checkLength('predictions', predictions, labels.length);
  const rows = labels.length / seqLen;
  const [labelled, right] = [new Int32Array(rows), new Int32Array(rows)];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] <= 0) continue;
    const row = Math.floor(i / seqLen);
    labelled[row]++;
    if (predictions[i] === labels[i]) right[row]++;
  }
  return { labelled, right };
}

/**
 * 1 for each row with every labelled cell right, else 0: what the halting head is trained to predict. A row without labels has all of them
 * right, as published.
 */
export function exactRows(predictions: ArrayLike<number>, labels: ArrayLike<number>, seqLen: number): Uint8Array {
  const { labelled, right } = countCells(predictions, labels, seqLen);
  return Uint8Array.from(labelled, (cells, row) => (right[row] === cells ? 1 : 0));
}

/**
 * The published metrics of a batch, as sums over the rows that halted and have a label. In training those are the rows that halted at
 * this very step: a mixture of easy puzzles and of hard ones given up. In evaluation they are all rows, at the last step.
 *
 * @throws RangeError if the lengths do not fit together
 * Source: losses.py (ACTLossHead.forward) of the published TRM code.
 */
export function puzzleMetrics(options: PuzzleMetricsOptions): Metrics {
  checkOptions(options, ['predictions', 'labels', 'seqLen', 'qHalt', 'halted', 'steps']);
  const { predictions, labels, seqLen, qHalt, halted, steps } = options;
  const { labelled, right } = countCells(predictions, labels, seqLen);
  for (const [name, values] of Object.entries({ qHalt, halted, steps }))
    if (values !== undefined) checkLength(name, values, labelled.length);
  const sums: Metrics = { count: 0, accuracy: 0, exactAccuracy: 0, haltAccuracy: 0, steps: 0 };
  labelled.forEach((cells, row) => {
    if (cells === 0 || (halted !== undefined && !halted[row])) return;
    const exact = right[row] === cells;
    sums.count++;
    sums.accuracy += right[row] / cells;
    sums.exactAccuracy += Number(exact);
    sums.haltAccuracy += qHalt === undefined ? Number.NaN : Number(qHalt[row] >= 0 === exact);
    sums.steps += steps === undefined ? Number.NaN : steps[row];
  });
  return sums;
}

/** The sums of two batches together. */
export function addMetrics(a: Metrics, b: Metrics): Metrics {
  return {
    count: a.count + b.count,
    accuracy: a.accuracy + b.accuracy,
    exactAccuracy: a.exactAccuracy + b.exactAccuracy,
    haltAccuracy: a.haltAccuracy + b.haltAccuracy,
    steps: a.steps + b.steps,
  };
}

/** Means of sums, beside the count; NaN if no row counted. */
export function meanMetrics({ count, accuracy, exactAccuracy, haltAccuracy, steps }: Metrics): Metrics {
  return {
    count,
    accuracy: accuracy / count,
    exactAccuracy: exactAccuracy / count,
    haltAccuracy: haltAccuracy / count,
    steps: steps / count,
  };
}
