import assert from 'node:assert/strict';
import * as models from 'polezero/models';
import * as nn from 'polezero/nn';
import { tf } from 'polezero/nn';
import { assertClose, fill } from '../../nn/golden';
import { checkHalves } from '../../nn/layers';
import { checkAdamATan2, checkEMA, checkSignSGD } from '../../nn/optimizers';
import { type GoldenStep, golden, goldenPuzzles, goldenStep, goldenWeights, type Summary } from '../golden';

/** What the suite tests: the library's own parts, or the same with one of them altered. */
export const ours = {
  halves: nn.fused,
  recursion: undefined as models.Recursion | undefined,
  Model: models.TinyRecursiveModel,
  trmLoss: models.trmLoss,
  AdamATan2: nn.AdamATan2,
  SignSGD: nn.SignSGD,
  EMA: nn.EMA,
  refill: models.refill,
  haltedRows: models.haltedRows,
};

export type Implementation = typeof ours;

/** A model of the implementation with the golden weights. */
export function goldenModel({ Model, halves, recursion }: Implementation, config: models.TrmConfig) {
  const model = new Model(config, 0, { halves, recursion });
  model.load(goldenWeights(model.stateDict(), config.hiddenSize));
  return model;
}

/** Within `tolerance` of the size that a number of the tensor has on average; the product adds up many of them. */
export function assertSummary(actual: tf.Tensor, expected: Summary, tolerance: number, message: string): void {
  assert.deepEqual(actual.shape, expected.shape, `${message}: shape`);
  const values = Array.from(actual.dataSync());
  const size = expected.l2 / Math.sqrt(values.length);
  const within = (value: number, wanted: number, scale: number, what: string) =>
    assert(Math.abs(value - wanted) <= tolerance * scale, `${message}: ${what} is ${value}, expected ${wanted}`);
  within(Math.hypot(...values), expected.l2, expected.l2, 'size');
  expected.head.forEach((wanted, i) => within(values[i], wanted, 4 * size, `[${i}]`));
  const numbers = fill(expected.shape, 1, 77);
  const dot = values.reduce((sum, value, i) => sum + value * numbers[i], 0);
  within(dot, expected.dot, 2 * expected.l2, 'product');
}

/** Runs `f` with a golden model and its puzzles, and frees them; nothing else may be left. */
function withGolden(
  implementation: Implementation,
  step: GoldenStep,
  f: (model: models.TinyRecursiveModel, inputs: tf.Tensor2D, x: tf.Tensor3D) => void,
): void {
  const before = tf.memory().numTensors;
  const model = goldenModel(implementation, step.config);
  tf.tidy(() => {
    const inputs = tf.tensor2d(step.inputs, undefined, 'int32');
    f(model, inputs, model.inputEmbedding(inputs, model.puzzleRows(step.puzzleIdentifiers)));
  });
  model.dispose();
  assert.equal(tf.memory().numTensors, before, 'tensors left behind');
}

/** Embedding and one call of the network. */
function checkNetOnce(implementation: Implementation, name: string): void {
  const step = goldenStep(name);
  withGolden(implementation, step, (model, _, x) => {
    assertSummary(x, step.embedding, 1e-6, 'embedding');
    const carry = model.initialCarry(3);
    const [answer, latent] = [Object.values(carry)[0], Object.values(carry).at(-1)!];
    const once = model.networks[model.recursion.networks[0]].apply(latent, answer);
    assertSummary(once, step.netOnce, 1e-5, 'one call of the network');
  });
}

/** A whole supervision step: states and heads. */
function checkForward(implementation: Implementation, name: string, tolerance: number): void {
  const step = goldenStep(name);
  withGolden(implementation, step, (model, inputs) => {
    const carry = model.initialCarry(3);
    const outputs = model.supervisionStep(inputs, carry, step.puzzleIdentifiers);
    for (const [state, expected] of Object.entries(step.latents))
      assertSummary(outputs.carry[state], expected, tolerance, state);
    assertClose(outputs.logits.dataSync(), step.logits, tolerance, 'logits');
    assertClose(
      outputs.qHalt.dataSync(),
      step.q.map(([halt]) => halt),
      tolerance,
      'q of halting',
    );
    assertClose(
      outputs.qContinue.dataSync(),
      step.q.map(([, goOn]) => goOn),
      tolerance,
      'q of going on',
    );
  });
}

