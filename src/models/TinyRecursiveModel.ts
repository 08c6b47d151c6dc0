import * as tf from '@tensorflow/tfjs-node';
import { fused } from '../nn/fused';
import { linear } from '../nn/linear';
import { join, type Parameters } from '../nn/parameters';
import type { BlockHalves } from '../nn/postNorm';
import { synchronous } from '../nn/synchronous';
import { truncatedNormal } from '../nn/truncatedNormal';
import { checkInteger, checkOptions, shown } from '../numeric/check';
import { type Random, random as seeded } from '../numeric/random';
import { type FullConfig, fullConfig, type TrmConfig } from './config';
import type { Network } from './Network';
import { linearWeight, ReasoningModule } from './ReasoningModule';
import { type Carry, ownCopy, type Recursion, recursions } from './recursions';
import { fromStateDict, type StateDict, toStateDict } from './StateDict';

/** What the heads read off a state. */
export interface Outputs {
  /** Scores of every cell's classes; [batch, seqLen, vocabSize]. */
  logits: tf.Tensor3D;
  /** Above 0 if the model holds its answer to be right; [batch]. */
  qHalt: tf.Tensor1D;
  /** HRM's value of going on, else unused; [batch]. */
  qContinue: tf.Tensor1D;
}

/** Parts to put in place of a model's own. */
export interface TrmParts {
  /** How states are updated, in place of what the configuration names. */
  recursion?: Recursion;
  /** How the halves of a block are computed. */
  halves?: BlockHalves;
  /** The networks that the recursion runs, in place of new {@link ReasoningModule}s. The model owns them from then on, and disposes them. */
  networks?: Record<string, Network>;
}

const variable = <R extends tf.Rank>(values: Float32Array, shape: tf.ShapeMap[R], trainable = true) =>
  tf.tidy(() => tf.variable(tf.tensor<R>(values, shape), trainable));

const prefix = 'model.inner.';

function checkNetworks(networks: Record<string, Network>, recursion: Recursion): void {
  const missing = recursion.networks.filter((name) => !networks[name]);
  if (missing.length > 0)
    throw new RangeError(
      `networks has ${Object.keys(networks).join(', ') || 'none'}; the recursion also runs ${missing.join(', ')}: give it.`,
    );
  for (const [name, network] of Object.entries(networks)) checkMethods(`networks.${name}`, network, ['apply']);
}

function checkMethods(name: string, value: object, methods: readonly string[]): void {
  const missing = methods.filter((method) => typeof Reflect.get(Object(value), method) !== 'function');
  if (missing.length > 0)
    throw new TypeError(`${name} is ${shown(value)}; it must have the function ${missing.join(', ')}.`);
}

/**
 * The Tiny Recursive Model: one small network that refines a latent state z and an answer y (`zL` and `zH` in the published code) again
 * and again.
 *
 * Source: Jolicoeur-Martineau, Less is more: recursive reasoning with tiny networks (2025), arXiv 2510.04871; where paper and published
 * code differ, the code.
 */
export class TinyRecursiveModel {
  readonly config: FullConfig;
  /** What an optimiser changes. */
  readonly parameters: Parameters;
  /** A row per puzzle identifier, zeros at first; not among the parameters, since it has an optimiser of its own. */
  readonly puzzleEmbedding?: tf.Variable<tf.Rank.R2>;
  readonly recursion: Recursion;
  /** What the recursion runs, by the published names. */
  readonly networks: Record<string, Network>;
  /** Whether parts were put in place of the model's own: then the configuration does not say all. */
  readonly hasOwnParts: boolean;
  private readonly net: Record<string, Network['apply']>;
  /** The recursion as it is run at the moment; see {@link unrolled}. */
  private running: Recursion;
  /** What each state is at first at every position; fixed random numbers, not learnt. */
  private readonly initial: Record<string, tf.Variable<tf.Rank.R1>>;
  private readonly embedTokens: tf.Variable<tf.Rank.R2>;
  private readonly embedPositions?: tf.Variable<tf.Rank.R2>;
  private readonly lmHead: tf.Variable<tf.Rank.R2>;
  private readonly qHead: { weight: tf.Variable<tf.Rank.R2>; bias: tf.Variable<tf.Rank.R1> };

