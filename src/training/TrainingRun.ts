import { setImmediate } from 'node:timers/promises';
import { at } from '../files/at';
import {
  checkTrainerOptions,
  fullConfig,
  type StateDict,
  TinyRecursiveModel,
  Trainer,
  type TrainerOptions,
  type TrmConfig,
} from '../models';
import { checkInteger, checkOptions, checkSeed, shown } from '../numeric/check';
import { type BatchState, meanMetrics, TrainingBatches } from '../tasks';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { type EvaluateOptions, type Evaluation, evaluate } from './evaluate';
import { checkTask, type PuzzleTask, type PuzzleTaskOptions, puzzleTask } from './puzzleTask';

/** Everything that decides what a run comes to. */
export interface TrainingRunOptions {
  task: PuzzleTaskOptions;
  /** The model's shape; the task knows how many classes and cells there are. */
  model: Omit<TrmConfig, 'vocabSize' | 'seqLen'>;
  trainer: Omit<TrainerOptions, 'seed'>;
  /** Of weights, order of the puzzles, augmentation and exploration; an integer in [0, 2³²). Default 0. The task has its own. */
  seed?: number;
}

/** Throws unless `options` is an object without null, and without what is said elsewhere, which would take its place. */
function checkPart(part: string, options: object, elsewhere: Record<string, string>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${part} is ${shown(options)}; it must be an object of options.`);
  for (const [name, value] of Object.entries(options)) {
    const reason = Object.hasOwn(elsewhere, name)
      ? elsewhere[name]
      : value === null
        ? 'then it has its default'
        : undefined;
    if (reason !== undefined) throw new TypeError(`${part}.${name} is ${shown(value)}; leave it out: ${reason}.`);
  }
}

/** @throws RangeError or TypeError for an option out of range or an unknown one, as far as it shows before the puzzles are made */
export function checkRunOptions(options: TrainingRunOptions): void {
  checkOptions(options, ['task', 'model', 'trainer', 'seed']);
  const { task, model, trainer, seed = 0 } = options;
  checkSeed('seed', seed);
  checkPart('task', task ?? {}, {});
  checkTask(task);
  checkPart('model', model, { vocabSize: 'the task says it', seqLen: 'the task says it' });
  const { recursion } = fullConfig({ ...model, vocabSize: 2, seqLen: 1 });
  checkPart('trainer', trainer, { seed: "it is the run's" });
  checkTrainerOptions(trainer);
  if ((trainer.unrolledSteps ?? 0) > 0 && recursion !== 'equilibrium')
    throw new RangeError(
      `unrolledSteps is ${trainer.unrolledSteps}; only of recursion 'equilibrium' is there something to unroll.`,
    );
}

/** Means over the steps since the record before; those of `halted` over the puzzles that finished in them. */
export interface TrainingRecord {
  /** The last of these steps. */
  step: number;
  loss: number;
  halted: { count: number; accuracy: number; exactAccuracy: number; haltAccuracy: number; steps: number };
}

/** The curves of a run so far. */
export interface RunHistory {
  training: TrainingRecord[];
  evaluations: (Evaluation & { step: number })[];
}

export interface TrainOptions {
  /** Steps between two evaluations on the test set; default none but at the end. */
  evaluateEvery?: number;
  /** Where to keep the run, to go on after whatever happens; and every how many steps, default 250. */
  checkpoint?: { path: string; every?: number };
  /** Once aborted, the run is left after the step that is under way. */
  signal?: AbortSignal;
  /** Told after every step. */
  onStep?: (report: { step: number; steps: number; record?: TrainingRecord; evaluation?: Evaluation }) => void;
}

/** Steps of one record of the history. */
const recordEvery = 10;
/** What keeping copies of the state in memory may cost, as a share of the time. */
const shareForCopies = 0.03;

/** What a run holds besides tensors; survives JSON. */
export interface RunProgress {
  step: number;
  batches: BatchState;
  history: RunHistory;
  /** Of the steps since the last record. */
  pending: { steps: number; loss: number; halted: TrainingRecord['halted'] };
}

const none = (): RunProgress['pending'] => ({
  steps: 0,
  loss: 0,
  halted: { count: 0, accuracy: 0, exactAccuracy: 0, haltAccuracy: 0, steps: 0 },
});

/**
 * One training run, from its seed to its last step. Cut off at any moment, it goes on from its checkpoint and ends bit for bit where it would
 * have ended anyway.
 *
 * @example
 * const run = await TrainingRun.start({
 *   task: { kind: 'sudoku', size: 6, train: 2500, test: 500 },
 *   model: { hiddenSize: 64, numHeads: 4 },
 *   trainer: { batchSize: 64, learningRate: 1e-3 },
 * });
 * await run.train(1000);
 * console.log(run.evaluate().atHalt);
 */
export class TrainingRun {
  private trainer: Trainer;
  private readonly batches: TrainingBatches;
  private steps = 0;
  private history: RunHistory = { training: [], evaluations: [] };
  private pending = none();
  /** Where the last step or evaluation began, or a step a little before: what to go back to if it is cut off in the middle. */
  private remembered: Checkpoint;
  private nextCopy = 0;
  /** Something that must not be left half done has begun, and has not come to its end unless it still runs. */
  private isCutOff = false;

  private constructor(
    readonly options: TrainingRunOptions,
    readonly task: PuzzleTask,
    private readonly ownModel: TinyRecursiveModel,
  ) {
    const { seed = 0 } = options;
    this.trainer = this.newTrainer();
    const { batchSize } = options.trainer;
    this.batches = new TrainingBatches(task.train, { batchSize, seed, augment: task.augment });
    this.remembered = this.state();
  }

  private newTrainer(): Trainer {
    return new Trainer(this.ownModel, { ...this.options.trainer, seed: this.options.seed ?? 0 });
  }

  /**
   * A new run, at step 0. Its puzzles are generated here.
   *
   * @param folder - where the relative path of a file of puzzles begins; default the working directory
   * @throws RangeError or TypeError for an option out of range or an unknown one
   */
  static async start(options: TrainingRunOptions, folder?: string): Promise<TrainingRun> {
    checkRunOptions(options);
    const { seed = 0, model } = options;
    const task = await puzzleTask(options.task, folder);
    const { vocabSize, seqLen } = task.train;
    const ownModel = new TinyRecursiveModel({ ...model, vocabSize, seqLen }, seed);
    try {
      return new TrainingRun(options, task, ownModel);
    } catch (error) {
      ownModel.dispose();
      throw error;
    }
  }

  /**
   * Goes on from a checkpoint.
   *
   * @param folder - as for {@link TrainingRun.start}
   * @throws RangeError that names the file if it is damaged or no checkpoint of a run
   */
  static async resume(path: string, folder?: string): Promise<TrainingRun> {
    const checkpoint = readCheckpoint(path);
    let run: TrainingRun | undefined;
    try {
      run = await TrainingRun.start(checkpoint.options, folder);
      run.restore(checkpoint);
      return run;
    } catch (error) {
      run?.dispose();
      return at(path, () => {
        throw error;
      });
    }
  }

  /** Steps done. */
  get step(): number {
    this.settle();
    return this.steps;
  }

  /** As the optimiser has it; for the averaged one see {@link averaged}. Belongs to the run. */
  get model(): TinyRecursiveModel {
    this.settle();
    return this.ownModel;
  }

  /** The weights to use: averaged over the last steps, if the run keeps an average. */
  averaged(): StateDict {
    return this.withAverage((model) => model.stateDict());
  }

  /** Losses and metrics so far. */
  get curves(): RunHistory {
    this.settle();
    return this.history;
  }

  /** How the averaged model does on the test set, or another. */
  evaluate(options: EvaluateOptions & { set?: PuzzleTask['test'] } = {}): Evaluation {
    const { set = this.task.test, ...rest } = options;
    return this.withAverage((model) => evaluate(model, set, rest));
  }

  /** An interrupt of the kernel runs no `finally`: without a way back the model would keep its average. */
  private withAverage<T>(f: (model: TinyRecursiveModel) => T): T {
    this.settle();
    this.remember();
    this.isCutOff = true;
    const result = this.trainer.averaged(f);
    this.isCutOff = false;
    return result;
  }

  /**
   * Trains up to a number of steps, counted from the beginning of the run; evaluates at the end. Between two steps others get their turn, so
   * a notebook stays responsive; interrupted, the run keeps what it learnt and can go on, first with an evaluation that was cut off.
   */
  async train(steps: number, options: TrainOptions = {}): Promise<void> {
    checkOptions(options, ['evaluateEvery', 'checkpoint', 'signal', 'onStep']);
    checkInteger('steps', steps, 1);
    const { evaluateEvery = steps, checkpoint, signal, onStep } = options;
    checkInteger('evaluateEvery', evaluateEvery, 1);
    checkInteger('checkpoint.every', checkpoint?.every ?? 250, 1);
    const isSaved = (step: number) => checkpoint && (step % (checkpoint.every ?? 250) === 0 || step === steps);
    const lacksEvaluation = () =>
      (this.steps % evaluateEvery === 0 || this.steps === steps) &&
      this.history.evaluations.at(-1)?.step !== this.steps;
    const finishStep = () => {
      const { steps: step, history } = this;
      const evaluation = lacksEvaluation() ? this.evaluate() : undefined;
      if (evaluation) {
        history.evaluations.push({ step, ...evaluation });
        this.remember();
      }
      if (isSaved(step)) this.save(checkpoint!.path);
      const last = history.training.at(-1);
      onStep?.({ step, steps, record: last?.step === step ? last : undefined, evaluation });
    };
    this.settle();
    if (this.steps > 0 && this.steps <= steps && !signal?.aborted && lacksEvaluation()) finishStep();
    while (this.step < steps && !signal?.aborted) {
      this.advance();
      finishStep();
      await setImmediate();
    }
  }

  /** One step. */
  private advance(): void {
    if (performance.now() >= this.nextCopy) this.remember();
    this.isCutOff = true;
    const { loss, halted } = this.trainer.step(this.batches.next());
    const { pending } = this;
    this.steps++;
    pending.steps++;
    pending.loss += loss.total;
    pending.halted.count += halted.count;
    pending.halted.accuracy += halted.accuracy;
    pending.halted.exactAccuracy += halted.exactAccuracy;
    pending.halted.haltAccuracy += halted.qHaltAccuracy;
    pending.halted.steps += halted.steps;
    if (pending.steps === recordEvery) this.record();
    this.isCutOff = false;
  }

  private record(): void {
    const { steps, loss, halted } = this.pending;
    this.history.training.push({ step: this.steps, loss: loss / steps, halted: meanMetrics(halted) });
    this.pending = none();
  }

  private remember(): void {
    const start = performance.now();
    this.remembered = this.state();
    const end = performance.now();
    this.nextCopy = end + (end - start) / shareForCopies;
  }

  /** If a step or an evaluation was cut off in the middle, goes back to the last state that is whole. */
  private settle(): void {
    if (this.isCutOff) this.restore(this.remembered);
  }

  private state(): Checkpoint {
    const { steps, pending, batches, options } = this;
    const history = { training: [...this.history.training], evaluations: [...this.history.evaluations] };
    const progress = { step: steps, batches: batches.state(), history, pending: structuredClone(pending) };
    return { options, progress, tensors: this.trainer.state() };
  }

  private restore({ progress, tensors }: Checkpoint): void {
    this.trainer.dispose();
    this.trainer = this.newTrainer();
    this.trainer.load(tensors);
    this.batches.restore(progress.batches);
    const { step, history, pending } = progress;
    this.steps = step;
    this.history = { training: [...history.training], evaluations: [...history.evaluations] };
    this.pending = structuredClone(pending);
    this.isCutOff = false;
  }

  /** Writes a checkpoint, from which {@link TrainingRun.resume} goes on. The file is replaced whole or not at all. */
  save(path: string): void {
    this.settle();
    writeCheckpoint(path, this.state());
  }

  dispose(): void {
    this.trainer.dispose();
    this.ownModel.dispose();
  }
}
