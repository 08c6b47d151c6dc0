import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Network,
  predict,
  ReasoningModule,
  type Recursion,
  TinyRecursiveModel,
  type TrmConfig,
  trmLoss,
} from 'polezero/models';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';

const config: TrmConfig = {
  vocabSize: 4,
  seqLen: 6,
  hiddenSize: 16,
  numHeads: 2,
  ffMultiple: 16,
  hCycles: 2,
  lCycles: 2,
};
const inputs = Int32Array.from({ length: 18 }, (_, i) => 1 + (i % 3));

describe('TinyRecursiveModel', () => {
  it('goes from carry to carry, leaves the given one alone, and answers with logits and q of halting', () => {
    const model = new TinyRecursiveModel(config, 1);
    const before = tf.memory().numTensors;
    const cells = tf.tensor2d(inputs, [3, 6], 'int32');
    const start = model.initialCarry(3);
    const first = model.supervisionStep(cells, start);
    const second = model.supervisionStep(cells, first.carry);
    assert.deepEqual(first.logits.shape, [3, 6, 4]);
    assert.deepEqual(Array.from(first.qHalt.dataSync()), [-5, -5, -5]);
    const again = model.supervisionStep(cells, start);
    assert.deepEqual(again.logits.dataSync(), first.logits.dataSync());
    assert.notDeepEqual(second.logits.dataSync(), first.logits.dataSync());
    const { total, lm, qHalt } = trmLoss(first, cells);
    assert(Math.abs(total.dataSync()[0] - lm.dataSync()[0] - 0.5 * qHalt.dataSync()[0]) < 1e-6);
    tf.dispose([cells, start, first, second, again] as unknown as tf.TensorContainer);
    assert.equal(tf.memory().numTensors - before, 4, 'the four scalars of the loss');
    model.dispose();
  });

  it('begins with the same weights for the same seed, and others for another', () => {
    const weights = (seed?: number) => {
      const model = new TinyRecursiveModel(config, seed);
      const dict = model.stateDict();
      model.dispose();
      return dict;
    };
    assert.deepEqual(weights(3), weights(3));
    assert.notDeepEqual(weights(3), weights(4));
    assert.deepEqual(weights(), weights(0));
    assert.throws(() => weights(-1), /RangeError: seed is -1/);
  });

  it('answers each puzzle as if it were alone', () => {
    const model = new TinyRecursiveModel(config, 1);
    const together = predict(model, { inputs }, 2);
    for (let row = 0; row < 3; row++) {
      const alone = predict(model, { inputs: inputs.slice(row * 6, row * 6 + 6) }, 2);
      alone.forEach(({ cells }, step) => assert.deepEqual(cells, together[step].cells.slice(row * 6, row * 6 + 6)));
    }
    assert.throws(() => predict(model, { inputs: inputs.slice(1) }), /RangeError: inputs has 17 numbers/);
    assert.throws(() => predict(model, { inputs }, 0), /RangeError: steps is 0/);
    model.dispose();
  });

  it('runs another network in another way, with its own embedding, heads and loss', () => {
    const before = tf.memory().numTensors;
    /** Damped Picard iteration of whatever network it is given. */
    const damped: Recursion = {
      networks: ['block'],
      latents: ['z'],
      count: () => 1,
      recurse({ block }, x, { z }, { n }) {
        for (let i = 0; i < n; i++) z = tf.add(tf.mul(z, 0.5), tf.mul(block(z, x), 0.5));
        return { z };
      },
    };
    const block: Network = new ReasoningModule(
      { layers: 1, length: 6, hiddenSize: 16, numHeads: 2, expansion: 4, ffMultiple: 16, mixer: 'mlp', rotary: false },
      random(2),
    );
    const model = new TinyRecursiveModel(config, 1, { recursion: damped, networks: { block } });
    assert('block.layers.0.mlp_t.down_proj.weight' in model.parameters);
    const [first, second] = predict(model, { inputs }, 2);
    assert.equal(first.cells.length, second.cells.length);
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
