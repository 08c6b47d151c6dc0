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
exports.rotaryTable = rotaryTable;
exports.rotate = rotate;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const check_1 = require("../numeric/check");
/**
 * The angles by which rotary embedding turns a head's coordinates: position · theta^(−2i/headDim).
 *
 * @param length - positions, an integer of at least 1
 * @param headDim - coordinates of one head, even
 * @throws RangeError for an odd headDim
 * Source: Su et al., RoFormer (2021), equation 15; the order of the coordinates (halves, not pairs) is TRM's.
 */
function rotaryTable(length, headDim, theta = 10000) {
    (0, check_1.checkInteger)('length', length, 1);
    (0, check_1.checkInteger)('headDim', headDim, 2);
    if (headDim % 2 !== 0)
        throw new RangeError(`headDim is ${(0, check_1.shown)(headDim)}; rotary embedding turns pairs of coordinates: take an even one.`);
    const angle = (position, i) => position * theta ** (-(2 * (i % (headDim / 2))) / headDim);
    const table = (f) => {
        const values = new Float32Array(length * headDim);
        for (let n = 0; n < length; n++)
            for (let i = 0; i < headDim; i++)
                values[n * headDim + i] = f(angle(n, i));
        return tf.tensor2d(values, [length, headDim]);
    };
    return { cos: table(Math.cos), sin: table(Math.sin) };
}
/**
 * Turns each pair (x_i, x_{i + headDim/2}) by its position's angle.
 *
 * @param x - [..., length, headDim]
 */
function rotate(x, { cos, sin }) {
    const [left, right] = tf.split(x, 2, -1);
    return tf.add(tf.mul(x, cos), tf.mul(tf.concat([tf.neg(right), left], -1), sin));
}
//# sourceMappingURL=rope.js.map