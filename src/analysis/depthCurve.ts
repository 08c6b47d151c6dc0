import type { Carry, TinyRecursiveModel } from '../models';
import { tf } from '../nn';
import { checkInteger, checkOptions } from '../numeric/check';
import { exactRows, type PuzzleSet, puzzleMetrics } from '../tasks';
import { countPuzzles, embed, residuals, slicePuzzles, tidyRecursionAt } from './recursionOf';

export interface DepthCurveOptions {
  /** How many, counted from the initial state; default 64. */
  recursions?: number;
  /** Puzzles at a time; default 64. */
  batchSize?: number;
}

/** What becomes of a model's answers and states the longer it runs. Index k is what is found after k + 1 recursions. */
export interface DepthCurve {
  /** The mean share of right cells; [recursions]. */
  accuracy: Float64Array;
  /** The share of puzzles that are wholly right; [recursions]. */
  exactAccuracy: Float64Array;
  /** The share of puzzles that are right at each position, of those that have a label there; after each recursion, [seqLen]. */
  byPosition: Float64Array[];
  /** 1 where a puzzle is wholly right; of each puzzle, [recursions]. */
  exact: Uint8Array[];
  /** ‖z[k + 1] − z[k]‖/‖z[k + 1]‖ over all states together; of each puzzle, [recursions]. Below some 10⁻⁶ it is float32's rounding. */
  residual: Float64Array[];
}

/**
 * Runs a model to any depth, beyond the one it was trained at too, and looks at it after each recursion. What is injected, and when, is as
 * in training; nothing halts.
 *
 * @throws RangeError or TypeError for a set that is empty or does not fit, or an option out of range or unknown
 */
export function depthCurve(model: TinyRecursiveModel, set: PuzzleSet, options: DepthCurveOptions = {}): DepthCurve {
  checkOptions(options, ['recursions', 'batchSize']);
  const { recursions = 64, batchSize = 64 } = options;
  checkInteger('recursions', recursions, 1);
  checkInteger('batchSize', batchSize, 1);
  if (set.seqLen !== model.config.seqLen)
    throw new RangeError(`set has puzzles of ${set.seqLen} cells; the model takes ${model.config.seqLen}.`);
  if (set.labels.length !== set.size * set.seqLen)
    throw new RangeError(`set has ${set.labels.length} labels; it must have ${set.size * set.seqLen}, size × seqLen.`);
  const { size, seqLen } = set;
  if (countPuzzles(model, set) !== size)
    throw new RangeError(`set has ${set.inputs.length} inputs; it must have ${size * seqLen}, size × seqLen.`);
  const [right, exactly] = [new Float64Array(recursions), new Float64Array(recursions)];
  const byPosition = Array.from({ length: recursions }, () => new Float64Array(set.seqLen));
  const exact = Array.from({ length: set.size }, () => new Uint8Array(recursions));
  const residual = Array.from({ length: set.size }, () => new Float64Array(recursions));
  let counted = 0;
  for (let from = 0; from < set.size; from += batchSize) {
    const to = Math.min(from + batchSize, set.size);
    const labels = set.labels.subarray(from * set.seqLen, to * set.seqLen);
    let count = 0;
    tf.tidy(() => {
      const x = embed(model, slicePuzzles(model, set, from, to));
      let carry = model.initialCarry(to - from);
      for (let k = 0; k < recursions; k++) {
        const next = tidyRecursionAt(model, x, carry, k);
        residuals(model, next, carry).forEach((value, row) => {
          residual[from + row][k] = value;
        });
        tf.dispose(carry);
        carry = next;
        const answers = { predictions: answersOf(model, carry), labels, seqLen: set.seqLen };
        const metrics = puzzleMetrics(answers);
        count = metrics.count;
        right[k] += metrics.accuracy;
        exactly[k] += metrics.exactAccuracy;
        addRight(byPosition[k], answers.predictions, labels);
        exactRows(answers.predictions, labels, set.seqLen).forEach((value, row) => {
          exact[from + row][k] = value;
        });
      }
    });
    counted += count;
  }
  const mean = (sums: Float64Array) => sums.map((sum) => sum / counted);
  const asked = new Float64Array(set.seqLen);
  set.labels.forEach((label, i) => {
    if (label > 0) asked[i % set.seqLen]++;
  });
  for (const sums of byPosition) sums.forEach((sum, position) => (sums[position] = sum / asked[position]));
  return { accuracy: mean(right), exactAccuracy: mean(exactly), byPosition, exact, residual };
}

/** Counts the right answers at each position; 0 and negative labels are not asked for. */
function addRight(counts: Float64Array, predictions: Int32Array, labels: Int32Array): void {
  labels.forEach((label, i) => {
    if (label > 0 && predictions[i] === label) counts[i % counts.length]++;
  });
}

/** The most likely class of every cell; puzzles × seqLen. */
function answersOf(model: TinyRecursiveModel, carry: Carry): Int32Array {
  const answer = tf.tidy(() => tf.argMax(model.outputs(carry).logits, -1));
  const cells = answer.dataSync() as Int32Array;
  answer.dispose();
  return cells;
}
