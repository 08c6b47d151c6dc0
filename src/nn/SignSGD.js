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
exports.SignSGD = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const check_1 = require("../numeric/check");
/**
 * Sign descent for a table of embeddings: only the rows that a batch used change, by ±lr, whatever the size of their gradient.
 *
 * Source: TRM's published code, models/sparse_embedding.py.
 */
class SignSGD {
    table;
    weightDecay;
    /** @param table - [rows, dim] */
    constructor(table, options = {}) {
        this.table = table;
        (0, check_1.checkOptions)(options, ['weightDecay']);
        this.weightDecay = options.weightDecay ?? 0;
        (0, check_1.checkNumber)('weightDecay', this.weightDecay, (w) => w >= 0, 'at least 0');
    }
    /**
     * row ← row·(1 − lr·weightDecay) − lr·sign(Σ of the row's gradients in the batch).
     *
     * @param rows - the table's row that each of the batch's samples used; [batch]
     * @param gradients - [batch, dim]
     */
    apply(rows, gradients, learningRate) {
        const used = [...new Set(Array.from(rows))];
        tf.tidy(() => {
            const membership = tf.tensor2d(used.map((row) => Array.from(rows, (other) => (other === row ? 1 : 0))));
            const sums = tf.matMul(membership, gradients);
            const old = tf.gather(this.table, tf.tensor1d(used, 'int32'));
            const fresh = tf.sub(tf.mul(old, 1 - learningRate * this.weightDecay), tf.mul(tf.sign(sums), learningRate));
            const places = tf.tensor2d(used, [used.length, 1], 'int32');
            this.table.assign(tf.tensorScatterUpdate(this.table, places, fresh));
        });
    }
}
exports.SignSGD = SignSGD;
//# sourceMappingURL=SignSGD.js.map