import {
  type Carry,
  haltedRows,
  type Recursion,
  recursions,
  refill,
  TinyRecursiveModel,
  trmLoss,
} from 'polezero/models';
import * as nn from 'polezero/nn';
import { type BlockHalves, postNorm, rmsNorm, tf } from 'polezero/nn';
import type { Implementation } from './checks';

// Ways in which a port of TRM has gone wrong, or could without any error: each is the library with one part altered, and must fail the
// check that is named beside it.

interface Mutation {
  name: string;
  caughtBy: string;
  parts: Partial<Implementation>;
}

type SwigluNorm = BlockHalves['swigluNorm'];
type AttentionNorm = BlockHalves['attentionNorm'];

const swigluNorm = (f: SwigluNorm): Partial<Implementation> => ({ halves: { ...postNorm, swigluNorm: f } });
const attentionNorm = (f: AttentionNorm): Partial<Implementation> => ({ halves: { ...postNorm, attentionNorm: f } });
const trm = recursions.trm({ n: 1, T: 1, tied: true, feedback: true, injection: 'every', solver: 'picard' });
const recursion = (changes: Partial<Recursion>): Partial<Implementation> => ({
  recursion: { ...trm, ...changes },
});

const halves: Mutation[] = [
  {
    name: 'norm before each half, not after it',
    caughtBy: 'the halves of a block',
    parts: swigluNorm((h, weights) => tf.add(h, nn.swiglu(rmsNorm(h), weights))),
  },
  {
    name: 'a gain of 1.01 in the norm',
    caughtBy: 'the halves of a block',
    parts: swigluNorm((h, weights) => tf.mul(postNorm.swigluNorm(h, weights), 1.01)),
  },
  {
    name: 'layer norm, which subtracts the mean, in place of RMS norm',
    caughtBy: 'the halves of a block',
    parts: swigluNorm((h, weights) => {
      const sum = tf.add(h, nn.swiglu(h, weights));
      return rmsNorm(tf.sub(sum, tf.mean(sum, -1, true))) as tf.Tensor3D;
    }),
  },
  {
    name: 'no residual',
    caughtBy: 'the halves of a block',
    parts: swigluNorm((h, weights) => rmsNorm(nn.swiglu(h, weights))),
  },
  {
    name: 'gate and up exchanged',
    caughtBy: 'the halves of a block',
    parts: swigluNorm((h, { gate, up, down }) => postNorm.swigluNorm(h, { gate: up, up: gate, down })),
  },
  {
    name: 'GELU in place of SiLU',
    caughtBy: 'the halves of a block',
    parts: swigluNorm((h, { gate, up, down }) => {
      const x = nn.linear(h, gate);
      const gelu = tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));
      return rmsNorm(tf.add(h, nn.linear(tf.mul(gelu, nn.linear(h, up)) as tf.Tensor3D, down)));
    }),
  },
  {
    name: 'attention scaled by the whole width, not by a head’s',
    caughtBy: 'the halves of a block',
    parts: attentionNorm((h, weights, heads, rotary) => {
      const query = tf.mul(weights.query, heads ** -0.5) as tf.Tensor2D;
      return postNorm.attentionNorm(h, { ...weights, query }, heads, rotary);
    }),
  },
  {
    name: 'one head in place of several',
    caughtBy: 'the halves of a block',
    parts: attentionNorm((h, weights, _, rotary) =>
      postNorm.attentionNorm(h, weights, rotary ? h.shape[2] / rotary.cos.shape[1] : 1, rotary),
    ),
  },
  {
    name: 'rotary positions left out',
    caughtBy: 'the halves of a block',
    parts: attentionNorm((h, weights, heads) => postNorm.attentionNorm(h, weights, heads)),
  },
  {
    name: 'rotary positions that turn the other way for every other angle (pairs, not halves)',
    caughtBy: 'the halves of a block',
    parts: attentionNorm((h, weights, heads, rotary) => {
      if (!rotary) return postNorm.attentionNorm(h, weights, heads);
      const [, headDim] = rotary.cos.shape;
      const pairs = Array.from({ length: headDim }, (_, i) => (i % 2) * (headDim / 2) + Math.floor(i / 2));
      const order = tf.tensor1d(
        Array.from({ length: h.shape[2] }, (_, i) => Math.floor(i / headDim) * headDim + pairs[i % headDim]),
        'int32',
      );
      const inPairs = (w: tf.Tensor2D) => tf.gather(w as tf.Tensor, order) as tf.Tensor2D;
      return postNorm.attentionNorm(
        h,
        { ...weights, query: inPairs(weights.query), key: inPairs(weights.key) },
        heads,
        rotary,
      );
    }),
  },
  {
    name: 'the MLP over the sequence normalised over the channels',
    caughtBy: 'one call, mlp',
    parts: swigluNorm((h, weights) => {
      const isMixer = h.shape[2] === 18; // the golden models' length; their width is 16
      const sum = tf.add(h, nn.swiglu(h, weights)) as tf.Tensor3D;
      const swap = (x: tf.Tensor3D) => tf.transpose(x, [0, 2, 1]);
      return isMixer ? swap(rmsNorm(swap(sum))) : rmsNorm(sum);
    }),
  },
];

