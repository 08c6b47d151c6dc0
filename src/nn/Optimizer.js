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
exports.Optimizer = void 0;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const check_1 = require("../numeric/check");
const flat_1 = require("./flat");
/** Adam's moments and decoupled weight decay; subclasses say how far a step goes. */
class Optimizer {
    parameters;
    beta1;
    beta2;
    weightDecay;
    step = 0;
    mean;
    square;
    /**
     * @param parameters - what {@link apply} will change
     * @throws RangeError or TypeError for an option out of range or an unknown one
     */
    constructor(parameters, options = {}, known = ['beta1', 'beta2', 'weightDecay']) {
        this.parameters = parameters;
        (0, check_1.checkOptions)(options, known);
        const { beta1 = 0.9, beta2 = 0.95, weightDecay = 0 } = options;
        (0, check_1.checkNumber)('beta1', beta1, (b) => b >= 0 && b < 1, 'in [0, 1)');
        (0, check_1.checkNumber)('beta2', beta2, (b) => b >= 0 && b < 1, 'in [0, 1)');
        (0, check_1.checkNumber)('weightDecay', weightDecay, (w) => w >= 0, 'at least 0');
        [this.beta1, this.beta2, this.weightDecay] = [beta1, beta2, weightDecay];
        const size = Object.values(parameters).reduce((sum, parameter) => sum + parameter.size, 0);
        [this.mean, this.square] = [0, 1].map(() => tf.tidy(() => tf.variable(tf.zeros([size]), false)));
    }
    /** p ← p·(1 − lr·weightDecay) − update(m, v). */
    apply(gradients, learningRate) {
        this.step++;
        tf.tidy(() => {
            const g = (0, flat_1.flatten)(this.parameters, gradients);
            const m = tf.add(this.mean, tf.mul(tf.sub(g, this.mean), 1 - this.beta1));
            const v = tf.add(tf.mul(this.square, this.beta2), tf.mul(tf.square(g), 1 - this.beta2));
            this.mean.assign(m);
            this.square.assign(v);
            const decayed = tf.mul((0, flat_1.flatten)(this.parameters), 1 - learningRate * this.weightDecay);
            (0, flat_1.assignFlat)(this.parameters, tf.sub(decayed, this.update(m, v, this.step, learningRate)));
        });
    }
    state() {
        return {
            step: this.step,
            mean: this.mean.dataSync(),
            square: this.square.dataSync(),
        };
    }
    /** @throws RangeError if the state is that of other parameters */
    load({ step, mean, square }) {
        for (const [name, values] of Object.entries({ mean, square }))
            if (values.length !== this.mean.size)
                throw new RangeError(`${name} has ${values.length} numbers; these parameters have ${this.mean.size}.`);
        this.step = step;
        tf.tidy(() => {
            this.mean.assign(tf.tensor1d(mean));
            this.square.assign(tf.tensor1d(square));
        });
    }
    dispose() {
        tf.dispose([this.mean, this.square]);
    }
}
exports.Optimizer = Optimizer;
//# sourceMappingURL=Optimizer.js.map