"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TrainingRun = void 0;
const promises_1 = require("node:timers/promises");
const models_1 = require("../models");
const check_1 = require("../numeric/check");
const tasks_1 = require("../tasks");
const checkpoint_1 = require("./checkpoint");
const evaluate_1 = require("./evaluate");
const puzzleTask_1 = require("./puzzleTask");
/** Steps of one record of the history. */
const recordEvery = 10;
/** Steps between two copies of the state in memory. */
const rememberEvery = 25;
const none = () => ({
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
class TrainingRun {
    options;
    task;
    ownModel;
    trainer;
    batches;
    steps = 0;
    history = { training: [], evaluations: [] };
    pending = none();
    /** Where the last step began or one a little before: what to go back to if a step is cut off in the middle. */
    remembered;
    isMidStep = false;
    constructor(options, task, ownModel) {
        this.options = options;
        this.task = task;
        this.ownModel = ownModel;
        const { seed = 0 } = options;
        this.trainer = this.newTrainer();
        const { batchSize } = options.trainer;
        this.batches = new tasks_1.TrainingBatches(task.train, { batchSize, seed, augment: task.augment });
        this.remembered = this.state();
    }
    newTrainer() {
        return new models_1.Trainer(this.ownModel, { ...this.options.trainer, seed: this.options.seed ?? 0 });
    }
    /**
     * A new run, at step 0. Its puzzles are generated here.
     *
     * @throws RangeError or TypeError for an option out of range or an unknown one
     */
    static async start(options) {
        (0, check_1.checkOptions)(options, ['task', 'model', 'trainer', 'seed']);
        const { seed = 0, model } = options;
        (0, check_1.checkInteger)('seed', seed, 0);
        const task = await (0, puzzleTask_1.puzzleTask)(options.task);
        const { vocabSize, seqLen } = task.train;
        return new TrainingRun(options, task, new models_1.TinyRecursiveModel({ ...model, vocabSize, seqLen }, seed));
    }
    /**
     * Goes on from a checkpoint.
     *
     * @throws RangeError if the file is damaged or no checkpoint of a run
     */
    static async resume(path) {
        const checkpoint = (0, checkpoint_1.readCheckpoint)(path);
        const run = await TrainingRun.start(checkpoint.options);
        run.restore(checkpoint);
        return run;
    }
    /** Steps done. */
    get step() {
        this.settle();
        return this.steps;
    }
    /** As the optimiser has it; for the averaged one see {@link averaged}. Belongs to the run. */
    get model() {
        this.settle();
        return this.ownModel;
    }
    /** The weights to use: averaged over the last steps, if the run keeps an average. */
    averaged() {
        this.settle();
        return this.trainer.averaged((model) => model.stateDict());
    }
    /** Losses and metrics so far. */
    get curves() {
        return this.history;
    }
    /** How the averaged model does on the test set, or another. */
    evaluate(options = {}) {
        this.settle();
        const { set = this.task.test, ...rest } = options;
        return this.trainer.averaged((model) => (0, evaluate_1.evaluate)(model, set, rest));
    }
    /**
     * Trains up to a number of steps, counted from the beginning of the run; evaluates at the end. Between two steps others get their turn, so
     * a notebook stays responsive; interrupted, the run keeps what it learnt and can go on.
     */
    async train(steps, options = {}) {
        (0, check_1.checkOptions)(options, ['evaluateEvery', 'checkpoint', 'signal', 'onStep']);
        (0, check_1.checkInteger)('steps', steps, 1);
        const { evaluateEvery = steps, checkpoint, signal, onStep } = options;
        (0, check_1.checkInteger)('evaluateEvery', evaluateEvery, 1);
        (0, check_1.checkInteger)('checkpoint.every', checkpoint?.every ?? 250, 1);
        const isSaved = (step) => checkpoint && (step % (checkpoint.every ?? 250) === 0 || step === steps);
        while (this.step < steps && !signal?.aborted) {
            const record = this.advance();
            const { step } = this;
            let evaluation;
            if (step % evaluateEvery === 0 || step === steps) {
                evaluation = this.evaluate();
                this.history.evaluations.push({ step, ...evaluation });
                this.remembered = this.state();
            }
            if (isSaved(step))
                this.save(checkpoint.path);
            onStep?.({ step, steps, record, evaluation });
            await (0, promises_1.setImmediate)();
        }
    }
    /** One step. */
    advance() {
        if (this.steps % rememberEvery === 0)
            this.remembered = this.state();
        this.isMidStep = true;
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
        this.isMidStep = false;
        return pending.steps === recordEvery ? this.record() : undefined;
    }
    record() {
        const { steps, loss, halted } = this.pending;
        const mean = (0, tasks_1.meanMetrics)(halted);
        const record = { step: this.steps, loss: loss / steps, halted: mean };
        this.history.training.push(record);
        this.pending = none();
        return record;
    }
    /** If a step was cut off in the middle, goes back to the last state that is whole. */
    settle() {
        if (this.isMidStep)
            this.restore(this.remembered);
    }
    state() {
        const { steps, history, pending, batches, options } = this;
        const progress = structuredClone({ step: steps, batches: batches.state(), history, pending });
        return { options, progress, tensors: this.trainer.state() };
    }
    restore({ progress, tensors }) {
        this.trainer.dispose();
        this.trainer = this.newTrainer();
        this.trainer.load(tensors);
        this.batches.restore(progress.batches);
        const { step, history, pending } = structuredClone(progress);
        [this.steps, this.history, this.pending] = [step, history, pending];
        this.isMidStep = false;
    }
    /** Writes a checkpoint, from which {@link TrainingRun.resume} goes on. The file is replaced whole or not at all. */
    save(path) {
        this.settle();
        (0, checkpoint_1.writeCheckpoint)(path, this.state());
    }
    dispose() {
        this.trainer.dispose();
        this.ownModel.dispose();
    }
}
exports.TrainingRun = TrainingRun;
//# sourceMappingURL=TrainingRun.js.map