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
exports.postNorm = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const attention_1 = require("./attention");
const rmsNorm_1 = require("./rmsNorm");
const swiglu_1 = require("./swiglu");
/** As the formulas say: each half adds to the state, and normalises the sum afterwards. */
exports.postNorm = {
    attentionNorm: (h, weights, numHeads, rotary) => (0, rmsNorm_1.rmsNorm)(tf.add(h, (0, attention_1.attention)(h, weights, numHeads, rotary))),
    swigluNorm: (h, weights) => (0, rmsNorm_1.rmsNorm)(tf.add(h, (0, swiglu_1.swiglu)(h, weights))),
};
//# sourceMappingURL=postNorm.js.map