class UnscaledEmbedding extends TinyRecursiveModel {
  override inputEmbedding(inputs: tf.Tensor2D, rows?: tf.Tensor2D) {
    return tf.tidy(() => tf.div(super.inputEmbedding(inputs, rows), Math.sqrt(this.config.hiddenSize)) as tf.Tensor3D);
  }
}

class PuzzleAfterCells extends TinyRecursiveModel {
  override inputEmbedding(inputs: tf.Tensor2D, rows?: tf.Tensor2D) {
    return tf.tidy(() => {
      const [puzzle, cells] = tf.split(
        super.inputEmbedding(inputs, rows),
        [this.config.puzzleEmbLen, this.config.seqLen],
        1,
      );
      return tf.concat3d([cells, puzzle] as tf.Tensor3D[], 1);
    });
  }
}

class FullPositions extends TinyRecursiveModel {
  override inputEmbedding(inputs: tf.Tensor2D, rows?: tf.Tensor2D) {
    return tf.tidy(
      () =>
        tf.mul(
          super.inputEmbedding(inputs, rows),
          this.config.posEncodings === 'learned' ? Math.SQRT2 : 1,
        ) as tf.Tensor3D,
    );
  }
}

class HaltsByTheLastPosition extends TinyRecursiveModel {
  override outputs(carry: Carry) {
    return tf.tidy(() => {
      const reversed = Object.fromEntries(Object.entries(carry).map(([name, z]) => [name, tf.reverse(z, 1)]));
      return { ...super.outputs(carry), qHalt: super.outputs(reversed).qHalt };
    });
  }
}

class ReadsTheLatent extends TinyRecursiveModel {
  override outputs({ zH, zL }: Carry) {
    return super.outputs({ zH: zL, zL: zH });
  }
}

class LearntInitialStates extends TinyRecursiveModel {
  constructor(...[config, seed, parts]: ConstructorParameters<typeof TinyRecursiveModel>) {
    super(config, seed, parts);
    for (const name of this.recursion.latents) {
      const state = tf.tidy(() => tf.variable(tf.zeros([this.config.hiddenSize])));
      Object.assign(this.parameters, { [`${name}_init`]: state });
    }
  }
}

class LearntGains extends TinyRecursiveModel {
  constructor(...[config, seed, parts]: ConstructorParameters<typeof TinyRecursiveModel>) {
    super(config, seed, parts);
    Object.assign(this.parameters, { 'norm.weight': tf.tidy(() => tf.variable(tf.ones([this.config.hiddenSize]))) });
  }
}

class ExactWidths extends TinyRecursiveModel {
  constructor(...[config, seed, parts]: ConstructorParameters<typeof TinyRecursiveModel>) {
    super({ ...config, ffMultiple: 1 }, seed, parts);
  }
}

class ForgetsToReset extends TinyRecursiveModel {
  override resetCarry(carry: Carry) {
    return tf.tidy(() => Object.fromEntries(Object.entries(carry).map(([name, z]) => [name, tf.clone(z)])));
  }
}

