"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.warmUp = warmUp;
const check_1 = require("../numeric/check");
/**
 * The learning rate at a step: `base · step/warmUpSteps` at first, then half a cosine from `base` down to `minRatio · base`.
 *
 * @param step - counted from 1
 * @throws RangeError or TypeError for an option out of range or an unknown one
 * Source: TRM's published code, pretrain.py.
 */
function warmUp(step, base, options = {}) {
    (0, check_1.checkOptions)(options, ['warmUpSteps', 'minRatio', 'totalSteps']);
    const { warmUpSteps = 2000, minRatio = 1, totalSteps = Number.POSITIVE_INFINITY } = options;
    (0, check_1.checkInteger)('step', step, 1);
    (0, check_1.checkNumber)('base', base, (b) => b >= 0, 'at least 0');
    (0, check_1.checkInteger)('warmUpSteps', warmUpSteps, 0);
    (0, check_1.checkNumber)('minRatio', minRatio, (r) => r >= 0 && r <= 1, 'in [0, 1]');
    if (step < warmUpSteps)
        return (base * step) / warmUpSteps;
    if (minRatio === 1)
        return base;
    if (!(totalSteps > warmUpSteps))
        throw new RangeError(`totalSteps is ${totalSteps}; it must be greater than warmUpSteps, which is ${warmUpSteps}.`);
    if (totalSteps === Number.POSITIVE_INFINITY)
        throw new RangeError(`minRatio is ${minRatio}, so the rate falls until the end: say in totalSteps where that is.`);
    const progress = (step - warmUpSteps) / (totalSteps - warmUpSteps);
    return base * (minRatio + (1 - minRatio) * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress))));
}
//# sourceMappingURL=warmUp.js.map