/** Loss and gradient of every parameter, through supervisedGradients. */
function checkGradients(implementation: Implementation, name: string, tolerance: number): void {
  const step = goldenStep(name);
  withGolden(implementation, step, (model) => {
    const batch = {
      inputs: Int32Array.from(step.inputs.flat()),
      labels: Int32Array.from(step.labels.flat()),
      puzzleIdentifiers: Int32Array.from(step.puzzleIdentifiers),
    };
    const start = models.initialActCarry(model, 3);
    const { loss, gradients, puzzleGradients } = models.supervisedGradients(
      model,
      models.refill(model, start, batch),
      0,
    );
    for (const [part, expected] of Object.entries(step.loss))
      assert(Math.abs(loss[part as keyof typeof loss] - expected) <= tolerance * Math.max(1, expected), `loss ${part}`);
    const published = models.toStateDict(gradients, 'model.inner.');
    assert.deepEqual(Object.keys(published).sort(), Object.keys(step.gradients).sort());
    for (const [parameter, { shape, data }] of Object.entries(published))
      assertSummary(tf.tensor(data, shape), step.gradients[parameter], tolerance, parameter);
    assertSummary(puzzleGradients!, step.puzzleGradient, tolerance, 'puzzle embedding');
  });
}

function checkLoss({ trmLoss }: Implementation): void {
  for (const step of golden.steps) {
    tf.tidy(() => {
      const logits = tf.tensor3d(step.logits, [3, step.config.seqLen, step.config.vocabSize]);
      const [qHalt] = tf.unstack(tf.tensor2d(step.q), 1) as tf.Tensor1D[];
      const loss = trmLoss({ logits, qHalt }, tf.tensor2d(step.labels, undefined, 'int32'));
      const { lm, qHalt: halt } = step.loss;
      assertClose(loss.lm.dataSync(), [lm], 1e-6, 'lm');
      assertClose(loss.qHalt.dataSync(), [halt], 1e-6, 'qHalt');
      assertClose(loss.total.dataSync(), [lm + halt / 2], 1e-6, 'total');
    });
  }
}

const published: [models.TrmConfig, number][] = [
  [
    { vocabSize: 11, seqLen: 81, hiddenSize: 512, numHeads: 8, puzzleEmbNdim: 512, puzzleEmbLen: 16, mixer: 'mlp' },
    5_028_866,
  ],
  [{ vocabSize: 11, seqLen: 81, hiddenSize: 512, numHeads: 8, puzzleEmbNdim: 512, puzzleEmbLen: 16 }, 6_828_034],
  [
    { vocabSize: 6, seqLen: 900, hiddenSize: 512, numHeads: 8, puzzleEmbNdim: 512, puzzleEmbLen: 16, mixer: 'mlp' },
    18_795_522,
  ],
  [{ vocabSize: 6, seqLen: 900, hiddenSize: 512, numHeads: 8, puzzleEmbNdim: 512, puzzleEmbLen: 16 }, 6_822_914],
  [{ vocabSize: 12, seqLen: 900, hiddenSize: 512, numHeads: 8, puzzleEmbNdim: 512, puzzleEmbLen: 16 }, 6_829_058],
  [{ vocabSize: 11, seqLen: 81, hiddenSize: 32, numHeads: 4, puzzleEmbNdim: 32, puzzleEmbLen: 16 }, 58_114],
  [
    { vocabSize: 11, seqLen: 81, hiddenSize: 32, numHeads: 4, puzzleEmbNdim: 32, puzzleEmbLen: 16, mixer: 'mlp' },
    347_906,
  ],
];

