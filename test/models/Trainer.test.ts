import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { Worker } from 'node:worker_threads';
import {
  type Batch,
  checkTrainerOptions,
  GradientHelpers,
  initialActCarry,
  predict,
  refill,
  supervisedGradients,
  TinyRecursiveModel,
  Trainer,
  type TrainerOptions,
  type TrmConfig,
} from 'polezero/models';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { assertClose } from '../nn/golden';

const batchSize = 8;
const config: TrmConfig = {
  vocabSize: 4,
  seqLen: 6,
  hiddenSize: 16,
  numHeads: 2,
  ffMultiple: 16,
  hCycles: 2,
  lCycles: 2,
  puzzleEmbNdim: 16,
  numPuzzleIdentifiers: 3,
  haltMaxSteps: 4,
  haltExplorationProb: 0.5,
};
const options: TrainerOptions = {
  batchSize,
  learningRate: 3e-3,
  weightDecay: 0.1,
  warmUpSteps: 10,
  emaRate: 0.9,
  seed: 4,
};

/** A task that can be learnt in no time: a cell's label is its input and one more. */
function batchAt(step: number): Batch {
  const { uniform } = random(1000 + step);
  const inputs = Int32Array.from({ length: batchSize * config.seqLen }, () => 1 + Math.floor(uniform() * 2));
  const labels = inputs.map((cell) => cell + 1);
  return { inputs, labels, puzzleIdentifiers: Int32Array.from({ length: batchSize }, (_, row) => row % 3) };
}

