import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type BlockHalves, fused, postNorm, rotaryTable, tf } from 'polezero/nn';
import { assertClose, evaluate } from './golden';
import { checkHalves } from './layers';

const { pullback } = require(join(__dirname, '..', '..', '..', 'dist', 'fixedpoint', 'tape.js'));

type M = tf.Tensor2D;

describe('the fused halves of a block', () => {
  it('agree with float64, value and gradients', () => checkHalves(fused));

  it('agree with the plain ones for any shape, value and gradients', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, size, size, fc.boolean(), (batch, length, numHeads, width, turns) => {
        const dim = 2 * numHeads;
        const table = turns ? rotaryTable(length, 2) : undefined;
        const shapes = [[batch, length, dim], ...new Array(4).fill([dim, dim])];
        const mlp = [
          [batch, length, dim],
          [width, dim],
          [width, dim],
          [dim, width],
        ];
        const both = ({ attentionNorm, swigluNorm }: BlockHalves) => [
          evaluate(
            (h, query, key, value, output) => {
              const weights = { query: query as M, key: key as M, value: value as M, output: output as M };
              return attentionNorm(h as tf.Tensor3D, weights, numHeads, table);
            },
            { shapes, y: [], gradients: [] },
          ),
          evaluate(
            (h, gate, up, down) => swigluNorm(h as tf.Tensor3D, { gate: gate as M, up: up as M, down: down as M }),
            {
              shapes: mlp,
              y: [],
              gradients: [],
            },
          ),
        ];
        const plain = both(postNorm);
        both(fused).forEach(({ y, gradients, leaked }, half) => {
          assertClose(y, plain[half].y, 1e-5);
          gradients.forEach((gradient, i) => {
            const wanted = plain[half].gradients[i];
            const scale = Math.max(1, ...wanted.map(Math.abs)); // a gradient may vanish: with one position, those of queries and keys
            assertClose([scale, ...gradient], [scale, ...wanted], 2e-5, `gradient ${i}`);
          });
          assert.equal(leaked, 0);
        });
        tf.dispose({ ...table });
      }),
      { numRuns: 25 },
    );
  });

  it('save nothing when no gradient is asked for, and free everything when one was', () => {
    const before = tf.memory().numTensors;
    const h = tf.randomNormal([2, 3, 4], 0, 1, 'float32', 1) as tf.Tensor3D;
    const [gate, up] = [2, 3].map((seed) => tf.randomNormal([5, 4], 0, 1, 'float32', seed) as M);
    const down = tf.randomNormal([4, 5], 0, 1, 'float32', 4) as M;
    const alone = fused.swigluNorm(h, { gate, up, down });
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
      fused.swigluNorm(x as tf.Tensor3D, { gate, up, down }).sum(),
    )(h);
    assert.equal(tf.memory().numTensors - before, 7);
    tf.dispose([h, gate, up, down, alone, value, grad]);
    assert.equal(tf.memory().numTensors, before);
  });

  it('give the gradient of their state alone where only that is asked for, bit for bit, for fewer products', () => {
    const shapes = [
      [2, 3, 4],
      [4, 4],
      [4, 4],
      [4, 4],
      [4, 4],
      [5, 4],
      [5, 4],
      [4, 5],
      [2, 3, 4],
    ];
    const [h, query, key, value, output, gate, up, down, v] = shapes.map((shape, seed) =>
      tf.randomNormal(shape, 0, 1, 'float32', seed + 1),
    );
    const attention = { query, key, value, output } as unknown as Parameters<BlockHalves['attentionNorm']>[1];
    const mlp = { gate, up, down } as unknown as Parameters<BlockHalves['swigluNorm']>[1];
    const block = (x: tf.Tensor) => fused.swigluNorm(fused.attentionNorm(x as tf.Tensor3D, attention, 2), mlp);
    const { apply, dispose } = pullback(block, h);
    const [wanted, all] = countingProducts(() => tf.grad(block)(h, v));
    const [found, few] = countingProducts(() => apply(v));
    assert.deepEqual(found.dataSync(), wanted.dataSync());
    // Of the weights: four of attention, three of the MLP. A gradient by tfjs evaluates the block once more, with seven.
    assert.equal(all - few, 7 + 7);
    const [again] = countingProducts(() =>
      tf.grad((w: tf.Tensor) => fused.swigluNorm(h as tf.Tensor3D, { ...mlp, up: w as M }))(up),
    );
    assert(
      again.dataSync().some((each) => each !== 0),
      'of weights, when those are asked for',
    );
    dispose();
    tf.dispose([h, v, found, wanted, again, attention, mlp]);
  });

  it('say what is wrong with a shape, and free what they made before an operation failed', () => {
    tf.tidy(() => {
      const h = tf.ones([2, 3, 4]) as tf.Tensor3D;
      const square = () => tf.ones([4, 4]) as M;
      const attention = { query: square(), key: square(), value: square(), output: square() };
      const mlp = { gate: tf.ones([6, 4]) as M, up: tf.ones([6, 4]) as M, down: tf.ones([4, 6]) as M };
      assert.throws(
        () => fused.swigluNorm(h, { ...mlp, down: square() }),
        /RangeError: weights.down has shape \[4,4\]; it must be \[4,6\]/,
      );
      assert.throws(
        () => fused.attentionNorm(h, { ...attention, key: tf.ones([4, 5]) }, 2),
        /RangeError: weights.key has shape \[4,5\]; it must be \[4,4\]/,
      );
      assert.throws(
        () => fused.attentionNorm(h, attention, 2, rotaryTable(2, 2)),
        /RangeError: rotary.cos has shape \[2,2\]; it must be \[3,2\]/,
      );
      for (const at of [1, 5, 9])
        assert.equal(
          leftByFailure(at, () => fused.attentionNorm(h, attention, 2)),
          0,
          `operation ${at}`,
        );
    });
  });
});

/** How many of TensorFlow's tensors are left when its operation of this number fails. */
function leftByFailure(at: number, call: () => unknown): number {
  const backend = tf.backend() as unknown as { binding: Record<string, (...given: unknown[]) => unknown> };
  const { binding } = backend;
  let [operations, left] = [0, 0];
  const executeOp = (...given: unknown[]) => {
    if (++operations === at) throw new Error('refused');
    left++;
    return binding.executeOp(...given);
  };
  const deleteTensor = (...given: unknown[]) => {
    left--;
    return binding.deleteTensor(...given);
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp }, deleteTensor: { value: deleteTensor } });
  try {
    assert.throws(call, /refused/);
  } finally {
    backend.binding = binding;
  }
  return left;
}

/** What a call returns, and how many products of matrices TensorFlow made for it. */
function countingProducts<T>(call: () => T): [T, number] {
  const backend = tf.backend() as unknown as { binding: Record<string, unknown> };
  const { binding } = backend;
  let products = 0;
  const executeOp = (name: string, ...rest: unknown[]) => {
    if (name === 'MatMul') products++;
    return (binding.executeOp as (...given: unknown[]) => unknown)(name, ...rest);
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  try {
    return [call(), products];
  } finally {
    backend.binding = binding;
  }
}