const model: Mutation[] = [
  { name: 'embedding not scaled by √D', caughtBy: 'one call, attention', parts: { Model: UnscaledEmbedding } },
  { name: 'puzzle embedding after the cells', caughtBy: 'one call, attention', parts: { Model: PuzzleAfterCells } },
  {
    name: 'learned positions added without 1/√2',
    caughtBy: 'one call, learned positions',
    parts: { Model: FullPositions },
  },
  {
    name: 'halting read from the last position',
    caughtBy: 'one recursion, mlp',
    parts: { Model: HaltsByTheLastPosition },
  },
  { name: 'heads that read the latent state', caughtBy: 'one recursion, attention', parts: { Model: ReadsTheLatent } },
  {
    name: 'initial states that are learnt',
    caughtBy: 'the numbers of parameters of small models',
    parts: { Model: LearntInitialStates },
  },
  {
    name: 'a learnt gain in the norm',
    caughtBy: 'the numbers of parameters of small models',
    parts: { Model: LearntGains },
  },
  {
    name: 'inner widths not rounded up to 256',
    caughtBy: 'the numbers of parameters of small models',
    parts: { Model: ExactWidths },
  },
  {
    name: 'a refilled row that keeps its old states',
    caughtBy: 'carry, halting and refill',
    parts: { Model: ForgetsToReset },
  },
];

const cycles: Mutation[] = [
  {
    name: 'x injected in the update of the answer too',
    caughtBy: 'one recursion, attention',
    parts: recursion({
      recurse({ L_level: net }, x, { zH, zL }, { n }) {
        for (let i = 0; i < n; i++) zL = net(zL, tf.add(zH, x));
        return { zH: net(zH, tf.add(zL, x)), zL };
      },
    }),
  },
  {
    name: 'x injected in the first latent update only',
    caughtBy: 'one recursion, attention',
    parts: recursion({
      recurse({ L_level: net }, x, { zH, zL }, { n }) {
        for (let i = 0; i < n; i++) zL = net(zL, i === 0 ? tf.add(zH, x) : zH);
        return { zH: net(zH, zL), zL };
      },
    }),
  },
  ...['a supervision step, attention', 'a supervision step, mlp', 'a short supervision step, mlp'].map((caughtBy) => ({
    name: 'one recursion too many',
    caughtBy,
    parts: recursion({
      count: ({ T }) => T + 1,
    }),
  })),
  ...[
    'gradients of a supervision step, attention',
    'gradients of a short supervision step, mlp',
    'gradients end where the last recursion begins',
  ].map((caughtBy) => ({
    name: 'gradient through all recursions',
    caughtBy,
    parts: recursion({
      count: () => 1,
      recurse(net, x, z, cycles) {
        for (let t = 0; t < cycles.T; t++) z = trm.recurse(net, x, z, cycles, t);
        return z;
      },
    }),
  })),
  ...['gradients of one recursion, attention', 'gradients of one recursion, mlp'].map((caughtBy) => ({
    name: 'gradient through the last call only',
    caughtBy,
    parts: recursion({
      recurse({ L_level: net }, x, { zH, zL }, { n }) {
        for (let i = 0; i < n; i++) zL = net(zL, tf.add(zH, x));
        const constant = tf.customGrad(() => ({ value: tf.clone(zL), gradFunc: () => [] }))() as tf.Tensor3D;
        return { zH: net(zH, constant), zL };
      },
    }),
  })),
];

const loss: Mutation[] = [
  {
    name: 'softmax in place of stablemax',
    caughtBy: 'the loss',
    parts: {
      trmLoss: (outputs, labels) => {
        const { logits } = outputs;
        const valid = tf.cast(tf.greater(labels, 0), 'float32');
        const chosen = tf.oneHot(labels, logits.shape[2]);
        const cells = tf.mul(tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), chosen), -1)), valid);
        const lm = tf.mean(tf.div(tf.sum(cells, 1), tf.sum(valid, 1))) as tf.Scalar;
        const { qHalt, qContinue } = trmLoss(outputs, labels);
        return { total: tf.add(lm, tf.mul(0.5, qHalt)), lm, qHalt, qContinue };
      },
    },
  },
  {
    name: 'halting weighed with 1',
    caughtBy: 'the loss',
    parts: {
      trmLoss: (outputs, labels) => {
        const parts = trmLoss(outputs, labels);
        return { ...parts, total: tf.add(parts.lm, parts.qHalt) };
      },
    },
  },
  {
    name: 'the mean over all cells, also those without a label',
    caughtBy: 'the loss',
    parts: {
      trmLoss: (outputs, labels) => {
        const parts = trmLoss(outputs, labels);
        return { ...parts, lm: tf.mul(parts.lm, 15 / 16) };
      },
    },
  },
];

