import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  initialActCarry,
  predict,
  refill,
  supervisedGradients,
  TinyRecursiveModel,
  type TrmConfig,
} from 'polezero/models';
import { tf } from 'polezero/nn';
import { assertClose } from '../dsp/golden';

// The axes along which one network is run in different ways: each is held to what it must equal, or must not feel.

const config: TrmConfig = {
  vocabSize: 4,
  seqLen: 6,
  hiddenSize: 16,
  numHeads: 2,
  ffMultiple: 16,
  posEncodings: 'learned',
  hCycles: 2,
  lCycles: 2,
};
const data = {
  inputs: Int32Array.from({ length: 18 }, (_, i) => 1 + ((i * i) % 3)),
  labels: Int32Array.from({ length: 18 }, (_, i) => 1 + (i % 3)),
};

/** Everything that a supervision step with its gradient comes to, in plain numbers. */
function step(changes: Partial<TrmConfig>, weightsOf = (model: TinyRecursiveModel) => model.stateDict()) {
  const model = new TinyRecursiveModel({ ...config, ...changes }, 1);
  model.load(weightsOf(model));
  const before = initialActCarry(model, 3);
  const carry = refill(model, before, data);
  const { loss, gradients, carry: after, puzzleGradients } = supervisedGradients(model, carry, 0);
  const plain = (tensors: Record<string, tf.Tensor>) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]));
  const result = { loss: loss.total, gradients: plain(gradients), latents: plain(after.latents) };
  tf.dispose([gradients, after.latents, before.latents, carry.latents, puzzleGradients ?? []]);
  model.dispose();
  return result;
}

/** The weights of a tied model under the names of an untied one. */
const shared = (changes: Partial<TrmConfig>) => (untied: TinyRecursiveModel) => {
  const tied = new TinyRecursiveModel({ ...config, ...changes, tied: true }, 1);
  const weights = tied.stateDict();
  tied.dispose();
  return Object.fromEntries(
    Object.keys(untied.stateDict()).map((name) => [name, weights[name.replace(/L_level_\d+/, 'L_level')]]),
  );
};

const size = (values: number[]): number => Math.hypot(...values);
const embedding = 'embed_tokens.embedding_weight';

