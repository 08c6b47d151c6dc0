import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImplicitFixedPointOptions } from 'polezero/fixedpoint';
import {
  deepEquilibrium,
  initialActCarry,
  predict,
  refill,
  supervisedGradients,
  TinyRecursiveModel,
  Trainer,
  type TrmConfig,
} from 'polezero/models';
import { countParameters, tf } from 'polezero/nn';

const config: TrmConfig = { vocabSize: 11, seqLen: 12, hiddenSize: 16, numHeads: 2, ffMultiple: 16, lLayers: 1 };
const batch = {
  inputs: Int32Array.from({ length: 24 }, (_, i) => 1 + ((7 * i) % 10)),
  labels: Int32Array.from({ length: 24 }, (_, i) => 1 + ((3 * i) % 10)),
};
const exact: ImplicitFixedPointOptions = { forward: { solver: 'broyden', tol: 1e-6 }, backward: { tol: 1e-6 } };

/** The same weights for the same seed, whatever the recursion; halved, so that the block surely contracts. */
function contracting(recursion: 'unrolled' | 'equilibrium', options?: ImplicitFixedPointOptions, lCycles = 150) {
  const parts = options ? { recursion: deepEquilibrium(options) } : {};
  const model = new TinyRecursiveModel({ ...config, recursion, lCycles }, 5, parts);
  for (const weight of Object.values(model.networks.L_level.parameters)) tf.tidy(() => weight.assign(weight.mul(0.5)));
  return model;
}

/** The loss and all its gradients as one list of numbers. */
function gradientsOf(model: TinyRecursiveModel): number[] {
  const carry = refill(model, initialActCarry(model, 2), batch);
  const { loss, gradients, carry: after } = supervisedGradients(model, carry, 0);
  const numbers = [loss.total, ...Object.values(gradients).flatMap((gradient) => Array.from(gradient.dataSync()))];
  tf.dispose([gradients, after.latents, carry.latents]);
  model.dispose();
  return numbers;
}

const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, i) => value - b[i])) / Math.hypot(...b);

describe('deepEquilibrium', () => {
  it('has the loss and the gradients of the same network unrolled until it has converged, with each solver', () => {
    const expected = gradientsOf(contracting('unrolled'));
    for (const solver of ['picard', 'anderson', 'broyden'])
      assert(
        distance(gradientsOf(contracting('equilibrium', { ...exact, forward: { solver, tol: 1e-6 } })), expected) <
          1e-4,
      );
  });

  it('approaches those gradients with more terms of the series, and has others with one', () => {
    const expected = gradientsOf(contracting('equilibrium', exact));
    const errors = [1, 5, 25].map((steps) =>
      distance(gradientsOf(contracting('equilibrium', { ...exact, gradient: 'phantom', steps })), expected),
    );
    assert(errors[0] > 0.01, `${errors}`);
    assert(errors[1] < errors[0] / 2 && errors[2] < errors[1] / 10, `${errors}`);
  });

  it('learns as many numbers as TRM over the same block, and so does the unrolled network', () => {
    const counts = (['trm', 'unrolled', 'equilibrium'] as const).map((recursion) => {
      const model = new TinyRecursiveModel({ ...config, recursion });
      const count = countParameters(model.parameters);
      model.dispose();
      return count;
    });
    assert.deepEqual(counts, [counts[0], counts[0], counts[0]]);
  });

  it('says what each solve came to, and throws where one fails', () => {
    const stages: string[] = [];
    const report: ImplicitFixedPointOptions['report'] = (stage, { converged }) => stages.push(`${stage} ${converged}`);
    gradientsOf(contracting('equilibrium', { ...exact, report }));
    assert.deepEqual(stages, ['forward true,true', 'backward true,true']);
    const hasty = contracting('equilibrium', { forward: { maxIter: 2 } });
    assert.throws(() => predict(hasty, batch, 1), /z = f\(z\) was not solved for 2 of 2 samples/);
    hasty.dispose();
  });

  it('searches by other options where no gradient is wanted, if given them', () => {
    const iterations: number[] = [];
    const report: ImplicitFixedPointOptions['report'] = (_, result) => iterations.push(result.iterations[0]);
    const options = (maxIter: number): ImplicitFixedPointOptions => ({
      forward: { solver: 'picard', tol: 0, maxIter },
      gradient: 'oneStep',
      unconverged: 'accept',
      report,
    });
    const model = (...rest: ImplicitFixedPointOptions[]) =>
      new TinyRecursiveModel({ ...config, recursion: 'equilibrium' }, 5, {
        recursion: deepEquilibrium(options(3), ...rest),
      });
    for (const each of [model(options(7)), model()]) {
      predict(each, batch, 1);
      gradientsOf(each);
    }
    assert.deepEqual(iterations, [7, 3, 3, 3]);
  });

  it('trains by its name in a configuration: the same numbers for the same seed, less loss, no tensor left behind', () => {
    const losses = () => {
      const before = tf.memory().numTensors;
      const model = new TinyRecursiveModel({ ...config, recursion: 'equilibrium' }, 3);
      const trainer = new Trainer(model, { batchSize: 2, learningRate: 3e-3, warmUpSteps: 0, weightDecay: 0 });
      trainer.step(batch);
      const tensors = tf.memory().numTensors;
      const found = Array.from({ length: 15 }, () => trainer.step(batch).loss.lm);
      assert.equal(tf.memory().numTensors, tensors);
      trainer.dispose();
      model.dispose();
      assert.equal(tf.memory().numTensors, before);
      return found;
    };
    const [first, second] = [losses(), losses()];
    assert.deepEqual(first, second);
    assert(first[14] < 0.7 * first[0], `${first}`);
  });

  it('has its exact gradient where its configuration asks for it, and trains by it', () => {
    const model = (share: number) => {
      const made = new TinyRecursiveModel({ ...config, recursion: 'equilibrium', gradient: 'implicit' }, 5);
      for (const weight of Object.values(made.networks.L_level.parameters))
        tf.tidy(() => weight.assign(weight.mul(share)));
      return made;
    };
    const contracted = contracting('equilibrium', exact);
    for (const weight of Object.values(contracted.networks.L_level.parameters))
      tf.tidy(() => weight.assign(weight.mul(0.4)));
    const expected = gradientsOf(contracted);
    assert(distance(gradientsOf(model(0.2)), expected) < 2e-3);
    // As it begins it need not come to rest; what was found is taken.
    const fresh = model(1);
    const trainer = new Trainer(fresh, { batchSize: 2, learningRate: 3e-3, warmUpSteps: 0, weightDecay: 0 });
    const losses = Array.from({ length: 15 }, () => trainer.step(batch).loss.lm);
    assert(losses[14] < 0.7 * losses[0], `${losses}`);
    trainer.dispose();
    fresh.dispose();
  });

  it('is searched by the solver that its configuration names', () => {
    const losses = (['picard', 'anderson', 'broyden'] as const).map((solver) => {
      const model = new TinyRecursiveModel({ ...config, recursion: 'equilibrium', solver }, 5);
      return gradientsOf(model)[0];
    });
    assert.equal(new Set(losses).size, 3, `${losses}`);
    const contracted = (['picard', 'broyden'] as const).map((solver) => {
      const model = new TinyRecursiveModel({ ...config, recursion: 'equilibrium', solver }, 5);
      for (const weight of Object.values(model.networks.L_level.parameters))
        tf.tidy(() => weight.assign(weight.mul(0.3)));
      return gradientsOf(model)[0];
    });
    assert(Math.abs(contracted[0] - contracted[1]) < 1e-4, `${contracted}`);
  });

  it('is measured and unrolled the same, named in a configuration or given as a part', () => {
    const shape = { ...config, hCycles: 1, lCycles: 3, haltMaxSteps: 1 };
    const answers = [
      new TinyRecursiveModel({ ...shape, recursion: 'unrolled' }, 5),
      new TinyRecursiveModel(shape, 5, { recursion: deepEquilibrium() }),
      new TinyRecursiveModel({ ...shape, recursion: 'equilibrium' }, 5),
    ].map((model, i) => {
      const [answer] = i === 0 ? predict(model, batch) : model.unrolled(() => predict(model, batch));
      model.dispose();
      return answer;
    });
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
    const model = new TinyRecursiveModel({ ...shape, recursion: 'equilibrium' });
    assert.throws(() => model.unrolled(async () => 1), /TypeError: f gives a promise/);
    model.dispose();
  });

  it('answers the same after its weights went through a state dict', () => {
    const model = new TinyRecursiveModel({ ...config, recursion: 'equilibrium' }, 4);
    const copy = TinyRecursiveModel.fromStateDict(model.config, model.stateDict());
    const [answer] = predict(model, batch);
    assert.deepEqual(predict(copy, batch)[0], answer);
    assert(Math.abs(answer.qHalt[0] + 5) < 1e-6 && new Set(answer.cells).size > 1);
    model.dispose();
    copy.dispose();
  });
});

