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
exports.predict = predict;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const check_1 = require("../numeric/check");
/**
 * A model's answers after each supervision step. Nothing halts early, so that all puzzles get the same number of steps, as in the published
 * evaluation, which scores the last.
 *
 * @param inputs - batch × seqLen
 * @param puzzleIdentifiers - rows of the puzzle embeddings; zeros if absent
 * @param steps - supervision steps; default haltMaxSteps
 */
function predict(model, { inputs, puzzleIdentifiers }, steps = model.config.haltMaxSteps) {
    (0, check_1.checkInteger)('steps', steps, 1);
    const { seqLen } = model.config;
    if (inputs.length === 0 || inputs.length % seqLen !== 0)
        throw new RangeError(`inputs has ${inputs.length} numbers; it must be puzzles of ${seqLen} cells.`);
    const batch = inputs.length / seqLen;
    const cells = tf.tensor2d(inputs, [batch, seqLen], 'int32');
    let carry = model.initialCarry(batch);
    const predictions = Array.from({ length: steps }, () => {
        const { carry: next, logits, qHalt, qContinue } = model.supervisionStep(cells, carry, puzzleIdentifiers);
        const answer = tf.argMax(logits, -1);
        const prediction = { cells: answer.dataSync(), qHalt: qHalt.dataSync() };
        tf.dispose([carry, logits, qHalt, qContinue, answer]);
        carry = next;
        return prediction;
    });
    tf.dispose([carry, cells]);
    return predictions;
}
//# sourceMappingURL=predict.js.map