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
exports.AdamW = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const check_1 = require("../numeric/check");
const Optimizer_1 = require("./Optimizer");
/**
 * Adam with decoupled weight decay: a step of lr · m̂/(√v̂ + ε).
 *
 * Source: Loshchilov & Hutter, Decoupled weight decay regularization (2019), algorithm 2; torch.optim.AdamW, apart from beta2's default.
 */
class AdamW extends Optimizer_1.Optimizer {
    epsilon;
    constructor(parameters, options = {}) {
        super(parameters, options, ['beta1', 'beta2', 'weightDecay', 'epsilon']);
        this.epsilon = options.epsilon ?? 1e-8;
        (0, check_1.checkNumber)('epsilon', this.epsilon, (e) => e > 0, 'positive');
    }
    update(m, v, t, learningRate) {
        const root = tf.div(tf.sqrt(v), Math.sqrt(1 - this.beta2 ** t));
        return tf.mul(tf.div(m, tf.add(root, this.epsilon)), learningRate / (1 - this.beta1 ** t));
    }
}
exports.AdamW = AdamW;
//# sourceMappingURL=AdamW.js.map