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
exports.ReasoningModule = void 0;
exports.linearWeight = linearWeight;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const postNorm_1 = require("../nn/postNorm");
const rope_1 = require("../nn/rope");
const swiglu_1 = require("../nn/swiglu");
const truncatedNormal_1 = require("../nn/truncatedNormal");
/** A weight [out, in] of standard deviation 1/√in. */
function linearWeight(out, width, random) {
    return tf.tidy(() => tf.variable(tf.tensor2d((0, truncatedNormal_1.truncatedNormal)(out * width, width ** -0.5, random), [out, width])));
}
const attentionWeights = (dim, random) => ({
    query: linearWeight(dim, dim, random),
    key: linearWeight(dim, dim, random),
    value: linearWeight(dim, dim, random),
    output: linearWeight(dim, dim, random),
});
function swigluWeights(dim, { expansion, ffMultiple }, random) {
    const width = (0, swiglu_1.swigluWidth)(dim, expansion, ffMultiple);
    const weights = {
        gate: linearWeight(width, dim, random),
        up: linearWeight(width, dim, random),
        down: linearWeight(dim, width, random),
    };
    return weights;
}
/** A block: positions are mixed, then coordinates; each half adds to the state and normalises the sum. */
class Block {
    config;
    halves;
    attention;
    mixer;
    mlp;
    constructor(config, halves, random) {
        this.config = config;
        this.halves = halves;
        if (config.mixer === 'attention')
            this.attention = attentionWeights(config.hiddenSize, random);
        else
            this.mixer = swigluWeights(config.length, config, random);
        this.mlp = swigluWeights(config.hiddenSize, config, random);
    }
    apply(h, rotary) {
        const { attentionNorm, swigluNorm } = this.halves;
        if (this.attention)
            h = attentionNorm(h, this.attention, this.config.numHeads, rotary);
        // The MLP sees, and its norm is over, the sequence: [batch, dim, length].
        if (this.mixer)
            h = tf.transpose(swigluNorm(tf.transpose(h, [0, 2, 1]), this.mixer), [0, 2, 1]);
        return swigluNorm(h, this.mlp);
    }
    /** By the published names; `q_proj`, `k_proj`, `v_proj` and `gate_proj`, `up_proj` are published as one matrix each. */
    named(prefix) {
        const { attention, mixer, mlp } = this;
        const swiglu = (name, { gate, up, down }) => ({
            [`${prefix}.${name}.gate_proj.weight`]: gate,
            [`${prefix}.${name}.up_proj.weight`]: up,
            [`${prefix}.${name}.down_proj.weight`]: down,
        });
        return {
            ...(attention && {
                [`${prefix}.self_attn.q_proj.weight`]: attention.query,
                [`${prefix}.self_attn.k_proj.weight`]: attention.key,
                [`${prefix}.self_attn.v_proj.weight`]: attention.value,
                [`${prefix}.self_attn.o_proj.weight`]: attention.output,
            }),
            ...(mixer && swiglu('mlp_t', mixer)),
            ...swiglu('mlp', mlp),
        };
    }
}
/**
 * TRM's network: a few blocks in a row, applied to the sum of a state and what is injected into it. It knows nothing of who runs it how
 * often.
 *
 * Source: TRM, section 4; published code, models/recursive_reasoning/trm.py.
 */
class ReasoningModule {
    parameters;
    blocks;
    rotary;
    /**
     * @param random - source of the initial weights
     * @param halves - how the halves of a block are computed
     */
    constructor(config, random, halves = postNorm_1.postNorm) {
        this.blocks = Array.from({ length: config.layers }, () => new Block(config, halves, random));
        this.parameters = Object.assign({}, ...this.blocks.map((block, i) => block.named(`layers.${i}`)));
        if (config.mixer === 'attention' && config.rotary)
            this.rotary = (0, rope_1.rotaryTable)(config.length, config.hiddenSize / config.numHeads);
    }
    apply(hidden, injection) {
        return tf.tidy(() => {
            let h = tf.add(hidden, injection);
            for (const block of this.blocks)
                h = block.apply(h, this.rotary);
            return h;
        });
    }
    dispose() {
        tf.dispose([this.parameters, { ...this.rotary }]);
    }
}
exports.ReasoningModule = ReasoningModule;
//# sourceMappingURL=ReasoningModule.js.map