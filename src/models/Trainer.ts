import * as tf from '@tensorflow/tfjs-node';
import { AdamATan2 } from '../nn/AdamATan2';
import { AdamW } from '../nn/AdamW';
import { EMA } from '../nn/EMA';
import type { Optimizer } from '../nn/Optimizer';
import { SignSGD } from '../nn/SignSGD';
import { synchronous } from '../nn/synchronous';
import { warmUp } from '../nn/warmUp';
import { checkChoice, checkInteger, checkNumber, checkOptions, checkSeed } from '../numeric/check';
import { type ActCarry, type Batch, initialActCarry, refill } from './act';
import { checkThreads, GradientHelpers } from './GradientHelpers';
import { type StateDict, toStateDict } from './StateDict';
import { type SupervisedGradients, supervisedGradients } from './supervisedGradients';
import type { TinyRecursiveModel } from './TinyRecursiveModel';

/** The defaults are those that the published models of Sudoku were trained with. */
export interface TrainerOptions {
  /** Puzzles at a time, an integer of at least 1. */
  batchSize: number;
  /** Default 'adamATan2', as published; the paper says 'adamW'. */
  optimizer?: 'adamATan2' | 'adamW';
  /** After warm-up; default 1e-4. */
  learningRate?: number;
  /** Default 1. */
  weightDecay?: number;
  beta1?: number;
  beta2?: number;
  /** Default 2000. */
  warmUpSteps?: number;
  /** What part of the learning rate is left at the end; default 1. */
  minRatio?: number;
  /** Needed when `minRatio` is not 1. */
  totalSteps?: number;
  /** Of the puzzle embeddings; default `learningRate`. */
  puzzleEmbLearningRate?: number;
  /** Of the puzzle embeddings; default `weightDecay`. */
  puzzleEmbWeightDecay?: number;
  /** Decay of the average of the parameters, in [0, 1), default 0.999; false for none. */
  emaRate?: number | false;
  /**
   * Steps at the beginning in which an equilibrium model is unrolled to `lCycles` calls in place of being solved, since the state that an
   * untrained network has is no place to learn from; default 0. The paper's published code does the same, under the name of pretraining.
   */
  unrolledSteps?: number;
  /** How many threads share each batch, at most one a row; default 1. More than one gives the same numbers only up to rounding. */
  threads?: number;
  /** Of the exploration, an integer in [0, 2³²); default 0. */
  seed?: number;
}

/** What a training step tells. */
export interface StepReport extends Pick<SupervisedGradients, 'loss' | 'halted'> {
  /** Counted from 1. */
  step: number;
  learningRate: number;
}

const known: readonly (keyof TrainerOptions)[] = [
  'batchSize',
  'optimizer',
  'learningRate',
  'weightDecay',
  'beta1',
  'beta2',
  'warmUpSteps',
  'minRatio',
  'totalSteps',
  'puzzleEmbLearningRate',
  'puzzleEmbWeightDecay',
  'emaRate',
  'unrolledSteps',
  'threads',
  'seed',
];

const defaultLearningRate = 1e-4;

/** The options that are given, for constructors that refuse keys they do not know. */
function pick<K extends keyof TrainerOptions>(options: TrainerOptions, keys: readonly K[]): Pick<TrainerOptions, K> {
  return Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]])) as Pick<
    TrainerOptions,
    K
  >;
}

/** Of a batch: far more than a tensor holds. */
const mostRows = 2 ** 24;

/**
 * Checks a trainer's options, as far as they can be without a model.
 *
 * @throws RangeError or TypeError for an option out of range or an unknown one
 */
