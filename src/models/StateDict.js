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
exports.toStateDict = toStateDict;
exports.fromStateDict = fromStateDict;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const check_1 = require("../numeric/check");
/** What is published as one matrix and kept here as several, in the order of its rows. */
const fused = {
    'qkv_proj.weight': ['q_proj.weight', 'k_proj.weight', 'v_proj.weight'],
    'gate_up_proj.weight': ['gate_proj.weight', 'up_proj.weight'],
};
/** The published name of a tensor and which part of it this is. */
function publishedPlace(name) {
    for (const [whole, names] of Object.entries(fused)) {
        const part = names.findIndex((end) => name.endsWith(end));
        if (part >= 0)
            return { published: name.slice(0, -names[part].length) + whole, part, parts: names.length };
    }
    return { published: name, part: 0, parts: 1 };
}
const size = (shape) => shape.reduce((product, n) => product * n, 1);
/** The tensors as a state dict, with `prefix` before every name. */
function toStateDict(tensors, prefix = '') {
    const dict = {};
    for (const [name, tensor] of Object.entries(tensors)) {
        const { published, part, parts } = publishedPlace(name);
        const { shape } = tensor;
        if (part === 0)
            dict[prefix + published] = {
                shape: [shape[0] * parts, ...shape.slice(1)],
                data: new Float32Array(tensor.size * parts),
            };
        dict[prefix + published].data.set(tensor.dataSync(), part * tensor.size);
    }
    return dict;
}
/** What torch.compile and the published wrappers put before the names of the inner model. */
const wrappers = /^(_orig_mod\.)?(model\.)?(inner\.)?/;
/**
 * Gives variables their values from a state dict, whichever of the published prefixes its names have.
 *
 * @throws RangeError if a tensor is missing, has another shape or is not among the variables; nothing is changed then
 */
function fromStateDict(variables, dict) {
    const given = new Map(Object.entries(dict).map(([name, value]) => [name.replace(wrappers, ''), value]));
    const used = new Set();
    const values = Object.entries(variables).map(([name, variable]) => {
        const { published, part, parts } = publishedPlace(name);
        const { shape: own, size: count } = variable;
        const value = given.get(published);
        if (!value)
            throw new RangeError(`The state dict has no '${published}'; it has ${[...given.keys()].join(', ')}.`);
        const shape = [own[0] * parts, ...own.slice(1)];
        if ((0, check_1.shown)(value.shape) !== (0, check_1.shown)(shape) || value.data.length !== size(shape))
            throw new RangeError(`'${published}' is ${value.data.length} numbers of shape ${(0, check_1.shown)(value.shape)}; this configuration needs ${(0, check_1.shown)(shape)}.`);
        used.add(published);
        return value.data.subarray(part * count, (part + 1) * count);
    });
    const unknown = [...given.keys()].filter((name) => !used.has(name));
    if (unknown.length > 0)
        throw new RangeError(`The state dict also has ${unknown.join(', ')}, for which this configuration has no place.`);
    tf.tidy(() => {
        for (const [i, variable] of Object.values(variables).entries())
            variable.assign(tf.tensor(values[i], variable.shape));
    });
}
//# sourceMappingURL=StateDict.js.map