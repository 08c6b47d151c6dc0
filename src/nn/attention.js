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
exports.attention = attention;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const linear_1 = require("./linear");
const rope_1 = require("./rope");
/**
 * Attention of every position to every other, in `numHeads` heads of dim/numHeads coordinates.
 *
 * @param x - [batch, length, dim]
 * @param rotary - for rotary positions
 * @returns [batch, length, dim]
 * Source: Vaswani et al., Attention is all you need (2017), section 3.2.
 */
function attention(x, { query, key, value, output }, numHeads, rotary) {
    const [batch, length, dim] = x.shape;
    const heads = (weight) => tf.transpose(tf.reshape((0, linear_1.linear)(x, weight), [batch, length, numHeads, dim / numHeads]), [0, 2, 1, 3]);
    const turned = (weight) => (rotary ? (0, rope_1.rotate)(heads(weight), rotary) : heads(weight));
    const scores = tf.mul(tf.matMul(turned(query), turned(key), false, true), (dim / numHeads) ** -0.5);
    const mixed = tf.matMul(tf.softmax(scores), heads(value)); // [batch, heads, length, dim / heads]
    return (0, linear_1.linear)(tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, length, dim]), output);
}
//# sourceMappingURL=attention.js.map