const halting: Mutation[] = [
  {
    name: 'the whole batch replaced when any row halts',
    caughtBy: 'carry, halting and refill',
    parts: { refill: (tested, carry, batch) => refill(tested, { ...carry, halted: carry.halted.map(() => 1) }, batch) },
  },
  {
    name: 'steps that go on counting in a refilled row',
    caughtBy: 'carry, halting and refill',
    parts: { refill: (tested, carry, batch) => ({ ...refill(tested, carry, batch), steps: carry.steps }) },
  },
  {
    name: 'no last step',
    caughtBy: 'carry, halting and refill',
    parts: {
      haltedRows: (config, ...rest) => haltedRows({ ...config, haltMaxSteps: 1000 }, ...rest),
    },
  },
  {
    name: 'halting when the row explores, whatever its steps',
    caughtBy: 'exploration',
    parts: { haltedRows: (config, ...rest) => haltedRows({ ...config, haltExplorationProb: 0 }, ...rest) },
  },
  {
    name: 'a least number of steps drawn on 2 … 15',
    caughtBy: 'exploration',
    parts: {
      haltedRows: (config, steps, ...rest) =>
        haltedRows({ ...config, haltMaxSteps: config.haltMaxSteps - 3 }, steps, ...rest),
    },
  },
];

class DecaysMatricesOnly extends nn.AdamATan2 {
  override apply(gradients: nn.Gradients, learningRate: number): void {
    const vectors = Object.values(this.parameters).filter(({ rank }) => rank === 1);
    const before = vectors.map((p) => p.clone());
    super.apply(gradients, learningRate);
    for (const [i, p] of vectors.entries()) p.assign(tf.add(p, tf.mul(before[i], learningRate * this.weightDecay)));
  }
}

class WithFactor extends nn.AdamATan2 {
  protected override update(m: tf.Tensor1D, v: tf.Tensor1D, t: number, learningRate: number): tf.Tensor1D {
    return tf.mul(super.update(m, v, t, learningRate), 1.27);
  }
}

class CorrectsInside extends nn.AdamATan2 {
  protected override update(m: tf.Tensor1D, v: tf.Tensor1D, t: number, learningRate: number): tf.Tensor1D {
    const mean = tf.div(m, 1 - this.beta1 ** t);
    const root = tf.sqrt(tf.div(v, 1 - this.beta2 ** t));
    return tf.mul(tf.atan2(mean, root), learningRate);
  }
}

class Uncorrected extends nn.AdamATan2 {
  protected override update(m: tf.Tensor1D, v: tf.Tensor1D, _: number, learningRate: number): tf.Tensor1D {
    return tf.mul(tf.atan2(m, tf.sqrt(v)), learningRate);
  }
}

class FollowsTheGradient extends nn.SignSGD {
  override apply(rows: ArrayLike<number>, gradients: tf.Tensor2D, learningRate: number): void {
    for (let i = 0; i < rows.length; i++)
      super.apply([rows[i]], tf.slice(gradients, i, 1) as tf.Tensor2D, learningRate);
  }
}

class BeginsAtNothing extends nn.EMA {
  constructor(parameters: nn.Parameters, rate?: number) {
    super(parameters, rate);
    this.load(new Float32Array(nn.countParameters(parameters)));
  }
}

const optimizers: Mutation[] = [
  { name: 'no weight decay of biases', caughtBy: 'AdamATan2', parts: { AdamATan2: DecaysMatricesOnly } },
  { name: 'the factor 1.27 of another package', caughtBy: 'AdamATan2', parts: { AdamATan2: WithFactor } },
  { name: 'the mean corrected inside the arc tangent', caughtBy: 'AdamATan2', parts: { AdamATan2: CorrectsInside } },
  { name: 'no correction of the start', caughtBy: 'AdamATan2', parts: { AdamATan2: Uncorrected } },
  {
    name: 'a row’s gradients not summed before their sign',
    caughtBy: 'SignSGD',
    parts: { SignSGD: FollowsTheGradient },
  },
  { name: 'an average that begins at 0', caughtBy: 'EMA', parts: { EMA: BeginsAtNothing } },
];

export const mutations: Mutation[] = [...halves, ...model, ...cycles, ...loss, ...halting, ...optimizers];