/** The published models' numbers of parameters, puzzle embeddings apart. */
function checkParameterCounts({ Model, halves, recursion }: Implementation, which: typeof published): void {
  for (const [config, count] of which) {
    const model = new Model(config, 0, { halves, recursion });
    assert.equal(nn.countParameters(model.parameters), count, JSON.stringify(config));
    model.dispose();
  }
}

/** The states before the last recursion are constants: the gradient is that of one recursion that begins with them. */
function checkGradientStop(implementation: Implementation): void {
  const step = goldenStep('mlp T=2 n=2');
  const batch = { inputs: Int32Array.from(step.inputs.flat()), labels: Int32Array.from(step.labels.flat()) };
  tf.tidy(() => {
    const whole = goldenModel(implementation, step.config);
    const last = goldenModel(implementation, { ...step.config, hCycles: 1 });
    const start = models.refill(whole, models.initialActCarry(whole, 3), batch);
    const shape: [number, number] = [3, step.config.seqLen];
    const x = whole.inputEmbedding(tf.tensor2d(batch.inputs, shape, 'int32'), whole.puzzleRows([0, 0, 0]));
    const before = last.recurse(x, start.latents);
    const a = models.supervisedGradients(whole, start, 0);
    const b = models.supervisedGradients(last, { ...start, latents: before }, 0);
    for (const [name, gradient] of Object.entries(a.gradients))
      assertClose(gradient.dataSync(), b.gradients[name].dataSync(), 1e-5, name);
    assert(Math.hypot(...a.gradients['embed_tokens.embedding_weight'].dataSync()) > 1e-3, 'x has no gradient');
    assert(!Object.keys(a.gradients).some((name) => name.includes('init')), 'the initial states are not learnt');
    whole.dispose();
    last.dispose();
  });
}

/** Which rows halt and take which new puzzle, over five batches. Each step begins with the float64 run's decisions before it. */
function checkCarry(implementation: Implementation): void {
  const { refill, haltedRows } = implementation;
  for (const { config, seeds, trace } of golden.carry) {
    tf.tidy(() => {
      const model = goldenModel(implementation, config);
      const weights = model.stateDict();
      weights['model.inner.q_head.bias'].data.set([-0.25, 0]);
      model.load(weights);
      let carry = models.initialActCarry(model, trace[0].steps.length);
      const batches = seeds.map((seed) => goldenPuzzles(trace[0].steps.length, config.seqLen, seed));
      for (const [t, expected] of trace.entries()) {
        const { latents, steps, data } = refill(model, carry, batches[t]);
        expected.batchOfRow.forEach((born, row) => {
          const cells = (values: Int32Array) =>
            Array.from(values.slice(row * config.seqLen, (row + 1) * config.seqLen));
          assert.deepEqual(cells(data.inputs), cells(batches[born].inputs), `inputs of row ${row} at step ${t}`);
          assert.deepEqual(cells(data.labels), cells(batches[born].labels), `labels of row ${row} at step ${t}`);
        });
        const inputs = tf.tensor2d(data.inputs, [steps.length, config.seqLen], 'int32');
        const next = model.supervisionStep(inputs, latents);
        assertClose(next.qHalt.dataSync(), expected.qHalt, 1e-3, `q at step ${t}`);
        const now = steps.map((n) => n + 1);
        assert.deepEqual(Array.from(now), expected.steps, `steps at ${t}`);
        const halted = haltedRows(model.config, now, expected.qHalt, [0, 0, 0, 0], 0);
        assert.deepEqual(Array.from(halted), expected.halted, `halted at ${t}`);
        carry = { latents: next.carry, steps: now, halted, data };
      }
      model.dispose();
    });
  }
}