describe('the axes of a recursion', () => {
  for (const recursion of ['trm', 'unrolled'] as const) {
    it(`${recursion}: untied networks of equal weights are the tied one, and their gradients sum to its own`, () => {
      for (const injection of ['every', 'start'] as const) {
        const changes = { recursion, injection, gradient: 'full', haltMaxSteps: 1, hCycles: 2 } as const;
        const tied = step(changes);
        const untied = step({ ...changes, tied: false }, shared(changes));
        assertClose([untied.loss], [tied.loss], 1e-6, 'loss');
        const calls = recursion === 'trm' ? 6 : 4;
        for (const [name, gradient] of Object.entries(tied.gradients)) {
          const parts = name.startsWith('L_level.')
            ? Array.from({ length: calls }, (_, k) => untied.gradients[name.replace('L_level', `L_level_${k}`)])
            : [untied.gradients[name]];
          const sum = gradient.map((_, i) => parts.reduce((total, part) => total + part[i], 0));
          assertClose(sum, gradient, 1e-5, name);
        }
      }
    });

    it(`${recursion}: a full gradient is that of all recursions as one, and the last one's is not`, () => {
      const [T, n] = [3, 1];
      const full = step({ recursion, hCycles: T, lCycles: n, gradient: 'full', haltMaxSteps: 1 });
      const last = step({ recursion, hCycles: T, lCycles: n, haltMaxSteps: 1 });
      assert.equal(full.loss, last.loss);
      assert.notDeepEqual(full.gradients, last.gradients);
      if (recursion === 'unrolled') {
        const one = step({ recursion, hCycles: 1, lCycles: T * n, haltMaxSteps: 1 });
        assert.equal(one.loss, full.loss);
        for (const [name, gradient] of Object.entries(one.gradients))
          assertClose(full.gradients[name], gradient, 1e-6, name);
      }
    });

    it(`${recursion}: a puzzle read at the start alone is not read again`, () => {
      const start = { recursion, injection: 'start' } as const;
      assert(size(step({ ...start, gradient: 'full' }).gradients[embedding]) > 1e-4, 'the first update reads it');
      assert.equal(size(step(start).gradients[embedding]), 0, 'the last recursion does not');
      assert(size(step({ recursion }).gradients[embedding]) > 1e-4, 'with re-injection it does');
    });
  }

  it('without feedback the latent state does not feel the answer', () => {
    const withAnswer = (feedback: boolean, scale: number) => {
      const model = new TinyRecursiveModel({ ...config, feedback }, 1);
      const zL = tf.tidy(() => {
        const { zH, zL } = model.initialCarry(3);
        const x = model.inputEmbedding(tf.tensor2d(data.inputs, [3, 6], 'int32'));
        return Array.from(model.recurse(x, { zH: tf.mul(zH, scale), zL }).zL.dataSync());
      });
      model.dispose();
      return zL;
    };
    assert.deepEqual(withAnswer(false, 1), withAnswer(false, 3));
    assert.notDeepEqual(withAnswer(true, 1), withAnswer(true, 3));
  });

  it('is the same way without feedback as TRM with its answer held at zero', () => {
    const model = new TinyRecursiveModel({ ...config, feedback: false, hCycles: 1 }, 1);
    const fed = new TinyRecursiveModel({ ...config, hCycles: 1 }, 1);
    tf.tidy(() => {
      const { zH, zL } = model.initialCarry(3);
      const x = model.inputEmbedding(tf.tensor2d(data.inputs, [3, 6], 'int32'));
      const without = model.recurse(x, { zH, zL }).zL.dataSync();
      const zero = fed.recurse(x, { zH: tf.zerosLike(zH), zL }).zL.dataSync();
      assert.deepEqual(without, zero);
    });
    model.dispose();
    fed.dispose();
  });

  for (const recursion of ['trm', 'singleZ', 'hier6', 'hrm', 'transformer', 'unrolled', 'equilibrium'] as const) {
    it(`${recursion}: a step leaves the given states alone and has its own, those too that no call of it wrote`, () => {
      const before = tf.memory().numTensors;
      const own = {
        hrm: { hLayers: 1 },
        transformer: { lLayers: 0, hLayers: 1 },
      }[recursion as string];
      const model = new TinyRecursiveModel({ ...config, recursion, hCycles: 1, lCycles: 1, ...own }, 1);
      const cells = tf.tensor2d(data.inputs, [3, 6], 'int32');
      const initial = initialActCarry(model, 3);
      const start = refill(model, initial, data);
      const { carry, gradients } = supervisedGradients(model, start, 0);
      const after = model.supervisionStep(cells, start.latents);
      tf.dispose([initial.latents, start.latents, gradients]);
      for (const states of [carry.latents, after.carry])
        for (const state of Object.values(states)) assert(state.dataSync().every(Number.isFinite));
      tf.dispose([carry.latents, { ...after, carry: {} }, after.carry, cells] as unknown as tf.TensorContainer);
      assert.equal(predict(model, data, 3).length, 3);
      model.dispose();
      assert.equal(tf.memory().numTensors, before);
    });
  }

  it('keeps no tensors', () => {
    const before = tf.memory().numTensors;
    step({ tied: false, gradient: 'full', injection: 'start', feedback: false });
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses an axis that a recursion does not have', () => {
    const model = (changes: Partial<TrmConfig>) => () => new TinyRecursiveModel({ ...config, ...changes });
    assert.throws(model({ recursion: 'hrm', tied: false }), /RangeError: tied is false; recursion 'hrm' has no such/);
    assert.throws(model({ recursion: 'unrolled', feedback: false }), /RangeError: feedback is false.*only trm/);
    assert.throws(model({ recursion: 'equilibrium', injection: 'start' }), /RangeError: injection is 'start'/);
    assert.throws(
      model({ recursion: 'unrolled', solver: 'broyden' }),
      /RangeError: solver is 'broyden'; .* only equilibrium/,
    );
    assert.throws(
      model({ recursion: 'equilibrium', solver: 'newton' as 'broyden' }),
      /RangeError: solver is 'newton'; it must/,
    );
    assert.throws(model({ gradient: 'first' as 'last' }), /RangeError: gradient is 'first'/);
    assert.throws(
      model({ recursion: 'unrolled', gradient: 'implicit' }),
      /RangeError: gradient is 'implicit'; it must/,
    );
  });
});