export function checkTrainerOptions(options: TrainerOptions): void {
  checkOptions(options, known);
  const { optimizer = 'adamW', seed = 0, threads = 1, unrolledSteps = 0, emaRate = false } = options;
  checkInteger('batchSize', options.batchSize, 1, mostRows);
  checkChoice('optimizer', optimizer, ['adamATan2', 'adamW']);
  for (const name of ['learningRate', 'weightDecay', 'puzzleEmbLearningRate', 'puzzleEmbWeightDecay'] as const) {
    const { [name]: rate = 0 } = options;
    checkNumber(name, rate, (value) => value >= 0, 'at least 0');
  }
  checkSeed('seed', seed);
  checkThreads(threads, options.batchSize);
  checkInteger('unrolledSteps', unrolledSteps, 0);
  if (unrolledSteps > 0 && threads > 1)
    throw new RangeError(`threads is ${threads}; with unrolledSteps there can be only one.`);
  for (const name of ['beta1', 'beta2'] as const) {
    const { [name]: beta = 0 } = options;
    checkNumber(name, beta, (value) => value >= 0 && value < 1, 'in [0, 1)');
  }
  if (emaRate !== false) checkNumber('emaRate', emaRate, (rate) => rate >= 0 && rate < 1, 'false or in [0, 1)');
  const { learningRate = defaultLearningRate } = options;
  warmUp(1, learningRate, pick(options, ['warmUpSteps', 'minRatio', 'totalSteps']));
}

/** The seed of a step's draws: a resumed run needs to know nothing but the step's number. */
const seedOf = (seed: number, step: number): number => (Math.imul(step, 0x9e3779b1) ^ seed) >>> 0;

/** Numbers of any typed array as a state dict's entry; integers are exact up to 2²⁴. */
const entry = (values: ArrayLike<number>) => ({ shape: [values.length], data: Float32Array.from(values) });

/**
 * Trains a model, one supervision step and one update at a time; what has not halted goes on with the next.
 *
 * @example
 * const trainer = new Trainer(model, { batchSize: 64, learningRate: 1e-3 });
 * for (const batch of batches) console.log(trainer.step(batch).loss.total);
 *
 * Source: TRM's published code, pretrain.py; the paper's pseudocode (figure 3) does the same for a batch whose rows halt together.
 */
export class Trainer {
  private readonly options: TrainerOptions;
  private readonly optimizer: Optimizer;
  private readonly puzzleOptimizer?: SignSGD;
  private readonly ema?: EMA;
  private readonly helpers?: GradientHelpers;
  private carry: ActCarry;
  private steps = 0;

  /** @throws RangeError or TypeError for an option out of range or an unknown one */
  constructor(
    readonly model: TinyRecursiveModel,
    options: TrainerOptions,
  ) {
    checkTrainerOptions(options);
    const {
      batchSize,
      optimizer = 'adamATan2',
      learningRate = defaultLearningRate,
      weightDecay = 1,
      emaRate = 0.999,
      threads = 1,
      seed = 0,
    } = options;
    this.options = { ...options, learningRate, seed };

    if ((options.unrolledSteps ?? 0) > 0) {
      model.unrolled(() => {}); // throws if the model has nothing to unroll
    }
    if (threads > 1) this.helpers = new GradientHelpers(model, batchSize, threads);
    if (emaRate !== false) this.ema = new EMA(model.parameters, emaRate);
    const betas = pick(options, ['beta1', 'beta2']);
    const Chosen = optimizer === 'adamW' ? AdamW : AdamATan2;
    this.optimizer = new Chosen(model.parameters, { ...betas, weightDecay });
    if (model.puzzleEmbedding)
      this.puzzleOptimizer = new SignSGD(model.puzzleEmbedding, {
        weightDecay: options.puzzleEmbWeightDecay ?? weightDecay,
      });
    this.carry = initialActCarry(model, batchSize);
  }

  /** The rates of a step: they rise and fall together. */
  private learningRates(step: number): { network: number; puzzles: number } {
    const schedule = pick(this.options, ['warmUpSteps', 'minRatio', 'totalSteps']);
    const { learningRate, puzzleEmbLearningRate = learningRate } = this.options;
    return { network: warmUp(step, learningRate!, schedule), puzzles: warmUp(step, puzzleEmbLearningRate!, schedule) };
  }

  /**
   * Refills the rows that have halted, takes one supervision step with all, and updates the model and its average.
   *
   * @param batch - `batchSize` puzzles; those that stand where a row has not halted are not looked at
   * @throws RangeError if the batch has another size; Error if an equilibrium that may not fail to be found was not (see
   *   {@link deepEquilibrium}), or a thread that shares the batch failed
   */
  step(batch: Batch): StepReport {
    const refilled = refill(this.model, this.carry, batch);
    try {
      return this.stepFrom(refilled);
    } finally {
      tf.dispose(refilled.latents);
    }
  }

