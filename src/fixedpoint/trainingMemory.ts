import { tf } from '../nn';

/** What a computation held at its fullest, beyond what there was before it. */
export interface TrainingMemory {
  /** Bytes in tensors. */
  peakBytes: number;
  /** Tensors left behind when it ended; those of its result are among them. */
  newTensors: number;
}

/**
 * Measures the memory that a training step needs: how much its tensors take at the fullest moment, seen after each operation. For an
 * unrolled network that grows with the number of turns, for `implicitFixedPoint` it does not. The memory of a solver itself (the `memory`
 * vectors of Anderson, Broyden or GMRES) is outside of tensors and not counted; it does not grow with depth either.
 *
 * @param step - synchronous, for instance `() => tf.variableGrads(loss)`; what it returns is disposed
 */
export async function trainingMemory(step: () => tf.TensorContainer): Promise<TrainingMemory> {
  const before = tf.memory();
  const { kernels, result } = await tf.profile(() => step() as tf.TensorContainer);
  const newTensors = tf.memory().numTensors - before.numTensors;
  tf.dispose(result);
  const peak = Math.max(before.numBytes, ...kernels.map(({ totalBytesSnapshot }) => totalBytesSnapshot));
  return { peakBytes: peak - before.numBytes, newTensors };
}
