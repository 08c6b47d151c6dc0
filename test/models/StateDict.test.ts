import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TinyRecursiveModel, type TrmConfig } from 'polezero/models';
import { tf } from 'polezero/nn';

const config: TrmConfig = {
  vocabSize: 6,
  seqLen: 4,
  hiddenSize: 8,
  numHeads: 2,
  ffMultiple: 8,
  puzzleEmbNdim: 8,
  lLayers: 1,
};

describe('a state dict', () => {
  it('has the published names and layouts', () => {
    const model = new TinyRecursiveModel(config);
    const shapes = Object.fromEntries(
      Object.entries(model.stateDict()).map(([name, { shape }]) => [name.replace('model.inner.', ''), shape]),
    );
    assert.deepEqual(shapes, {
      'embed_tokens.embedding_weight': [6, 8],
      'lm_head.weight': [6, 8],
      'q_head.weight': [2, 8],
      'q_head.bias': [2],
      'L_level.layers.0.self_attn.qkv_proj.weight': [24, 8],
      'L_level.layers.0.self_attn.o_proj.weight': [8, 8],
      'L_level.layers.0.mlp.gate_up_proj.weight': [48, 8],
      'L_level.layers.0.mlp.down_proj.weight': [8, 24],
      H_init: [8],
      L_init: [8],
      'puzzle_emb.weights': [1, 8],
    });
    model.dispose();
  });

  it('gives a model its weights, whichever of the published prefixes its names have', () => {
    const before = tf.memory().numTensors;
    const model = new TinyRecursiveModel(config, 3);
    const own = model.stateDict();
    for (const prefix of ['_orig_mod.model.inner.', 'model.inner.', 'inner.', '']) {
      const renamed = Object.entries(own).map(([name, value]) => [name.replace('model.inner.', prefix), value]);
      const copy = TinyRecursiveModel.fromStateDict(config, Object.fromEntries(renamed));
      assert.deepEqual(copy.stateDict(), own);
      copy.dispose();
    }
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('is refused when something is missing, superfluous or of another shape, and the model stays as it was', () => {
    const before = tf.memory().numTensors;
    const model = new TinyRecursiveModel(config, 3);
    const own = model.stateDict();
    const { 'model.inner.lm_head.weight': head, ...rest } = own;
    assert.throws(() => model.load(rest), /RangeError: The state dict has no 'lm_head.weight'; it has embed_tokens/);
    assert.throws(() => model.load({ ...own, 'model.inner.H_level.x': head }), /RangeError: .* also has H_level.x/);
    const turned = { shape: [8, 6], data: head.data };
    assert.throws(
      () => model.load({ ...own, 'model.inner.lm_head.weight': turned }),
      /RangeError: 'lm_head.weight' is 48 numbers of shape \[8,6\]; this configuration needs \[6,8\]/,
    );
    assert.throws(() => TinyRecursiveModel.fromStateDict({ ...config, vocabSize: 7 }, own), /needs \[7,8\]/);
    assert.deepEqual(model.stateDict(), own);
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
