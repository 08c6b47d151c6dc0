import { tf } from '../nn';

interface Engine {
  runKernel(name: string, inputs: Record<string, tf.Tensor>, attributes?: Record<string, unknown>): tf.Tensor;
}

/**
 * Runs, and multiplies by a transposed matrix that comes again and again, as a layer's weights do in an adjoint's products, through a copy
 * that is transposed once: TensorFlow takes up to twice as long for a product with Wᵀ as for one with W. No matrix may change meanwhile.
 *
 * The products are told apart where TensorFlow.js runs its kernels; what it keeps of an operation for its gradient does not say whether a
 * square matrix was transposed.
 */
export function keepingTransposes<T>(run: () => T): T {
  const engine = tf.engine() as unknown as Engine;
  const { runKernel } = engine;
  /** By the matrix's id; undefined after it was met once, since for one product it does not pay. */
  const transposes = new Map<number, tf.Tensor | undefined>();
  const transposeOf = (matrix: tf.Tensor): tf.Tensor | undefined => {
    if (transposes.has(matrix.id)) {
      if (!transposes.get(matrix.id)) transposes.set(matrix.id, tf.keep(tf.transpose(matrix)));
    } else transposes.set(matrix.id, undefined);
    return transposes.get(matrix.id);
  };
  engine.runKernel = (name, inputs, attributes) => {
    const { a, b } = inputs;
    const kept = name === 'BatchMatMul' && attributes?.transposeB && b.rank === 2 ? transposeOf(b) : undefined;
    if (kept === undefined) return runKernel.call(engine, name, inputs, attributes);
    return runKernel.call(engine, name, { a, b: kept }, { ...attributes, transposeB: false });
  };
  try {
    return run();
  } finally {
    engine.runKernel = runKernel;
    for (const matrix of transposes.values()) matrix?.dispose();
  }
}