/** Exploration may keep a row from halting, until its last step but not beyond, and as often as it says. */
function checkExploration({ haltedRows }: Implementation): void {
  const base = { vocabSize: 6, seqLen: 4, hiddenSize: 4, numHeads: 1, haltMaxSteps: 16 };
  const rate = (haltExplorationProb: number, steps: number, q: number) => {
    const config = models.fullConfig({ ...base, haltExplorationProb });
    const [rows, seeds] = [200, 50];
    const count = (seed: number) =>
      haltedRows(config, new Int32Array(rows).fill(steps), new Array(rows).fill(q), [], seed).reduce(
        (a, b) => a + b,
        0,
      );
    return Array.from({ length: seeds }, (_, seed) => count(seed)).reduce((a, b) => a + b, 0) / (rows * seeds);
  };
  assert.equal(rate(0, 1, 5), 1, 'without exploration a row halts when it wants to');
  assert.equal(rate(0, 1, 0), 0, 'a row halts above 0, not at it');
  assert.equal(rate(1, 1, 5), 0, 'with it never before two steps');
  assert.equal(rate(1, 16, 5), 1);
  assert.equal(rate(0, 16, -5), 1, 'nor later than the last step');
  // Least numbers of steps are uniform on 2 … 16: at 5 steps four of fifteen allow it.
  assert(Math.abs(rate(1, 5, 5) - 4 / 15) < 0.02, `${rate(1, 5, 5)}`);
  assert(Math.abs(rate(0.1, 5, 5) - (0.9 + 0.1 * (4 / 15))) < 0.01, `${rate(0.1, 5, 5)}`);
}

/** Every check of the suite by what it shows; the tolerances are those that float32 keeps at its place in the recursion. */
export const checks: Record<string, (implementation: Implementation) => void> = {
  'the halves of a block': ({ halves }) => checkHalves(halves),
  'the numbers of parameters of small models': (tested) => checkParameterCounts(tested, published.slice(5)),
  'one call, attention': (tested) => checkNetOnce(tested, 'attention T=1 n=2'),
  'one call, mlp': (tested) => checkNetOnce(tested, 'mlp T=1 n=2'),
  'one call, learned positions': (tested) => checkNetOnce(tested, 'learned positions'),
  'one recursion, attention': (tested) => checkForward(tested, 'attention T=1 n=2', 1e-4),
  'one recursion, mlp': (tested) => checkForward(tested, 'mlp T=1 n=2', 1e-4),
  'gradients of one recursion, attention': (tested) => checkGradients(tested, 'attention T=1 n=2', 1e-3),
  'gradients of one recursion, mlp': (tested) => checkGradients(tested, 'mlp T=1 n=2', 1e-3),
  'a supervision step, attention': (tested) => checkForward(tested, 'attention T=3 n=6', 1e-3),
  'gradients of a supervision step, attention': (tested) => checkGradients(tested, 'attention T=3 n=6', 1e-3),
  'a short supervision step, mlp': (tested) => checkForward(tested, 'mlp T=2 n=2', 1e-3),
  'gradients of a short supervision step, mlp': (tested) => checkGradients(tested, 'mlp T=2 n=2', 1e-3),
  'a supervision step, mlp': (tested) => checkForward(tested, 'mlp T=3 n=6', 5e-3),
  'gradients end where the last recursion begins': checkGradientStop,
  'the loss': checkLoss,
  'carry, halting and refill': checkCarry,
  exploration: checkExploration,
  AdamATan2: ({ AdamATan2 }) => checkAdamATan2(AdamATan2),
  SignSGD: ({ SignSGD }) => checkSignSGD(SignSGD),
  EMA: ({ EMA }) => checkEMA(EMA),
};

/** Checks of what no mutation is aimed at: other configurations, and models of full size. */
export const moreChecks: Record<string, (implementation: Implementation) => void> = {
  'the published numbers of parameters': (tested) => checkParameterCounts(tested, published.slice(0, 5)),
  ...Object.fromEntries(
    ['learned positions', 'singleZ', 'hier6', 'hrm', 'transformer'].flatMap((name) => [
      [`a supervision step, ${name}`, (tested: Implementation) => checkForward(tested, name, 1e-4)],
      [`gradients of a supervision step, ${name}`, (tested: Implementation) => checkGradients(tested, name, 1e-3)],
    ]),
  ),
};
