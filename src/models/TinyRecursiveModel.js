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
exports.TinyRecursiveModel = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const linear_1 = require("../nn/linear");
const parameters_1 = require("../nn/parameters");
const postNorm_1 = require("../nn/postNorm");
const truncatedNormal_1 = require("../nn/truncatedNormal");
const check_1 = require("../numeric/check");
const random_1 = require("../numeric/random");
const config_1 = require("./config");
const ReasoningModule_1 = require("./ReasoningModule");
const recursions_1 = require("./recursions");
const StateDict_1 = require("./StateDict");
const variable = (values, shape, trainable = true) => tf.tidy(() => tf.variable(tf.tensor(values, shape), trainable));
const prefix = 'model.inner.';
/**
 * The Tiny Recursive Model: one small network that refines a latent state z and an answer y (`zL` and `zH` in the published code) again
 * and again.
 *
 * Source: Jolicoeur-Martineau, Less is more: recursive reasoning with tiny networks (2025), arXiv 2510.04871; where paper and published
 * code differ, the code.
 */
class TinyRecursiveModel {
    config;
    /** What an optimiser changes. */
    parameters;
    /** A row per puzzle identifier, zeros at first; not among the parameters, since it has an optimiser of its own. */
    puzzleEmbedding;
    recursion;
    networks;
    net;
    /** What each state is at first at every position; fixed random numbers, not learnt. */
    initial;
    embedTokens;
    embedPositions;
    lmHead;
    qHead;
    /**
     * @param seed - of the initial weights, an integer in [0, 2³²); default 0
     * @throws RangeError or TypeError for a configuration out of range or an unknown key
     */
    constructor(config, seed = 0, parts = {}) {
        this.config = (0, config_1.fullConfig)(config);
        const random = (0, random_1.random)(seed);
        const { vocabSize, hiddenSize: dim, puzzleEmbNdim, numPuzzleIdentifiers, posEncodings } = this.config;
        this.embedTokens = (0, ReasoningModule_1.linearWeight)(vocabSize, dim, random);
        if (posEncodings === 'learned')
            this.embedPositions = (0, ReasoningModule_1.linearWeight)(this.length, dim, random);
        if (puzzleEmbNdim > 0) {
            const shape = [numPuzzleIdentifiers, puzzleEmbNdim];
            this.puzzleEmbedding = variable(new Float32Array(shape[0] * shape[1]), shape, false);
        }
        this.recursion = parts.recursion ?? recursions_1.recursions[this.config.recursion];
        this.networks = parts.networks ?? this.newNetworks(random, parts.halves);
        this.net = Object.fromEntries(Object.entries(this.networks).map(([name, network]) => [name, network.apply.bind(network)]));
        this.lmHead = (0, ReasoningModule_1.linearWeight)(vocabSize, dim, random);
        // Nothing is halted before the model has learnt what is right.
        this.qHead = {
            weight: variable(new Float32Array(2 * dim), [2, dim]),
            bias: variable(new Float32Array(2).fill(-5), [2]),
        };
        this.initial = Object.fromEntries(this.recursion.latents.map((name) => [name, variable((0, truncatedNormal_1.truncatedNormal)(dim, 1, random), [dim], false)]));
        this.parameters = this.namedParameters();
    }
    /** Positions of a state: the puzzle's embedding, then the cells. */
    get length() {
        return this.config.puzzleEmbLen + this.config.seqLen;
    }
    newNetworks(random, halves = postNorm_1.postNorm) {
        const { length, config } = this;
        const rotary = config.posEncodings === 'rope';
        const layers = { L_level: config.lLayers, H_level: config.hLayers };
        return Object.fromEntries(this.recursion.networks.map((name) => [
            name,
            new ReasoningModule_1.ReasoningModule({ ...config, layers: layers[name], length, rotary }, random, halves),
        ]));
    }
    namedParameters() {
        const inner = Object.entries(this.networks).map(([name, { parameters }]) => Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`${name}.${key}`, value])));
        return (0, parameters_1.join)({ 'embed_tokens.embedding_weight': this.embedTokens }, this.embedPositions ? { 'embed_pos.embedding_weight': this.embedPositions } : {}, { 'lm_head.weight': this.lmHead, 'q_head.weight': this.qHead.weight, 'q_head.bias': this.qHead.bias }, ...inner);
    }
    /** Everything a checkpoint holds: parameters, initial states, puzzle embeddings. */
    get saved() {
        const initial = Object.entries(this.initial).map(([name, value]) => [`${name.slice(1)}_init`, value]);
        return (0, parameters_1.join)(this.parameters, Object.fromEntries(initial), this.puzzleEmbedding ? { 'puzzle_emb.weights': this.puzzleEmbedding } : {});
    }
    /**
     * A model with the weights of a checkpoint, ours or a published one.
     *
     * @throws RangeError if a tensor is missing, superfluous or of another shape than the configuration says
     */
    static fromStateDict(config, stateDict) {
        const model = new TinyRecursiveModel(config);
        try {
            model.load(stateDict);
        }
        catch (error) {
            model.dispose();
            throw error;
        }
        return model;
    }
    /** Takes the weights of a checkpoint; see {@link TinyRecursiveModel.fromStateDict}. */
    load(stateDict) {
        (0, StateDict_1.fromStateDict)(this.saved, stateDict);
    }
    /** Parameters, initial states and puzzle embeddings by their published names. */
    stateDict() {
        return (0, StateDict_1.toStateDict)(this.saved, prefix);
    }
    /** Every state of every puzzle at its beginning. Dispose of it with tf.dispose. */
    initialCarry(batchSize) {
        (0, check_1.checkInteger)('batchSize', batchSize, 1);
        return this.mapInitial((initial) => tf.tile(initial, [batchSize, this.length, 1]));
    }
    /** The states, those of the puzzles that `reset` (bool, [batch]) marks at their beginning again. */
    resetCarry(carry, reset) {
        return this.mapInitial((initial, name) => tf.where(tf.reshape(reset, [-1, 1, 1]), initial, carry[name]));
    }
    mapInitial(f) {
        return tf.tidy(() => Object.fromEntries(Object.entries(this.initial).map(([name, value]) => [name, f(tf.reshape(value, [1, 1, -1]), name)])));
    }
    /** The rows of the table for these puzzles, [batch, puzzleEmbNdim]; by default all have identifier 0. */
    puzzleRows(puzzleIdentifiers) {
        return (this.puzzleEmbedding &&
            tf.tidy(() => tf.gather(this.puzzleEmbedding, tf.tensor1d(Array.from(puzzleIdentifiers), 'int32'))));
    }
    /**
     * x: the puzzle's embedding, then the cells', scaled to unit variance.
     *
     * @param inputs - int32, [batch, seqLen]
     * @param puzzleRows - [batch, puzzleEmbNdim], as {@link puzzleRows} gives them
     * @returns [batch, length, hiddenSize]
     */
    inputEmbedding(inputs, puzzleRows) {
        const { hiddenSize: dim, puzzleEmbLen, puzzleEmbNdim } = this.config;
        return tf.tidy(() => {
            let x = tf.gather(this.embedTokens, inputs);
            if (puzzleRows) {
                const padded = tf.pad(puzzleRows, [
                    [0, 0],
                    [0, puzzleEmbLen * dim - puzzleEmbNdim],
                ]);
                x = tf.concat([tf.reshape(padded, [-1, puzzleEmbLen, dim]), x], 1);
            }
            if (this.embedPositions)
                x = tf.mul(tf.add(x, this.embedPositions), Math.SQRT1_2);
            return tf.mul(x, Math.sqrt(dim));
        });
    }
    get cycles() {
        return { n: this.config.lCycles, T: this.config.hCycles };
    }
    /** The recursions of a supervision step that have no gradient: all but the last. */
    recurseWithoutGradient(x, carry) {
        return tf.tidy(() => this.recursion.withoutGradient(this.net, x, carry, this.cycles));
    }
    /** One recursion: z is refined n times, then y once. */
    latentRecursion(x, carry) {
        return this.recursion.latentRecursion(this.net, x, carry, this.cycles);
    }
    /** What the heads say: of each cell, and, from the first position, of whether to halt. */
    outputs(carry) {
        const answer = carry[this.recursion.latents[0]];
        const { puzzleEmbLen, seqLen, hiddenSize } = this.config;
        return tf.tidy(() => {
            const cells = tf.slice(answer, [0, puzzleEmbLen, 0], [-1, seqLen, hiddenSize]);
            const first = tf.reshape(tf.slice(answer, [0, 0, 0], [-1, 1, hiddenSize]), [-1, hiddenSize]);
            const q = tf.add((0, linear_1.linear)(first, this.qHead.weight), this.qHead.bias);
            const [qHalt, qContinue] = tf.unstack(q, 1);
            return { logits: (0, linear_1.linear)(cells, this.lmHead), qHalt, qContinue };
        });
    }
    /**
     * One supervision step: T recursions on from the carry, and what the heads say then. The carry given stays as it is.
     *
     * @param inputs - int32, [batch, seqLen]
     * @param carry - as {@link initialCarry} or the step before returned it
     * @param puzzleIdentifiers - which row of the puzzle embeddings each has; default 0
     */
    supervisionStep(inputs, carry, puzzleIdentifiers) {
        return tf.tidy(() => {
            const identifiers = puzzleIdentifiers ?? new Int32Array(inputs.shape[0]);
            const x = this.inputEmbedding(inputs, this.puzzleRows(identifiers));
            const next = this.latentRecursion(x, this.recurseWithoutGradient(x, carry));
            return { carry: next, ...this.outputs(next) };
        });
    }
    dispose() {
        for (const network of Object.values(this.networks))
            network.dispose();
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
exports.TinyRecursiveModel = TinyRecursiveModel;
//# sourceMappingURL=TinyRecursiveModel.js.map