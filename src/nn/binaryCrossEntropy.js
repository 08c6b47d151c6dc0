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
exports.binaryCrossEntropy = binaryCrossEntropy;
const tf = __importStar(require("@tensorflow/tfjs-node"));
/**
 * Binary cross-entropy of logits: log(1 + eˣ) − target·x, stable for large |x|. No gradient flows into the targets.
 *
 * @param logits - any shape
 * @param targets - in [0, 1], the same shape
 * @returns the same shape
 */
function binaryCrossEntropy(logits, targets) {
    const crossEntropy = tf.customGrad((x, save) => {
        save([x, targets]);
        const large = tf.sub(tf.relu(x), tf.mul(x, targets));
        return {
            value: tf.add(large, tf.log1p(tf.exp(tf.neg(tf.abs(x))))),
            gradFunc: (dy, saved) => tf.mul(dy, tf.sub(tf.sigmoid(saved[0]), saved[1])),
        };
    });
    return crossEntropy(logits);
}
//# sourceMappingURL=binaryCrossEntropy.js.map