describe('Trainer', () => {
  for (const mixer of ['attention', 'mlp'] as const) {
    it(`teaches a small task, with ${mixer}, and the model learns to halt`, () => {
      const before = tf.memory().numTensors;
      const model = new TinyRecursiveModel({ ...config, mixer, haltExplorationProb: 0.1 }, 1);
      const trainer = new Trainer(model, { ...options, learningRate: 1e-2 });
      const reports = Array.from({ length: 150 }, (_, step) => trainer.step(batchAt(step)));
      const late = reports.slice(-25).map(({ halted }) => halted);
      const sum = (key: keyof (typeof late)[0]) => late.reduce((total, sums) => total + sums[key], 0);
      assert(sum('exactAccuracy') / sum('count') > 0.9, `exact ${sum('exactAccuracy')} of ${sum('count')}`);
      assert(sum('steps') / sum('count') < 3, `steps ${sum('steps') / sum('count')}`);
      assert(reports[0].loss.lm > 1 && reports[149].loss.lm < 0.2, `${reports[149].loss.lm}`);

      const { inputs, labels } = batchAt(999);
      const predictions = trainer.averaged((averaged) => predict(averaged, { inputs }));
      assert.equal(predictions.length, config.haltMaxSteps);
      const wrong = predictions[3].cells.filter((cell, i) => cell !== labels[i]).length;
      assert(wrong <= 3, `${wrong} of ${labels.length} cells wrong`);
      trainer.dispose();
      model.dispose();
      assert.equal(tf.memory().numTensors, before);
    });
  }

  it('holds no more tensors after 1,000 steps than after two', () => {
    const model = new TinyRecursiveModel({
      ...config,
      hiddenSize: 4,
      numHeads: 1,
      ffMultiple: 4,
      lLayers: 1,
      puzzleEmbNdim: 4,
    });
    const trainer = new Trainer(model, options);
    const counts = Array.from({ length: 1000 }, (_, step) => {
      trainer.step(batchAt(step));
      return tf.memory().numTensors;
    });
    assert.equal(counts[999], counts[1]);
    trainer.dispose();
    model.dispose();
  });

  for (const recursion of ['singleZ', 'hier6', 'hrm', 'transformer'] as const) {
    it(`trains ${recursion} without leaving tensors behind`, () => {
      const before = tf.memory().numTensors;
      const own = {
        hrm: { hLayers: 1 },
        transformer: { hLayers: 1, hCycles: 1, lCycles: 1 },
      }[recursion as string];
      const model = new TinyRecursiveModel({ ...config, recursion, ...own });
      const trainer = new Trainer(model, options);
      const losses = Array.from({ length: 12 }, (_, step) => trainer.step(batchAt(step)).loss);
      assert(losses[11].lm < losses[0].lm);
      assert.equal(losses[0].qContinue > 0, recursion === 'hrm' || recursion === 'transformer');
      trainer.dispose();
      model.dispose();
      assert.equal(tf.memory().numTensors, before);
    });
  }

  /** Runs of `steps` steps; `stops` says after which ones everything is thrown away but the state. */
  function run(steps: number, stops: readonly number[], seed = 4, more: Partial<TrainerOptions> = {}) {
    let model = new TinyRecursiveModel(config, 1);
    const eager = model.stateDict();
    eager['model.inner.q_head.bias'].data.fill(1); // some rows want to halt from the beginning
    model.load(eager);
    let trainer = new Trainer(model, { ...options, ...more, seed });
    const reports = Array.from({ length: steps }, (_, step) => {
      const report = trainer.step(batchAt(step));
      if (stops.includes(step)) {
        const state = trainer.state();
        trainer.dispose();
        model.dispose();
        model = new TinyRecursiveModel(config, 77);
        trainer = new Trainer(model, { ...options, ...more, seed });
        trainer.load(state);
      }
      return report;
    });
    const state = trainer.state();
    trainer.dispose();
    model.dispose();
    return { reports, state };
  }

  it('gives the same numbers for the same seed, and others for another', () => {
    const one = run(12, []);
    assert.deepEqual(run(12, []), one);
    assert.notDeepEqual(run(12, [], 5).reports, one.reports);
  });

  it('goes on from a state bit for bit, in the midst of puzzles', () => {
    const before = tf.memory().numTensors;
    const { reports, state } = run(12, []);
    assert(
      state['trainer.carry.halted'].data.some((halted) => halted === 0),
      'some rows are at work',
    );
    assert.deepEqual(run(12, [0, 1, 6]), { reports, state });
    assert.equal(tf.memory().numTensors, before);
  });

  it('shares a batch among threads: the same up to rounding, the same chances, nothing left behind', () => {
    const before = tf.memory().numTensors;
    const one = run(6, []);
    const three = run(6, [], 4, { threads: 3 });
    for (const [t, { loss, halted, ...rest }] of three.reports.entries()) {
      const { loss: wanted, halted: sums, ...others } = one.reports[t];
      assert.deepEqual(
        { ...rest, count: halted.count, steps: halted.steps },
        { ...others, count: sums.count, steps: sums.steps },
      );
      for (const name of ['total', 'lm', 'qHalt'] as const) assert(Math.abs(loss[name] - wanted[name]) < 1e-3, name);
    }
    for (const name of ['steps', 'halted', 'inputs', 'labels', 'puzzleIdentifiers'].map(
      (part) => `trainer.carry.${part}`,
    ))
      assert.deepEqual(three.state[name], one.state[name], name);
    assert.deepEqual(run(6, [1, 3], 4, { threads: 3 }), three, 'bit for bit for the same number of threads');
    assert.equal(tf.memory().numTensors, before);
  });

  it('goes on after a step that failed in either thread as if it had not been', () => {
    const steps = (spoilt: number[]) => {
      const model = new TinyRecursiveModel({ ...config, hCycles: 6, lCycles: 6 }, 3);
      const trainer = new Trainer(model, { ...options, threads: 2 });
      const { numTensors } = tf.memory();
      trainer.step(batchAt(0));
      assert.equal(tf.memory().numTensors, numTensors);
      for (const cell of spoilt) {
        const batch = batchAt(0);
        batch.inputs[cell] = 99; // no token of the vocabulary
        const carry = trainer as unknown as { carry: { halted: Uint8Array } };
        const { halted } = carry.carry;
        carry.carry.halted = new Uint8Array(batchSize).fill(1); // all rows take the batch's puzzles
        assert.throws(() => trainer.step(batch), cell === 0 ? /./ : /A thread that shares the batch failed: /);
        carry.carry.halted = halted;
        assert.equal(tf.memory().numTensors, numTensors, `cell ${cell}`);
      }
      const start = performance.now();
      const losses = [1, 2, 3].map((step) => trainer.step(batchAt(step)).loss);
      assert(performance.now() - start < 60_000, 'waited for a thread that is no more');
      trainer.dispose();
      model.dispose();
      return losses;
    };
    const last = batchSize * config.seqLen - 1;
    const whole = steps([]);
    for (const spoilt of [[0], [last], [last, 0, 0, last]]) assert.deepEqual(steps(spoilt), whole, String(spoilt));
  });

  it('leaves nothing behind when a step fails, also after the states were kept for the gradient', () => {
    const model = new TinyRecursiveModel(config, 1);
    const trainer = new Trainer(model, options);
    trainer.step(batchAt(0));
    const { numTensors } = tf.memory();
    const noGradient = tf.customGrad((z) => ({
      value: (z as tf.Tensor).clone(),
      gradFunc: () => {
        throw new Error('no gradient');
      },
    }));
    const recurse = model.recurseWithGradient.bind(model);
    model.recurseWithGradient = (...from) =>
      Object.fromEntries(Object.entries(recurse(...from)).map(([name, z]) => [name, noGradient(z) as tf.Tensor3D]));
    assert.throws(() => trainer.step(batchAt(1)), /no gradient/);
    assert.equal(tf.memory().numTensors, numTensors);
    model.supervisionStep = () => {
      throw new Error('no step');
    };
    assert.throws(() => predict(model, { inputs: batchAt(1).inputs }), /no step/);
    assert.equal(tf.memory().numTensors, numTensors);
    trainer.dispose();
    model.dispose();
  });

  it('ends its threads also while they work', async () => {
    const model = new TinyRecursiveModel({ ...config, hCycles: 6, lCycles: 6 }, 3);
    const trainer = new Trainer(model, { ...options, threads: 2 });
    trainer.step(batchAt(0));
    const { helpers } = trainer as unknown as { helpers: { helpers: { worker: Worker }[] } };
    const [{ worker }] = helpers.helpers;
    worker.ref(); // else the test would not be waited for
    const ended = once(worker, 'exit', { signal: AbortSignal.timeout(20_000) }).finally(() => worker.unref());
    model.recurseWithGradient = () => {
      throw new Error('cut');
    };
    assert.throws(() => trainer.step(batchAt(1)), /cut/); // the other thread is at work still
    trainer.dispose();
    await ended;
    model.dispose();
  });

  it('adds up the threads’ gradients to those of the whole batch', () => {
    tf.tidy(() => {
      const model = new TinyRecursiveModel(config, 1);
      const start = refill(model, initialActCarry(model, batchSize), batchAt(0));
      const whole = supervisedGradients(model, start, 9);
      const helpers = new GradientHelpers(model, batchSize, 3);
      const shared = helpers.gradients(start, 9);
      helpers.dispose();
      for (const [name, gradient] of Object.entries(whole.gradients))
        assertClose(shared.gradients[name].dataSync(), gradient.dataSync(), 1e-4, name);
      assertClose(shared.puzzleGradients!.dataSync(), whole.puzzleGradients!.dataSync(), 1e-4, 'puzzles');
      for (const [name, state] of Object.entries(whole.carry.latents))
        assertClose(shared.carry.latents[name].dataSync(), state.dataSync(), 1e-5, name);
      assert.deepEqual(shared.carry.halted, whole.carry.halted);
      model.dispose();
    });
  });

  it('refuses a state that is not its own', () => {
    const { state } = run(1, []);
    const model = new TinyRecursiveModel(config, 1);
    const trainer = new Trainer(model, { ...options, batchSize: 4 });
    assert.throws(() => trainer.load(state), /RangeError: 'trainer.carry.zH' has 896 numbers; this trainer's has 448/);
    const { 'trainer.step': _, ...rest } = state;
    assert.throws(() => trainer.load(rest), /RangeError: The state has no 'trainer.step'/);
    trainer.dispose();
    model.dispose();
  });

  it('says what is wrong with an argument, and holds nothing then', () => {
    const model = new TinyRecursiveModel(config);
    const before = tf.memory().numTensors;
    const wrong = (changes: object, message: RegExp) =>
      assert.throws(() => new Trainer(model, { ...options, ...changes }), message);
    wrong({ batchSize: 0 }, /RangeError: batchSize is 0/);
    wrong({ lr: 1 }, /TypeError: Unknown option 'lr'/);
    wrong({ optimizer: 'sgd' }, /RangeError: optimizer is 'sgd'; it must be one of 'adamATan2', 'adamW'/);
    wrong({ learningRate: -1 }, /RangeError: learningRate is -1/);
    wrong({ emaRate: 1 }, /RangeError: emaRate is 1/);
    wrong({ seed: 2 ** 32 }, /RangeError: seed is 4294967296; it must be an integer in \[0, 2³²\)/);
    wrong({ threads: 9 }, /RangeError: threads is 9; a batch of 8 puzzles has not that many rows/);
    wrong({ minRatio: 0.5, totalSteps: 5 }, /RangeError: totalSteps is 5/);
    assert.throws(
      () => checkTrainerOptions({ ...options, threads: 9 }),
      /RangeError: threads is 9; a batch of 8 puzzles has not that many rows/,
    );
    assert.throws(() => new GradientHelpers(model, batchSize, 0), /RangeError: threads is 0/);
    const without = new Trainer(model, { ...options, emaRate: false });
    assert.throws(() => without.averaged(async () => 1), /TypeError: f gives a promise/);
    without.dispose();
    assert.equal(tf.memory().numTensors, before);
    const trainer = new Trainer(model, options);
    const short = { inputs: new Int32Array(6), labels: new Int32Array(6) };
    assert.throws(
      () => trainer.step(short),
      /RangeError: inputs has 6 numbers; a batch of 8 puzzles of 6 cells has 48/,
    );
    trainer.dispose();
    model.dispose();
  });
});
