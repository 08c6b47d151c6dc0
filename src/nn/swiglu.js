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
exports.swigluWidth = void 0;
exports.swiglu = swiglu;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const linear_1 = require("./linear");
/** The inner width of a SwiGLU: 2/3 of `expansion · dim`, rounded up to a multiple of `multiple` (256 as published). */
const swigluWidth = (dim, expansion, multiple) => Math.ceil(Math.round((expansion * dim * 2) / 3) / multiple) * multiple;
exports.swigluWidth = swigluWidth;
/**
 * W_down(silu(W_gate x) ⊙ W_up x) over the last axis.
 *
 * @param x - [..., dim]
 * @returns [..., dim]
 * Source: Shazeer, GLU variants improve Transformer (2020), equation 6.
 */
function swiglu(x, { gate, up, down }) {
    const gated = (0, linear_1.linear)(x, gate);
    return (0, linear_1.linear)(tf.mul(tf.mul(gated, tf.sigmoid(gated)), (0, linear_1.linear)(x, up)), down);
}
//# sourceMappingURL=swiglu.js.map