  private stepFrom(refilled: ActCarry): StepReport {
    const step = this.steps + 1;
    const rates = this.learningRates(step);
    const seed = seedOf(this.options.seed!, step);
    const { carry, loss, halted, gradients, puzzleGradients } = this.gradients(refilled, seed, step);
    try {
      this.optimizer.apply(gradients, rates.network);
      if (puzzleGradients) this.puzzleOptimizer?.apply(refilled.data.puzzleIdentifiers, puzzleGradients, rates.puzzles);
      this.ema?.update();
    } catch (error) {
      tf.dispose(carry.latents);
      throw error;
    } finally {
      tf.dispose([gradients, puzzleGradients ?? []]);
    }
    tf.dispose(this.carry.latents);
    this.carry = carry;
    this.steps = step;
    return { step, learningRate: rates.network, loss, halted };
  }

  private gradients(carry: ActCarry, seed: number, step: number): SupervisedGradients {
    if (this.helpers) return this.helpers.gradients(carry, seed);
    const gradients = () => supervisedGradients(this.model, carry, seed);
    return step <= (this.options.unrolledSteps ?? 0) ? this.model.unrolled(gradients) : gradients();
  }

  /**
   * Runs `f` while the model has its averaged parameters, as evaluation should.
   *
   * @throws TypeError if `f` gives a promise: it must not be asynchronous
   */
  averaged<T>(f: (model: TinyRecursiveModel) => T): T {
    return this.ema ? this.ema.during(() => f(this.model)) : synchronous('f', f(this.model));
  }

  /** Everything that a run needs to go on bit for bit: the model, its average, the optimiser, the carry and the step. */
  state(): StateDict {
    const { latents, steps, halted, data } = this.carry;
    const { step, mean, square } = this.optimizer.state();
    return {
      ...this.model.stateDict(),
      ...(this.ema && { 'trainer.ema': entry(this.ema.state()) }),
      'trainer.step': entry([this.steps]),
      'trainer.optimizer.step': entry([step]),
      'trainer.optimizer.mean': entry(mean),
      'trainer.optimizer.square': entry(square),
      ...toStateDict(latents, 'trainer.carry.'),
      'trainer.carry.steps': entry(steps),
      'trainer.carry.halted': entry(halted),
      'trainer.carry.inputs': entry(data.inputs),
      'trainer.carry.labels': entry(data.labels),
      'trainer.carry.puzzleIdentifiers': entry(data.puzzleIdentifiers),
    };
  }

  /**
   * Goes on from a {@link state}. Rates and the choice of the optimiser are not in it: give the trainer those that it had.
   *
   * @throws RangeError if it is that of a model of other tensors or of another batch size, or lacks the average that this trainer keeps
   */
  load(state: StateDict): void {
    const own = this.state();
    for (const [name, { data }] of Object.entries(own)) {
      if (!(name in state)) throw new RangeError(`The state has no '${name}'; it is not that of such a trainer.`);
      if (state[name].data.length !== data.length)
        throw new RangeError(`'${name}' has ${state[name].data.length} numbers; this trainer's has ${data.length}.`);
    }
    const isModel = ([name]: [string, unknown]) => !name.startsWith('trainer.');
    this.model.load(Object.fromEntries(Object.entries(state).filter(isModel)));
    const values = (name: string) => state[`trainer.${name}`].data;
    this.ema?.load(values('ema'));
    this.steps = values('step')[0];
    this.optimizer.load({
      step: values('optimizer.step')[0],
      mean: values('optimizer.mean'),
      square: values('optimizer.square'),
    });
    const latents = Object.entries(this.carry.latents).map(([name, old]) => {
      const restored = tf.tensor3d(values(`carry.${name}`), old.shape);
      old.dispose();
      return [name, restored];
    });
    this.carry = {
      latents: Object.fromEntries(latents),
      steps: Int32Array.from(values('carry.steps')),
      halted: Uint8Array.from(values('carry.halted')),
      data: {
        inputs: Int32Array.from(values('carry.inputs')),
        labels: Int32Array.from(values('carry.labels')),
        puzzleIdentifiers: Int32Array.from(values('carry.puzzleIdentifiers')),
      },
    };
  }

  /** Frees what the trainer holds; the model stays. */
  dispose(): void {
    this.helpers?.dispose();
    this.optimizer.dispose();
    this.ema?.dispose();
    tf.dispose(this.carry.latents);
  }
}
