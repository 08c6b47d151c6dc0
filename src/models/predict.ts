import * as tf from '@tensorflow/tfjs-node';
import { checkInteger } from '../numeric/check';
import type { TinyRecursiveModel } from './TinyRecursiveModel';

/** What a model answers after one supervision step. */
export interface Prediction {
  /** The most likely class of every cell; batch × seqLen. */
  cells: Int32Array;
  /** Above 0 where the model would halt; [batch]. */
  qHalt: Float32Array;
}

/**
 * A model's answers after each supervision step. Nothing halts early, so that all puzzles get the same number of steps, as in the published
 * evaluation, which scores the last.
 *
 * @param inputs - batch × seqLen
 * @param puzzleIdentifiers - rows of the puzzle embeddings; zeros if absent
 * @param steps - supervision steps; default haltMaxSteps
 */
export function predict(
  model: TinyRecursiveModel,
  { inputs, puzzleIdentifiers }: { inputs: Int32Array; puzzleIdentifiers?: Int32Array },
  steps: number = model.config.haltMaxSteps,
): Prediction[] {
  checkInteger('steps', steps, 1);
  const { seqLen } = model.config;
  if (inputs.length === 0 || inputs.length % seqLen !== 0)
    throw new RangeError(`inputs has ${inputs.length} numbers; it must be puzzles of ${seqLen} cells.`);
  const batch = inputs.length / seqLen;
  const cells = tf.tensor2d(inputs, [batch, seqLen], 'int32');
  let carry = model.initialCarry(batch);
  const predictions = Array.from({ length: steps }, () => {
    const { carry: next, logits, qHalt, qContinue } = model.supervisionStep(cells, carry, puzzleIdentifiers);
    const answer = tf.argMax(logits, -1);
    const prediction = { cells: answer.dataSync() as Int32Array, qHalt: qHalt.dataSync() as Float32Array };
    tf.dispose([carry, logits, qHalt, qContinue, answer]);
    carry = next;
    return prediction;
  });
  tf.dispose([carry, cells]);
  return predictions;
}
