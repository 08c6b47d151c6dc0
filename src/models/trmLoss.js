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
exports.ignoredLabel = void 0;
exports.correctness = correctness;
exports.trmLoss = trmLoss;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const binaryCrossEntropy_1 = require("../nn/binaryCrossEntropy");
const stablemax_1 = require("../nn/stablemax");
/** Labels of this value are not asked for: the published padding. */
exports.ignoredLabel = 0;
const isLabelled = (labels) => tf.cast(tf.greater(labels, exports.ignoredLabel), 'float32');
/**
 * Compares the most likely classes with the labels.
 *
 * @param logits - [batch, length, classes]
 * @param labels - int32, [batch, length]; 0 and negative ones are not asked for
 */
function correctness(logits, labels) {
    return tf.tidy(() => {
        const labelled = isLabelled(labels);
        const right = tf.mul(tf.cast(tf.equal(tf.argMax(logits, -1), labels), 'float32'), labelled);
        const [cells, rightCells] = [tf.sum(labelled, 1), tf.sum(right, 1)];
        return {
            cells,
            accuracy: tf.div(rightCells, tf.maximum(cells, 1)),
            exact: tf.cast(tf.equal(cells, rightCells), 'float32'),
        };
    });
}
/**
 * The loss of one supervision step: means over the batch.
 *
 * @param labels - int32, [batch, length]; 0 and negative ones are not asked for
 * @param targetContinue - in [0, 1], [batch]; HRM's target for qContinue
 * Source: TRM's published code, models/losses.py (the paper's pseudocode has softmax and weighs halting with 1).
 */
function trmLoss({ logits, qHalt, qContinue }, labels, targetContinue) {
    return tf.tidy(() => {
        const cells = tf.maximum(tf.sum(isLabelled(labels), 1), 1);
        const { exact } = correctness(logits, labels);
        const lm = tf.mean(tf.div(tf.sum((0, stablemax_1.stablemaxCrossEntropy)(logits, labels, exports.ignoredLabel), 1), cells));
        const halt = tf.mean((0, binaryCrossEntropy_1.binaryCrossEntropy)(qHalt, exact));
        const goOn = qContinue && targetContinue ? tf.mean((0, binaryCrossEntropy_1.binaryCrossEntropy)(qContinue, targetContinue)) : tf.scalar(0);
        const total = tf.add(lm, tf.mul(0.5, tf.add(halt, goOn)));
        return { total, lm, qHalt: halt, qContinue: goOn };
    });
}
//# sourceMappingURL=trmLoss.js.map