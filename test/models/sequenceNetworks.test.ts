import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causalConvolutions, gatedRecurrence, type Network, TinyRecursiveModel, Trainer } from 'polezero/models';
import { countParameters, tf } from 'polezero/nn';

const [length, dim] = [9, 4];
const makers: Record<string, (seed: number) => Network> = {
  gatedRecurrence: (seed) => gatedRecurrence(dim, seed),
  causalConvolutions: (seed) => causalConvolutions(dim, 2, seed),
};

/** The largest change of each position's result when position `at` of the injection is raised by 1. */
function influence(network: Network, at: number): number[] {
  return tf.tidy(() => {
    const zero = tf.zeros([1, length, dim]) as tf.Tensor3D;
    const raised = tf.tile(
      tf
        .oneHot(tf.tensor1d([at], 'int32'), length)
        .toFloat()
        .reshape([1, length, 1]),
      [1, 1, dim],
    );
    const change = tf.sub(network.apply(zero, raised as tf.Tensor3D), network.apply(zero, zero));
    return Array.from(tf.max(tf.abs(change), -1).dataSync());
  });
}

for (const [name, make] of Object.entries(makers))
  describe(name, () => {
    it('sees the positions before, never those to come', () => {
      const network = make(1);
      const changes = influence(network, 4);
      assert.deepEqual(changes.slice(0, 4), [0, 0, 0, 0]);
      assert(changes[4] > 1e-3 && changes[5] > 1e-4, `${changes}`);
      // Two levels of two taps: 1 + 2 positions back; the recurrence forgets only little by little.
      assert.deepEqual(
        changes.slice(4).map((change) => change > 1e-7),
        name === 'gatedRecurrence' ? [true, true, true, true, true] : [true, true, true, true, false],
      );
      network.dispose();
    });

    it('begins with the same weights for the same seed, and frees all it made', () => {
      const before = tf.memory().numTensors;
      const weights = (seed: number) => {
        const network = make(seed);
        const values = Object.values(network.parameters).map((weight) => Array.from(weight.dataSync()));
        network.dispose();
        return values;
      };
      assert.deepEqual(weights(1), weights(1));
      assert.notDeepEqual(weights(1), weights(2));
      assert.equal(tf.memory().numTensors, before);
    });

    it('learns in a TinyRecursiveModel, all its weights', () => {
      const network = make(1);
      const config = { vocabSize: 5, seqLen: length, hiddenSize: dim, numHeads: 2, recursion: 'transformer' as const };
      const model = new TinyRecursiveModel({ ...config, haltMaxSteps: 1 }, 1, { networks: { H_level: network } });
      assert(countParameters(model.parameters) > countParameters(network.parameters));
      const initial = Object.values(network.parameters).map((weight) => Array.from(weight.dataSync()));
      const trainer = new Trainer(model, { batchSize: 2, learningRate: 3e-2, warmUpSteps: 0, weightDecay: 0 });
      const inputs = Int32Array.from({ length: 2 * length }, (_, i) => 1 + ((3 * i) % 4));
      const step = () => trainer.step({ inputs, labels: inputs }).loss.lm;
      const first = step();
      const tensors = tf.memory().numTensors;
      for (let i = 0; i < 40; i++) step();
      assert(step() < 0.6 * first);
      assert.equal(tf.memory().numTensors, tensors);
      for (const [i, weight] of Object.values(network.parameters).entries())
        assert.notDeepEqual(Array.from(weight.dataSync()), initial[i]);
      trainer.dispose();
      model.dispose();
    });
  });

it("computes what TensorFlow.js's layer does from the same weights", () => {
  const network = gatedRecurrence(dim, 2);
  const {
    'input.weight': input,
    'input.bias': bias,
    'gates.weight': gates,
    'candidate.weight': candidate,
  } = network.parameters;
  tf.tidy(() => {
    bias.assign(tf.linspace(-1, 1, 3 * dim));
    const layer = tf.layers.gru({ units: dim, returnSequences: true, recurrentActivation: 'sigmoid' });
    const [hidden, x] = [1, 2].map((seed) => tf.randomNormal<tf.Rank.R3>([3, length, dim], 0, 1, 'float32', seed));
    layer.apply(x);
    layer.setWeights([tf.transpose(input), tf.transpose(tf.concat([gates, candidate])), bias]);
    const expected = layer.apply(tf.add(hidden, x)) as tf.Tensor;
    assert(tf.max(tf.abs(tf.sub(network.apply(hidden, x), expected))).dataSync()[0] < 1e-6);
  });
  network.dispose();
});

it('refuses sizes that are none', () => {
  assert.throws(() => gatedRecurrence(0), /RangeError: dim is 0/);
  assert.throws(() => causalConvolutions(4, 0), /RangeError: levels is 0/);
});