describe("recursion 'unrolled'", () => {
  it('is n turns of the network from the initial state, with x at every turn', () => {
    const model = new TinyRecursiveModel({ ...config, recursion: 'unrolled', lCycles: 3 }, 2);
    tf.tidy(() => {
      const inputs = tf.tensor2d(batch.inputs, [2, 12], 'int32');
      const x = model.inputEmbedding(inputs);
      let z = model.initialCarry(2).zL;
      for (let k = 0; k < 3; k++) z = model.networks.L_level.apply(z, x);
      const { carry } = model.supervisionStep(inputs, model.initialCarry(2));
      assert.deepEqual(carry.zL.dataSync(), z.dataSync());
    });
    assert.equal(model.config.haltMaxSteps, 1);
    model.dispose();
  });

  it('is unrolled for the first steps of training, if asked: the same steps as those of an unrolled model', () => {
    const options = { batchSize: 2, learningRate: 1e-3, warmUpSteps: 1 };
    const losses = (recursion: 'unrolled' | 'equilibrium', unrolledSteps?: number) => {
      const model = new TinyRecursiveModel({ ...config, recursion, lCycles: 3 }, 4);
      const trainer = new Trainer(model, { ...options, unrolledSteps });
      const found = Array.from({ length: 4 }, () => trainer.step(batch).loss.total);
      trainer.dispose();
      model.dispose();
      return found;
    };
    const [plain, first, never] = [losses('unrolled'), losses('equilibrium', 2), losses('equilibrium')];
    assert.deepEqual(first.slice(0, 2), plain.slice(0, 2));
    assert.notEqual(first[2], plain[2]);
    assert.notEqual(never[0], plain[0]);
    const model = new TinyRecursiveModel(config, 4);
    assert.throws(() => new Trainer(model, { ...options, unrolledSteps: 2 }), /RangeError: recursion is 'trm'/);
    model.dispose();
    const solved = new TinyRecursiveModel({ ...config, recursion: 'equilibrium' }, 4);
    assert.throws(() => new Trainer(solved, { ...options, unrolledSteps: -1 }), /RangeError: unrolledSteps is -1/);
    assert.throws(() => new Trainer(solved, { ...options, unrolledSteps: 1, threads: 2 }), /RangeError: threads is 2/);
    solved.dispose();
  });
});
