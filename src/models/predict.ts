import * as tf from '@tensorflow/tfjs-node';
import { checkInteger } from '../numeric/check';
import type { TinyRecursiveModel } from './TinyRecursiveModel';

/** What a model answers after one supervision step. */
export interface Prediction {
  /** The most likely class of every cell; batch × seqLen. */
  cells: Int32Array;
  /** The value of halting; [batch]. The model would halt where it is above 0, or, with actContinue, above `qContinue`. */
  qHalt: Float32Array;
  /** HRM's value of going on, else unused; [batch]. */
  qContinue: Float32Array;
}

/**
 * A model's answers after each supervision step. Nothing halts early, so that all puzzles get the same number of steps, as in the published
 * evaluation, which scores the last.
 *
 * @param inputs - batch × seqLen
 * @param puzzleIdentifiers - rows of the puzzle embeddings; zeros if absent
 * @param steps - supervision steps; default haltMaxSteps
 * @throws RangeError for inputs that are no whole puzzles or have a token outside the vocabulary, or for steps out of range
 */
export function predict(
  model: TinyRecursiveModel,
  { inputs, puzzleIdentifiers }: { inputs: Int32Array; puzzleIdentifiers?: Int32Array },
  steps: number = model.config.haltMaxSteps,
): Prediction[] {
  checkInteger('steps', steps, 1);
  const { seqLen, vocabSize } = model.config;
  if (inputs.length === 0 || inputs.length % seqLen !== 0)
    throw new RangeError(`inputs has ${inputs.length} numbers; it must be puzzles of ${seqLen} cells.`);
  checkTokens(inputs, vocabSize);
  const batch = inputs.length / seqLen;
  const cells = tf.tensor2d(inputs, [batch, seqLen], 'int32');
  let carry = model.initialCarry(batch);
  try {
    return Array.from({ length: steps }, () => {
      const { carry: next, logits, qHalt, qContinue } = model.supervisionStep(cells, carry, puzzleIdentifiers);
      const answer = tf.argMax(logits, -1);
      const prediction = {
        cells: answer.dataSync() as Int32Array,
        qHalt: qHalt.dataSync() as Float32Array,
        qContinue: qContinue.dataSync() as Float32Array,
      };
      tf.dispose([carry, logits, qHalt, qContinue, answer]);
      carry = next;
      return prediction;
    });
  } finally {
    tf.dispose([carry, cells]);
  }
}

/** @throws RangeError for a token outside the vocabulary, which TensorFlow would refuse without naming it */
export function checkTokens(inputs: Int32Array, vocabSize: number): void {
  const at = inputs.findIndex((token) => !(token >= 0 && token < vocabSize));
  if (at >= 0) throw new RangeError(`inputs[${at}] is ${inputs[at]}; it must be a token in [0, ${vocabSize - 1}].`);
}
