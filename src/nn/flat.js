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
exports.flatten = void 0;
exports.assignFlat = assignFlat;
const tf = __importStar(require("@tensorflow/tfjs-node"));
// An optimiser treats every number alike. On all of them in one vector it takes a dozen operations, and not a dozen for each of the
// network's many small matrices, where starting an operation costs more than its work.
/** All the tensors' numbers in one vector, in the order of the parameters. */
const flatten = (parameters, tensors = parameters) => tf.tidy(() => tf.concat1d(Object.keys(parameters).map((name) => tf.reshape(tensors[name], [-1]))));
exports.flatten = flatten;
/** Gives the parameters their values back from such a vector. */
function assignFlat(parameters, vector) {
    tf.tidy(() => {
        const variables = Object.values(parameters);
        const parts = tf.split(vector, variables.map(({ size }) => size));
        for (const [i, variable] of variables.entries())
            variable.assign(tf.reshape(parts[i], variable.shape));
    });
}
//# sourceMappingURL=flat.js.map