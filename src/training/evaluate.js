"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.evaluate = evaluate;
const models_1 = require("../models");
const check_1 = require("../numeric/check");
const tasks_1 = require("../tasks");
const nothing = { count: 0, accuracy: 0, exactAccuracy: 0, haltAccuracy: 0, steps: 0 };
/**
 * Runs a model over a set, without halting early, and scores every supervision step.
 *
 * @throws RangeError or TypeError for an option out of range or an unknown one
 * Source: losses.py and pretrain.py (evaluate) of TRM's published code, which scores the last step alone.
 */
function evaluate(model, set, options = {}) {
    (0, check_1.checkOptions)(options, ['steps', 'batchSize']);
    const { steps = model.config.haltMaxSteps, batchSize = 64 } = options;
    (0, check_1.checkInteger)('steps', steps, 1);
    (0, check_1.checkInteger)('batchSize', batchSize, 1);
    const { seqLen } = set;
    const sums = Array.from({ length: steps }, () => nothing);
    let atHalt = nothing;
    for (const { inputs, labels } of (0, tasks_1.testBatches)(set, Math.min(batchSize, set.size))) {
        const running = new Uint8Array(inputs.length / seqLen).fill(1);
        (0, models_1.predict)(model, { inputs }, steps).forEach(({ cells, qHalt }, step) => {
            const answers = { predictions: cells, labels, seqLen, qHalt };
            const taken = new Float64Array(running.length).fill(step + 1);
            sums[step] = (0, tasks_1.addMetrics)(sums[step], (0, tasks_1.puzzleMetrics)({ ...answers, steps: taken }));
            const halting = running.map((runs, row) => (runs && (qHalt[row] > 0 || step === steps - 1) ? 1 : 0));
            atHalt = (0, tasks_1.addMetrics)(atHalt, (0, tasks_1.puzzleMetrics)({ ...answers, halted: halting, steps: taken }));
            for (const [row, halts] of halting.entries())
                if (halts)
                    running[row] = 0;
        });
    }
    const { count, ...halt } = (0, tasks_1.meanMetrics)(atHalt);
    const bySupervisionStep = sums.map((sum) => {
        const { accuracy, exactAccuracy, haltAccuracy } = (0, tasks_1.meanMetrics)(sum);
        return { accuracy, exactAccuracy, haltAccuracy };
    });
    return { count, bySupervisionStep, atHalt: halt };
}
//# sourceMappingURL=evaluate.js.map