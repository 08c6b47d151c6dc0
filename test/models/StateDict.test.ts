import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromStateDict, TinyRecursiveModel, type TrmConfig, toStateDict } from 'polezero/models';
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

  const variables = (shapes: Record<string, number[]>) =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape], i) => [
        name,
        tf.tidy(() =>
          tf.variable(
            tf.add(
              tf
                .range(
                  0,
                  Math.max(
                    1,
                    shape.reduce((a, b) => a * b, 1),
                  ),
                )
                .reshape(shape),
              100 * i,
            ),
          ),
        ),
      ]),
    );
  const kept: [string, Record<string, number[]>][] = [
    ['of unequal shapes', { 'a.q_proj.weight': [4, 2], 'a.k_proj.weight': [2, 2], 'a.v_proj.weight': [2, 2] }],
    ['some of which are missing', { 'a.gate_proj.weight': [4, 2] }],
    ['of which the first is missing', { 'a.up_proj.weight': [4, 2] }],
    ['of no axis', { 'gate_proj.weight': [], 'up_proj.weight': [] }],
    [
      'beside one of the name that they would have',
      { 'gate_proj.weight': [2], 'up_proj.weight': [2], 'gate_up_proj.weight': [3] },
    ],
  ];
  for (const [what, shapes] of kept)
    it(`keeps the names of tensors ${what}, and gives them back`, () => {
      const own = variables(shapes);
      const dict = toStateDict(own, 'model.');
      assert.deepEqual(
        Object.entries(dict).map(([name, { shape }]) => [name, shape]),
        Object.entries(shapes).map(([name, shape]) => [`model.${name}`, shape]),
      );
      const copy = variables(shapes);
      for (const variable of Object.values(copy)) tf.tidy(() => variable.assign(tf.zerosLike(variable)));
      fromStateDict(copy, dict);
      assert.deepEqual(toStateDict(copy, 'model.'), dict);
      tf.dispose([own, copy]);
    });

  it('makes one matrix of its parts in whatever order they come', () => {
    const own = variables({ 'up_proj.weight': [1, 2], 'gate_proj.weight': [1, 2] });
    const dict = toStateDict(own);
    assert.deepEqual(dict, { 'gate_up_proj.weight': { shape: [2, 2], data: Float32Array.of(100, 101, 0, 1) } });
    fromStateDict(own, dict);
    assert.deepEqual([...own['up_proj.weight'].dataSync()], [0, 1]);
    tf.dispose(own);
  });
});