  /**
   * @param seed - of the initial weights, an integer in [0, 2³²); default 0
   * @throws RangeError or TypeError for a configuration out of range, an unknown key of it or of `parts`, or networks of which one is missing
   *   that the recursion runs
   */
  constructor(config: TrmConfig, seed = 0, parts: TrmParts = {}) {
    checkOptions(parts, ['recursion', 'halves', 'networks']);
    this.config = fullConfig(config);
    this.recursion = parts.recursion ?? recursions[this.config.recursion]({ ...this.config, ...this.cycles });
    if (parts.networks) checkNetworks(parts.networks, this.recursion);
    if (parts.halves) checkMethods('halves', parts.halves, ['attentionNorm', 'swigluNorm']);
    this.hasOwnParts = Object.values(parts).some((part) => part !== undefined);
    const random = seeded(seed);
    const { vocabSize, hiddenSize: dim, puzzleEmbNdim, numPuzzleIdentifiers, posEncodings } = this.config;

    this.embedTokens = linearWeight(vocabSize, dim, random);
    if (posEncodings === 'learned') this.embedPositions = linearWeight(this.length, dim, random);
    if (puzzleEmbNdim > 0) {
      const shape: [number, number] = [numPuzzleIdentifiers, puzzleEmbNdim];
      this.puzzleEmbedding = variable<tf.Rank.R2>(new Float32Array(shape[0] * shape[1]), shape, false);
    }
    this.running = this.recursion;
    this.networks = parts.networks ?? this.newNetworks(random, parts.halves);
    this.net = Object.fromEntries(
      Object.entries(this.networks).map(([name, network]) => [name, network.apply.bind(network)]),
    );
    this.lmHead = linearWeight(vocabSize, dim, random);
    // Nothing is halted before the model has learnt what is right.
    this.qHead = {
      weight: variable(new Float32Array(2 * dim), [2, dim]),
      bias: variable(new Float32Array(2).fill(-5), [2]),
    };
    this.initial = Object.fromEntries(
      this.recursion.latents.map((name) => [name, variable(truncatedNormal(dim, 1, random), [dim], false)]),
    );
    this.parameters = this.namedParameters();
  }

  /** Positions of a state: the puzzle's embedding, then the cells. */
  get length(): number {
    return this.config.puzzleEmbLen + this.config.seqLen;
  }

  private newNetworks(random: Random, halves: BlockHalves = fused): Record<string, Network> {
    const { length, config } = this;
    const { hiddenSize, numHeads, expansion, ffMultiple, mixer } = config;
    const shape = {
      length,
      hiddenSize,
      numHeads,
      expansion,
      ffMultiple,
      mixer,
      rotary: config.posEncodings === 'rope',
    };
    const layersOf = (name: string) => (name === 'H_level' ? config.hLayers : config.lLayers);
    return Object.fromEntries(
      this.recursion.networks.map((name) => [
        name,
        new ReasoningModule({ ...shape, layers: layersOf(name) }, random, halves),
      ]),
    );
  }

