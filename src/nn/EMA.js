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
exports.EMA = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const check_1 = require("../numeric/check");
const flat_1 = require("./flat");
/**
 * An exponential moving average of the parameters, which evaluation uses in their place: a ← rate·a + (1 − rate)·p after every step, from
 * the initial parameters on, without correction of the start.
 *
 * Source: TRM, section 4.6 and models/ema.py.
 */
class EMA {
    parameters;
    rate;
    average;
    /** @param rate - in [0, 1); 0.999 as published */
    constructor(parameters, rate = 0.999) {
        this.parameters = parameters;
        this.rate = rate;
        (0, check_1.checkNumber)('rate', rate, (r) => r >= 0 && r < 1, 'in [0, 1)');
        this.average = tf.tidy(() => tf.variable((0, flat_1.flatten)(parameters), false));
    }
    update() {
        tf.tidy(() => {
            const now = tf.mul((0, flat_1.flatten)(this.parameters), 1 - this.rate);
            this.average.assign(tf.add(tf.mul(this.average, this.rate), now));
        });
    }
    /** Runs `f` while the parameters have their averages' values, and gives them their own back. */
    during(f) {
        const own = (0, flat_1.flatten)(this.parameters);
        (0, flat_1.assignFlat)(this.parameters, this.average);
        try {
            return f();
        }
        finally {
            (0, flat_1.assignFlat)(this.parameters, own);
            own.dispose();
        }
    }
    /** The averages in the parameters' order, for a checkpoint. */
    state() {
        return this.average.dataSync();
    }
    /** @throws RangeError if the averages are those of other parameters */
    load(average) {
        if (average.length !== this.average.size)
            throw new RangeError(`average has ${average.length} numbers; these parameters have ${this.average.size}.`);
        tf.tidy(() => this.average.assign(tf.tensor1d(average)));
    }
    dispose() {
        this.average.dispose();
    }
}
exports.EMA = EMA;
//# sourceMappingURL=EMA.js.map