"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.Trainer = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const AdamATan2_1 = require("../nn/AdamATan2");
const AdamW_1 = require("../nn/AdamW");
const EMA_1 = require("../nn/EMA");
const SignSGD_1 = require("../nn/SignSGD");
const warmUp_1 = require("../nn/warmUp");
const check_1 = require("../numeric/check");
const act_1 = require("./act");
const StateDict_1 = require("./StateDict");
const supervisedGradients_1 = require("./supervisedGradients");
const known = [
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
    'seed',
];
/** The options that are given, for constructors that refuse keys they do not know. */
function pick(options, keys) {
    return Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
}
/** The seed of a step's draws: a resumed run needs to know nothing but the step's number. */
const seedOf = (seed, step) => (Math.imul(step, 0x9e3779b1) ^ seed) >>> 0;
/** Numbers of any typed array as a state dict's entry; integers are exact up to 2²⁴. */
const entry = (values) => ({ shape: [values.length], data: Float32Array.from(values) });
/**
 * Trains a model, one supervision step and one update at a time; what has not halted goes on with the next.
 *
 * @example
 * const trainer = new Trainer(model, { batchSize: 64, learningRate: 1e-3 });
 * for (const batch of batches) console.log(trainer.step(batch).loss.total);
 *
 * Source: TRM's published code, pretrain.py; the paper's pseudocode (figure 3) does the same for a batch whose rows halt together.
 */
class Trainer {
    model;
    options;
    optimizer;
    puzzleOptimizer;
    ema;
    carry;
    steps = 0;
    /** @throws RangeError or TypeError for an option out of range or an unknown one */
    constructor(model, options) {
        this.model = model;
        (0, check_1.checkOptions)(options, known);
        const { batchSize, optimizer = 'adamATan2', learningRate = 1e-4, weightDecay = 1, emaRate = 0.999, seed = 0, } = options;
        (0, check_1.checkInteger)('batchSize', batchSize, 1);
        (0, check_1.checkChoice)('optimizer', optimizer, ['adamATan2', 'adamW']);
        for (const name of ['learningRate', 'puzzleEmbLearningRate'])
            (0, check_1.checkNumber)(name, options[name] ?? learningRate, (lr) => lr >= 0, 'at least 0');
        (0, check_1.checkInteger)('seed', seed, 0);
        (0, warmUp_1.warmUp)(1, learningRate, pick(options, ['warmUpSteps', 'minRatio', 'totalSteps']));
        this.options = { ...options, learningRate, seed };
        const betas = pick(options, ['beta1', 'beta2']);
        const Chosen = optimizer === 'adamW' ? AdamW_1.AdamW : AdamATan2_1.AdamATan2;
        this.optimizer = new Chosen(model.parameters, { ...betas, weightDecay });
        if (model.puzzleEmbedding)
            this.puzzleOptimizer = new SignSGD_1.SignSGD(model.puzzleEmbedding, {
                weightDecay: options.puzzleEmbWeightDecay ?? weightDecay,
            });
        if (emaRate !== false)
            this.ema = new EMA_1.EMA(model.parameters, emaRate);
        this.carry = (0, act_1.initialActCarry)(model, batchSize);
    }
    /** The rates of a step: they rise and fall together. */
    learningRates(step) {
        const schedule = pick(this.options, ['warmUpSteps', 'minRatio', 'totalSteps']);
        const { learningRate, puzzleEmbLearningRate = learningRate } = this.options;
        return { network: (0, warmUp_1.warmUp)(step, learningRate, schedule), puzzles: (0, warmUp_1.warmUp)(step, puzzleEmbLearningRate, schedule) };
    }
    /**
     * Refills the rows that have halted, takes one supervision step with all, and updates the model and its average.
     *
     * @param batch - `batchSize` puzzles; those that stand where a row has not halted are not looked at
     */
    step(batch) {
        const step = this.steps + 1;
        const rates = this.learningRates(step);
        const refilled = (0, act_1.refill)(this.model, this.carry, batch);
        const result = (0, supervisedGradients_1.supervisedGradients)(this.model, refilled, seedOf(this.options.seed, step));
        this.optimizer.apply(result.gradients, rates.network);
        if (result.puzzleGradients)
            this.puzzleOptimizer?.apply(refilled.data.puzzleIdentifiers, result.puzzleGradients, rates.puzzles);
        this.ema?.update();
        tf.dispose([refilled.latents, this.carry.latents, result.gradients, result.puzzleGradients ?? []]);
        this.carry = result.carry;
        this.steps = step;
        return { step, learningRate: rates.network, loss: result.loss, halted: result.halted };
    }
    /** Runs `f` while the model has its averaged parameters, as evaluation should. */
    averaged(f) {
        return this.ema ? this.ema.during(() => f(this.model)) : f(this.model);
    }
    /** Everything that a run needs to go on bit for bit: the model, its average, the optimiser, the carry and the step. */
    state() {
        const { latents, steps, halted, data } = this.carry;
        const { step, mean, square } = this.optimizer.state();
        return {
            ...this.model.stateDict(),
            ...(this.ema && { 'trainer.ema': entry(this.ema.state()) }),
            'trainer.step': entry([this.steps]),
            'trainer.optimizer.step': entry([step]),
            'trainer.optimizer.mean': entry(mean),
            'trainer.optimizer.square': entry(square),
            ...(0, StateDict_1.toStateDict)(latents, 'trainer.carry.'),
            'trainer.carry.steps': entry(steps),
            'trainer.carry.halted': entry(halted),
            'trainer.carry.inputs': entry(data.inputs),
            'trainer.carry.labels': entry(data.labels),
            'trainer.carry.puzzleIdentifiers': entry(data.puzzleIdentifiers),
        };
    }
    /**
     * Goes on from a {@link state}.
     *
     * @throws RangeError if it is that of another model, batch size or choice of options
     */
    load(state) {
        const own = this.state();
        for (const [name, { data }] of Object.entries(own)) {
            if (!(name in state))
                throw new RangeError(`The state has no '${name}'; it is not that of such a trainer.`);
            if (state[name].data.length !== data.length)
                throw new RangeError(`'${name}' has ${state[name].data.length} numbers; this trainer's has ${data.length}.`);
        }
        const isModel = ([name]) => !name.startsWith('trainer.');
        this.model.load(Object.fromEntries(Object.entries(state).filter(isModel)));
        const values = (name) => state[`trainer.${name}`].data;
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
    dispose() {
        this.optimizer.dispose();
        this.ema?.dispose();
        tf.dispose(this.carry.latents);
    }
}
exports.Trainer = Trainer;
//# sourceMappingURL=Trainer.js.map