  private namedParameters(): Parameters {
    const inner = Object.entries(this.networks).map(([name, { parameters }]) =>
      Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`${name}.${key}`, value])),
    );
    return join<tf.Variable>(
      { 'embed_tokens.embedding_weight': this.embedTokens },
      this.embedPositions ? { 'embed_pos.embedding_weight': this.embedPositions } : {},
      { 'lm_head.weight': this.lmHead, 'q_head.weight': this.qHead.weight, 'q_head.bias': this.qHead.bias },
      ...inner,
    );
  }

  /** Everything a checkpoint holds: parameters, initial states, puzzle embeddings. */
  private get saved(): Record<string, tf.Variable> {
    const initial = Object.entries(this.initial).map(([name, value]) => [`${name.slice(1)}_init`, value]);
    return join<tf.Variable>(
      this.parameters,
      Object.fromEntries(initial),
      this.puzzleEmbedding ? { 'puzzle_emb.weights': this.puzzleEmbedding } : {},
    );
  }

  /**
   * A model with the weights of a checkpoint, ours or a published one.
   *
   * @throws RangeError if a tensor is missing, superfluous or of another shape than the configuration says
   */
  static fromStateDict(config: TrmConfig, stateDict: StateDict): TinyRecursiveModel {
    const model = new TinyRecursiveModel(config);
    try {
      model.load(stateDict);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  }

  /** Takes the weights of a checkpoint; see {@link TinyRecursiveModel.fromStateDict}. */
  load(stateDict: StateDict): void {
    fromStateDict(this.saved, stateDict);
  }

  /** Parameters, initial states and puzzle embeddings by their published names. */
  stateDict(): StateDict {
    return toStateDict(this.saved, prefix);
  }

  /** Every state of every puzzle at its beginning. Dispose of it with tf.dispose. */
  initialCarry(batchSize: number): Carry {
    checkInteger('batchSize', batchSize, 1);
    return this.mapInitial((initial) => tf.tile(initial, [batchSize, this.length, 1]));
  }

  /** The states, those of the puzzles that `reset` (bool, [batch]) marks at their beginning again. */
  resetCarry(carry: Carry, reset: tf.Tensor1D): Carry {
    return this.mapInitial((initial, name) => tf.where(tf.reshape(reset, [-1, 1, 1]), initial, carry[name]));
  }

  private mapInitial(f: (initial: tf.Tensor3D, name: string) => tf.Tensor3D): Carry {
    return tf.tidy(() =>
      Object.fromEntries(
        Object.entries(this.initial).map(([name, value]) => [name, f(tf.reshape(value, [1, 1, -1]), name)]),
      ),
    );
  }

  /** The rows of the table for these puzzles, [batch, puzzleEmbNdim]; none if the model has no table. */
  puzzleRows(puzzleIdentifiers: ArrayLike<number>): tf.Tensor2D | undefined {
    return (
      this.puzzleEmbedding &&
      tf.tidy(() => tf.gather(this.puzzleEmbedding!, tf.tensor1d(Array.from(puzzleIdentifiers), 'int32')))
    );
  }

  /**
   * x: the puzzle's embedding, then the cells', scaled to unit variance.
   *
   * @param inputs - int32, [batch, seqLen]
   * @param puzzleRows - [batch, puzzleEmbNdim], as {@link puzzleRows} gives them
   * @returns [batch, length, hiddenSize]
   */
  inputEmbedding(inputs: tf.Tensor2D, puzzleRows?: tf.Tensor2D): tf.Tensor3D {
    const { hiddenSize: dim, puzzleEmbLen, puzzleEmbNdim } = this.config;
    return tf.tidy(() => {
      let x = tf.gather(this.embedTokens as tf.Tensor, inputs) as tf.Tensor3D;
      if (puzzleRows) {
        const padded = tf.pad(puzzleRows, [
          [0, 0],
          [0, puzzleEmbLen * dim - puzzleEmbNdim],
        ]);
        x = tf.concat([tf.reshape(padded, [-1, puzzleEmbLen, dim]) as tf.Tensor3D, x], 1);
      }
      if (this.embedPositions) x = tf.mul(tf.add(x, this.embedPositions), Math.SQRT1_2);
      return tf.mul(x, Math.sqrt(dim));
    });
  }

  private get cycles() {
    return { n: this.config.lCycles, T: this.config.hCycles };
  }

  /** How many recursions a supervision step has, and how many of the last have a gradient. */
  private get recursionCounts() {
    const count = this.running.count?.(this.cycles) ?? this.config.hCycles;
    return { count, withGradient: this.config.gradient === 'full' ? count : 1 };
  }

  /**
   * One recursion: for TRM, z is refined n times, then y once.
   *
   * @param x - as {@link inputEmbedding} gives it
   * @param t - which of a supervision step's recursions it is, counted from 0; of interest where the puzzle is read only at the start, or the
   *   calls are not tied
   */
  recurse(x: tf.Tensor3D, carry: Carry, t = 0): Carry {
    return this.running.recurse(this.net, x, carry, this.cycles, t);
  }

  /** The recursions of a supervision step that have no gradient: all but the last, unless the configuration wants it through all. */
  recurseWithoutGradient(x: tf.Tensor3D, carry: Carry): Carry {
    const { count, withGradient } = this.recursionCounts;
    return tf.tidy(() => {
      for (let t = 0; t < count - withGradient; t++) carry = tf.tidy(() => this.recurse(x, carry, t));
      return carry;
    });
  }

  /** The recursions after them, with their gradient. */
  recurseWithGradient(x: tf.Tensor3D, carry: Carry): Carry {
    const { count, withGradient } = this.recursionCounts;
    for (let t = count - withGradient; t < count; t++) carry = this.recurse(x, carry, t);
    return carry;
  }

  /**
   * Runs `f` while an equilibrium model is unrolled: its network is called `lCycles` times in a row, with the gradient through all of them, in
   * place of a solver.
   *
   * @throws RangeError if the model is no equilibrium model; TypeError if `f` gives a promise
   */
  unrolled<T>(f: () => T): T {
    if (!this.recursion.solves)
      throw new RangeError(
        `recursion is '${this.config.recursion}'; only 'equilibrium' and deepEquilibrium have a solver to do without.`,
      );
    this.running = recursions.unrolled({ ...this.config, ...this.cycles, tied: true, injection: 'every' });
    try {
      return synchronous('f', f());
    } finally {
      this.running = this.recursion;
    }
  }

  /** What the heads say: of each cell, and, from the first position, of whether to halt. */
  outputs(carry: Carry): Outputs {
    const answer = carry[this.recursion.latents[0]];
    const { puzzleEmbLen, seqLen, hiddenSize } = this.config;
    return tf.tidy(() => {
      const cells = tf.slice(answer, [0, puzzleEmbLen, 0], [-1, seqLen, hiddenSize]);
      const first = tf.reshape(tf.slice(answer, [0, 0, 0], [-1, 1, hiddenSize]), [-1, hiddenSize]) as tf.Tensor2D;
      const q: tf.Tensor2D = tf.add(linear(first, this.qHead.weight), this.qHead.bias);
      const [qHalt, qContinue] = tf.unstack(q, 1) as tf.Tensor1D[];
      return { logits: linear(cells, this.lmHead), qHalt, qContinue };
    });
  }

  /**
   * One supervision step: T recursions on from the carry, and what the heads say then, all in tensors of their own. The carry given stays
   * as it is.
   *
   * @param inputs - int32, [batch, seqLen]
   * @param carry - as {@link initialCarry} or the step before returned it
   * @param puzzleIdentifiers - which row of the puzzle embeddings each has; default 0
   */
  supervisionStep(
    inputs: tf.Tensor2D,
    carry: Carry,
    puzzleIdentifiers?: ArrayLike<number>,
  ): Outputs & { carry: Carry } {
    return tf.tidy(() => {
      const identifiers = puzzleIdentifiers ?? new Int32Array(inputs.shape[0]);
      const x = this.inputEmbedding(inputs, this.puzzleRows(identifiers));
      const next = this.recurseWithGradient(x, this.recurseWithoutGradient(x, carry));
      return { carry: ownCopy(next), ...this.outputs(next) };
    });
  }

  /** Frees the model, and the networks that it was given. */
  dispose(): void {
    for (const network of Object.values(this.networks)) network.dispose();
    tf.dispose([
      this.initial,
      this.embedTokens,
      this.embedPositions ?? [],
      this.lmHead,
      this.qHead,
      this.puzzleEmbedding ?? [],
    ]);
  }
}
