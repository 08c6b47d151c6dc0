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
exports.initialActCarry = initialActCarry;
exports.refill = refill;
exports.haltedRows = haltedRows;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const random_1 = require("../numeric/random");
/** All rows finished: the first step fills them. */
function initialActCarry(model, batchSize) {
    const cells = batchSize * model.config.seqLen;
    return {
        latents: model.initialCarry(batchSize),
        steps: new Int32Array(batchSize),
        halted: new Uint8Array(batchSize).fill(1),
        data: {
            inputs: new Int32Array(cells),
            labels: new Int32Array(cells),
            puzzleIdentifiers: new Int32Array(batchSize),
        },
    };
}
/** The rows that `halted` marks from `fresh`, the others from `current`. */
function refillRows(halted, fresh, current) {
    const width = current.length / halted.length;
    return current.map((value, i) => (halted[Math.floor(i / width)] ? fresh[i] : value));
}
/**
 * Gives the halted rows their new puzzles and initial states.
 *
 * @throws RangeError if the batch has another size than the carry
 */
function refill(model, carry, batch) {
    const { halted, steps, data } = carry;
    const puzzleIdentifiers = batch.puzzleIdentifiers ?? new Int32Array(halted.length);
    const fresh = { ...batch, puzzleIdentifiers };
    for (const name of ['inputs', 'labels', 'puzzleIdentifiers'])
        if (fresh[name].length !== data[name].length)
            throw new RangeError(`${name} has ${fresh[name].length} numbers; a batch of ${halted.length} puzzles of ${model.config.seqLen} cells has ${data[name].length}.`);
    return {
        latents: tf.tidy(() => model.resetCarry(carry.latents, tf.tensor1d(halted, 'bool'))),
        steps: steps.map((n, row) => (halted[row] ? 0 : n)),
        halted,
        data: {
            inputs: refillRows(halted, fresh.inputs, data.inputs),
            labels: refillRows(halted, fresh.labels, data.labels),
            puzzleIdentifiers: refillRows(halted, fresh.puzzleIdentifiers, data.puzzleIdentifiers),
        },
    };
}
/**
 * Which rows are finished after a step: those that had all their steps and, in training, those that hold their answer to be right. Now and
 * then a row is told to think longer: with probability haltExplorationProb, drawn anew at every step, it needs at least 2 to haltMaxSteps
 * steps before it may halt.
 *
 * @param steps - of each row, this one included
 * @param qHalt - the head's value for each row; TRM compares it with 0
 * @param qContinue - the other head's; HRM compares the two
 * @param seed - of the draws, two a row
 * Source: TRM's published code, models/recursive_reasoning/trm.py.
 */
function haltedRows({ haltMaxSteps, haltExplorationProb, actContinue }, steps, qHalt, qContinue, seed) {
    const { uniform } = (0, random_1.random)(seed);
    return Uint8Array.from(steps, (n, row) => {
        const explores = uniform() < haltExplorationProb;
        const least = 2 + Math.floor(uniform() * (haltMaxSteps - 1));
        const wants = qHalt[row] > (actContinue ? qContinue[row] : 0);
        return n >= haltMaxSteps || (wants && (!explores || n >= least)) ? 1 : 0;
    });
}
//# sourceMappingURL=act.js.map