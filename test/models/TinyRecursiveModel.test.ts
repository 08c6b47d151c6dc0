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
    for (const token of [-1, 4])
      assert.throws(
        () => predict(model, { inputs: inputs.map((own, i) => (i === 7 ? token : own)) }),
        new RegExp(`RangeError: inputs\\[7\\] is ${token}; it must be a token in \\[0, 3\\]`),
      );
    model.dispose();
  });

  it('names the parts that are none and the networks that are missing, and holds nothing then', () => {
    const before = tf.memory().numTensors;
    const wrong = (parts: object, message: RegExp) =>
      assert.throws(() => new TinyRecursiveModel({ ...config, recursion: 'hrm', hLayers: 1 }, 1, parts), message);
    wrong({ recursions: {} }, /TypeError: Unknown option 'recursions'; valid: recursion, halves, networks/);
    wrong({ networks: {} }, /RangeError: networks has none; the recursion also runs L_level, H_level: give it/);
    const H_level = { parameters: {}, apply: (z: tf.Tensor3D) => z, dispose: () => {} };
    wrong({ networks: { H_level } }, /RangeError: networks has H_level; the recursion also runs L_level: give it/);
    wrong(
      { networks: { H_level, L_level: {} } },
      /TypeError: networks.L_level is \{\}; it must have the function apply/,
    );
    wrong({ halves: {} }, /TypeError: halves is \{\}; it must have the function attentionNorm, swigluNorm/);
    assert.equal(tf.memory().numTensors, before);
  });

  it('has no rows of puzzles without a table of them', () => {
    const model = new TinyRecursiveModel(config);
    assert.equal(model.puzzleRows([0]), undefined);
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

describe('ReasoningModule', () => {
  it('says what is wrong with its configuration, and holds nothing then', () => {
    const before = tf.memory().numTensors;
    const right = { layers: 1, length: 6, hiddenSize: 16, numHeads: 2, expansion: 4, ffMultiple: 16, rotary: true };
    const wrong = (changes: object, message: RegExp) =>
      assert.throws(() => new ReasoningModule({ ...right, mixer: 'attention', ...changes }, random(2)), message);
    wrong({ mixer: 'attn' }, /RangeError: mixer is 'attn'; it must be one of 'attention', 'mlp'/);
    wrong({ layers: 0 }, /RangeError: layers is 0/);
    wrong({ length: 2.5 }, /RangeError: length is 2.5/);
    wrong({ numHeads: 3 }, /RangeError: hiddenSize is 16; it must be a multiple of numHeads, which is 3/);
    wrong({ numHeads: 16 }, /RangeError: hiddenSize\/numHeads is 1; 'rope' turns pairs/);
    wrong({ expansion: 0 }, /RangeError: expansion is 0; it must be positive/);
    wrong({ mixer: 'mlp', length: 2, expansion: 1e-2 }, /RangeError: expansion is 0.01; of hiddenSize 16 it leaves no/);
    wrong({ rotary: 1 }, /TypeError: rotary is 1; it must be true or false/);
    wrong({ ffMultiple: 0 }, /RangeError: ffMultiple is 0/);
    wrong({ heads: 2 }, /TypeError: Unknown option 'heads'/);
    assert.equal(tf.memory().numTensors, before);
    new ReasoningModule({ ...right, mixer: 'mlp', numHeads: 3 }, random(2)).dispose();
  });
});
