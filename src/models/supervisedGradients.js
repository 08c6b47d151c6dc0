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
exports.supervisedGradients = supervisedGradients;
const tf = __importStar(require("@tensorflow/tfjs-node"));
const act_1 = require("./act");
const trmLoss_1 = require("./trmLoss");
/** A function with a gradient of its own is not recorded inside; one without arguments has none. */
const withoutTape = (f) => tf.customGrad(() => ({ value: f(), gradFunc: () => [] }))();
/** HRM's target for the value of going on: the better of halting and going on at the next step, of which there is none after the last. */
function targetContinue(model, inputs, carry, steps, puzzles) {
    const { qHalt, qContinue } = model.supervisionStep(inputs, carry, puzzles);
    const last = tf.tensor1d(Array.from(steps, (n) => n + 1 >= model.config.haltMaxSteps), 'bool');
    return tf.sigmoid(tf.where(last, qHalt, tf.maximum(qHalt, qContinue)));
}
/** Gives a tensor that was kept from the tape's scope, which frees all but the loss, back to the scope around. */
function release(kept) {
    const tensor = tf.clone(kept);
    kept.dispose();
    return tensor;
}
/**
 * A supervision step with the gradient of its loss: all recursions but the last without one, then the last, the heads and the loss with it.
 *
 * @param carry - refilled; its states stay as they are
 * @param seed - of the exploration's draws
 */
function supervisedGradients(model, carry, seed) {
    const { data, steps } = carry;
    const names = Object.keys(model.parameters);
    const tensors = tf.tidy(() => {
        const shape = [steps.length, model.config.seqLen];
        const [inputs, labels] = [tf.tensor2d(data.inputs, shape, 'int32'), tf.tensor2d(data.labels, shape, 'int32')];
        const puzzleRows = model.puzzleRows(data.puzzleIdentifiers);
        const before = model.recurseWithoutGradient(model.inputEmbedding(inputs, puzzleRows), carry.latents);
        let kept;
        const forward = () => {
            const latents = model.latentRecursion(model.inputEmbedding(inputs, puzzleRows), before);
            const outputs = model.outputs(latents);
            const target = model.config.actContinue
                ? withoutTape(() => targetContinue(model, inputs, latents, steps, data.puzzleIdentifiers))
                : undefined;
            const loss = (0, trmLoss_1.trmLoss)(outputs, labels, target);
            const { cells, accuracy, exact } = (0, trmLoss_1.correctness)(outputs.logits, labels);
            kept = {
                latents,
                rows: tf.stack([outputs.qHalt, outputs.qContinue, cells, accuracy, exact]),
                loss: tf.stack([loss.total, loss.lm, loss.qHalt, loss.qContinue]),
            };
            for (const tensor of [...Object.values(latents), kept.rows, kept.loss])
                tf.keep(tensor);
            return loss.total;
        };
        const learnt = [...Object.values(model.parameters), ...(puzzleRows ? [puzzleRows] : [])];
        const { grads } = tf.valueAndGrads(forward)(learnt);
        const { latents, rows, loss } = kept;
        return {
            latents: Object.fromEntries(Object.entries(latents).map(([name, state]) => [name, release(state)])),
            rows: release(rows),
            loss: release(loss),
            gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]])),
            puzzleGradients: grads.slice(names.length),
        };
    });
    const [qHalt, qContinue, cells, accuracy, exact] = tensors.rows.arraySync();
    const [total, lm, qHaltLoss, qContinueLoss] = tensors.loss.dataSync();
    tf.dispose([tensors.rows, tensors.loss]);
    const stepsNow = steps.map((n) => n + 1);
    const halted = (0, act_1.haltedRows)(model.config, stepsNow, qHalt, qContinue, seed);
    return {
        carry: { latents: tensors.latents, steps: stepsNow, halted, data },
        loss: { total, lm, qHalt: qHaltLoss, qContinue: qContinueLoss },
        halted: haltedSums(halted, stepsNow, { qHalt, cells, accuracy, exact }),
        gradients: tensors.gradients,
        puzzleGradients: tensors.puzzleGradients[0],
    };
}
function haltedSums(halted, steps, { qHalt, cells, accuracy, exact }) {
    const sums = { count: 0, accuracy: 0, exactAccuracy: 0, qHaltAccuracy: 0, steps: 0 };
    halted.forEach((isHalted, row) => {
        if (!isHalted || cells[row] === 0)
            return;
        sums.count++;
        sums.accuracy += accuracy[row];
        sums.exactAccuracy += exact[row];
        sums.qHaltAccuracy += Number(qHalt[row] >= 0 === (exact[row] === 1));
        sums.steps += steps[row];
    });
    return sums;
}
//# sourceMappingURL=supervisedGradients.js.map