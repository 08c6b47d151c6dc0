import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type BlockHalves, fused, postNorm, rotaryTable, tf } from 'polezero/nn';
import { assertClose, evaluate } from './golden';
import { checkHalves } from './layers';

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
});
