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
exports.stablemaxTerm = stablemaxTerm;
exports.stablemaxCrossEntropy = stablemaxCrossEntropy;
const tf = __importStar(require("@tensorflow/tfjs-node"));
/**
 * s(x) = x + 1 for x ≥ 0 and 1/(1 − x) below: what stablemax has in place of softmax's exponential.
 *
 * The published code computes it in float64 and as one `where` over both branches, of which the unused one divides by 0 at x = 1; here
 * each branch sees only the arguments that are its own, so that value and gradient are finite in float32.
 *
 * Source: Prieto et al., Grokking at the edge of numerical stability (2025), equation 5.
 */
function stablemaxTerm(x) {
    return tf.where(tf.less(x, 0), tf.div(1, tf.sub(1, tf.minimum(x, 0))), tf.add(tf.maximum(x, 0), 1));
}
/**
 * Cross-entropy −log(s(x_label) / Σ s(x)) of every cell; 0 where the label is not one of `logits`' classes, and where it is `ignoreLabel`.
 *
 * @param logits - [batch, length, classes]
 * @param labels - int32, [batch, length]
 * @returns [batch, length]
 */
function stablemaxCrossEntropy(logits, labels, ignoreLabel = 0) {
    const classes = logits.shape[2];
    const chosen = tf.mul(tf.oneHot(labels, classes), tf.expandDims(tf.notEqual(labels, ignoreLabel), -1).toFloat());
    const crossEntropy = tf.customGrad((x, save) => {
        const s = stablemaxTerm(x);
        const sum = tf.sum(s, -1, true);
        const valid = tf.sum(chosen, -1);
        const own = tf.add(tf.sum(tf.mul(s, chosen), -1), tf.sub(1, valid)); // 1 for ignored cells, whose logarithm is then 0
        save([x, chosen]);
        return {
            value: tf.mul(valid, tf.sub(tf.log(tf.squeeze(sum, [-1])), tf.log(own))),
            gradFunc: (dy, saved) => stablemaxGradient(saved[0], saved[1], dy),
        };
    });
    return crossEntropy(logits);
}
/** ∂/∂x of the cross-entropies, weighted with `dy`: s′(x)·(1/Σs − [x is the label's]/s). s′ is 1 for x ≥ 0 and s² below. */
function stablemaxGradient(logits, chosen, dy) {
    const s = stablemaxTerm(logits);
    const slope = tf.where(tf.less(logits, 0), tf.square(s), tf.onesLike(s));
    const weight = tf.mul(tf.expandDims(dy, -1), tf.sum(chosen, -1, true));
    const error = tf.sub(tf.div(1, tf.sum(s, -1, true)), tf.div(chosen, s));
    return tf.mul(tf.mul(slope, error), weight);
}
//# sourceMappingURL=stablemax.js.map