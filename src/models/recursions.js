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
exports.recursionNames = exports.recursions = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
/** T − 1 times the latent recursion. */
const repeated = function (net, x, z, cycles) {
    for (let i = 1; i < cycles.T; i++)
        z = tf.tidy(() => this.latentRecursion(net, x, z, cycles));
    return z;
};
/** TRM, section 4 and figure 3: the latent z_L is refined n times, with the puzzle; then the answer z_H once, without it. */
const trm = {
    networks: ['L_level'],
    latents: ['zH', 'zL'],
    latentRecursion({ L_level: net }, x, { zH, zL }, { n }) {
        for (let i = 0; i < n; i++)
            zL = net(zL, tf.add(zH, x));
        zH = net(zH, zL);
        return { zH, zL };
    },
    withoutGradient: repeated,
};
/** TRM, table 2, "single z": one state is both. */
const singleZ = {
    networks: ['L_level'],
    latents: ['zL'],
    latentRecursion({ L_level: net }, x, { zL }, { n }) {
        for (let i = 0; i < n; i++)
            zL = net(zL, x);
        return { zL: net(zL, tf.zerosLike(zL)) };
    },
    withoutGradient: repeated,
};
/** TRM, table 2, "multi-scale z": six latents, of which each update reads the sum and writes one. */
const hier6 = {
    networks: ['L_level'],
    latents: ['zH', 'zL1', 'zL2', 'zL3', 'zL4', 'zL5', 'zL6'],
    latentRecursion({ L_level: net }, x, { zH, ...latents }, { n }) {
        const names = Object.keys(latents);
        const sum = () => tf.addN(Object.values(latents));
        for (let i = 0; i < n; i++)
            latents[names[i]] = net(sum(), tf.add(zH, x));
        zH = net(zH, sum());
        return { zH, ...latents };
    },
    withoutGradient: repeated,
};
/** The Hierarchical Reasoning Model (2025), of which TRM is the simplification: two networks, a gradient through the last call of each. */
const hrm = {
    networks: ['L_level', 'H_level'],
    latents: ['zH', 'zL'],
    latentRecursion({ L_level, H_level }, x, { zH, zL }) {
        zL = L_level(zL, tf.add(zH, x));
        zH = H_level(zH, zL);
        return { zH, zL };
    },
    withoutGradient({ L_level, H_level }, x, { zH, zL }, { n, T }) {
        for (let i = 1; i < n * T; i++) {
            zL = L_level(zL, tf.add(zH, x));
            if (i % n === 0)
                zH = H_level(zH, zL);
        }
        return { zH, zL };
    },
};
/** The ARC Prize's baseline for both: one deep network, called once a supervision step. */
const transformer = {
    networks: ['H_level'],
    latents: ['zH'],
    latentRecursion: ({ H_level }, x, { zH }) => ({ zH: H_level(zH, x) }),
    withoutGradient: (_, __, z) => z,
};
exports.recursions = { trm, singleZ, hier6, hrm, transformer };
exports.recursionNames = Object.keys(exports.recursions);
//# sourceMappingURL=recursions.js.map