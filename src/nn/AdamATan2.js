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
exports.AdamATan2 = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const Optimizer_1 = require("./Optimizer");
/**
 * Adam with atan2(m̂, √v̂) in place of m̂/(√v̂ + ε): no ε to choose, and no step larger than π/2 · lr/(1 − beta1ᵗ).
 *
 * This is the formula that TRM was trained with (imoneoi's adam-atan2): the correction of m stands outside of the arc tangent and there is
 * no factor 1.27 before it. Other packages of that name differ in both.
 *
 * Source: Everett et al., Scaling exponents across parameterizations and optimizers (2024), section 4.3.
 */
class AdamATan2 extends Optimizer_1.Optimizer {
    update(m, v, t, learningRate) {
        const root = tf.div(tf.sqrt(v), Math.sqrt(1 - this.beta2 ** t));
        return tf.mul(tf.atan2(m, root), learningRate / (1 - this.beta1 ** t));
    }
}
exports.AdamATan2 = AdamATan2;
//# sourceMappingURL=AdamATan2.js.map