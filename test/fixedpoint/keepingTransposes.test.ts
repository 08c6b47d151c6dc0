import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { implicitFixedPoint, type SolveReport } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { maxDiff, withoutLeak, withRadius } from './support';

interface Engine {
  runKernel(name: string, inputs: object, attributes?: { transposeB?: boolean }): tf.Tensor;
}

/** Runs, and counts the products of matrices, those with the second one transposed, and the transpositions. */
function counted<T>(run: () => T): { result: T; products: number; withTransposed: number; transpositions: number } {
  const engine = tf.engine() as unknown as Engine;
  const { runKernel } = engine;
  const counts = { products: 0, withTransposed: 0, transpositions: 0 };
  engine.runKernel = (name, inputs, attributes) => {
    if (name === 'BatchMatMul') counts.products++;
    if (name === 'BatchMatMul' && attributes?.transposeB) counts.withTransposed++;
    if (name === 'Transpose') counts.transpositions++;
    return runKernel.call(engine, name, inputs, attributes);
  };
  try {
    return { result: run(), ...counts };
  } finally {
    engine.runKernel = runKernel;
  }
}

describe('the products of an adjoint', () => {
  const n = 6;
  const w = tf.tensor2d(withRadius(n, 0.8, 3));
  const x = tf.tensor2d([1, 2].map((seed) => Array.from({ length: n }, random(seed).normal)));

  it('transpose a square weight once, however many there are, and give what each by itself would', () => {
    let adjoint: SolveReport | undefined;
    const slope = (multiply: (z: tf.Tensor) => tf.Tensor) =>
      withoutLeak(() =>
        tf.tidy(() => {
          const f = (input: tf.Tensor) => (z: tf.Tensor) => tf.tanh(multiply(z).add(input));
          const report = (_: string, result: SolveReport) => {
            adjoint = result;
          };
          const options = { backward: { solver: 'picard', tol: 1e-6, maxIter: 200 }, report };
          return [
            ...tf
              .grad((input: tf.Tensor) => implicitFixedPoint(f(input), tf.zeros([2, n]), options).sum())(x)
              .dataSync(),
          ];
        }),
      );
    const kept = counted(() => slope((z) => tf.matMul(z as tf.Tensor2D, w as tf.Tensor2D)));
    assert(adjoint!.evaluations > 12, `${adjoint!.evaluations}`);
    assert(kept.products > 2 * 12);
    assert.equal(kept.transpositions, 1);
    assert(kept.withTransposed <= 2, `${kept.withTransposed}`);
    // The same map with no product of matrices that could be kept.
    const { result } = counted(() => slope((z) => z.expandDims(2).mul(w).sum(1)));
    assert(maxDiff(kept.result, result) < 1e-5, `${kept.result}; ${result}`);
  });

  it('leave the engine as it was, also when a solve fails', () => {
    const engine = tf.engine() as unknown as Engine;
    const { runKernel } = engine;
    const steep = (input: tf.Tensor) => (z: tf.Tensor) => tf.matMul(z as tf.Tensor2D, w as tf.Tensor2D).add(input);
    const failing = { backward: { solver: 'picard', maxIter: 3 } };
    const slope = tf.grad((input: tf.Tensor) => implicitFixedPoint(steep(input), tf.zeros([2, n]), failing).sum());
    assert.throws(() => tf.tidy(() => slope(x)), /the adjoint .* was not solved/);
    assert.equal(engine.runKernel, runKernel);
  });
});
