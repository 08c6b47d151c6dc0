"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const node_util_1 = __importDefault(require("node:util"));
// Whatever loads @tensorflow/tfjs-node, here or through danfojs-node, comes after this module: import it first.
// tfjs-node 4.22 calls two functions that Node 22 warns of and Node 23 removed.
const withdrawn = {
    isNullOrUndefined: (value) => value === null || value === undefined,
    isArray: Array.isArray,
};
for (const [name, check] of Object.entries(withdrawn)) {
    Object.defineProperty(node_util_1.default, name, { value: check, configurable: true, writable: true });
}
// The library greets on stderr with its processor features; warnings and errors stay.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
//# sourceMappingURL=tensorflow.js.map