"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TrainingBatches = void 0;
exports.testBatches = testBatches;
const check_1 = require("../numeric/check");
const random_1 = require("../numeric/random");
const isCount = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;
/**
 * Batches without end for training. An epoch is every puzzle of the set once, in a new random order, each as one random augmentation;
 * batches run on across epochs. (The published code draws from 1,000 augmentations stored beforehand; here each is drawn afresh
 * from all.)
 *
 * @example
 * const batches = new TrainingBatches(set, { batchSize: 64, seed: 1, augment: sudokuAugmentation(6) });
 * const { inputs, labels } = batches.next();
 * const saved = JSON.stringify(batches.state()); // batches.restore(JSON.parse(saved)) goes on from here, bit for bit
 *
 * Source: puzzle_dataset.py (_iter_train, _sample_batch) of the published TRM code.
 */
class TrainingBatches {
    set;
    random;
    order = new Int32Array();
    orderState = [];
    position = 0;
    epochs = 0;
    batchSize;
    augment;
    /** @throws RangeError or TypeError for an option out of range, or an empty set */
    constructor(set, options) {
        this.set = set;
        (0, check_1.checkOptions)(options, ['batchSize', 'seed', 'augment']);
        const { batchSize, seed, augment } = options;
        (0, check_1.checkInteger)('batchSize', batchSize, 1);
        (0, check_1.checkInteger)('the size of the set', set.size, 1);
        if (augment !== undefined && typeof augment !== 'function')
            throw new TypeError(`augment is ${(0, check_1.shown)(augment)}; it must be a function, like sudokuAugmentation(6).`);
        this.batchSize = batchSize;
        this.augment = augment;
        this.random = (0, random_1.random)(seed);
        this.beginEpoch();
    }
    /** How many times the whole set has been handed out. */
    get epoch() {
        return this.epochs;
    }
    next() {
        const { set, batchSize } = this;
        const { seqLen } = set;
        const batch = emptyBatch(set, batchSize);
        batch.count = batchSize;
        for (let i = 0; i < batchSize; i++) {
            if (this.position === set.size) {
                this.epochs++;
                this.beginEpoch();
            }
            const row = this.order[this.position++];
            copyRow(set, row, batch, i);
            const place = [i * seqLen, (i + 1) * seqLen];
            this.augment?.(batch.inputs.subarray(...place), batch.labels.subarray(...place), this.random);
        }
        return batch;
    }
    state() {
        const { set, epochs: epoch, position, orderState, random } = this;
        return { size: set.size, epoch, position, orderState: [...orderState], randomState: random.state() };
    }
    /**
     * Goes back, or on, to where a state was taken; what comes next is the same as it was then.
     *
     * @throws RangeError if it is no state, or one of a set of another size
     */
    restore(state) {
        const { size } = this.set;
        if (state?.size !== size || !isCount(state.position, size) || !isCount(state.epoch, Number.MAX_SAFE_INTEGER))
            throw new RangeError(`state is ${(0, check_1.shown)(state)}; it must come from state() of batches of a set of ${size} puzzles like this one.`);
        const now = (0, random_1.resumeRandom)(state.randomState);
        this.random = (0, random_1.resumeRandom)(state.orderState);
        this.beginEpoch();
        this.random = now;
        this.position = state.position;
        this.epochs = state.epoch;
    }
    beginEpoch() {
        this.orderState = this.random.state();
        this.order = this.random.shuffle(Int32Array.from({ length: this.set.size }, (_, row) => row));
        this.position = 0;
    }
}
exports.TrainingBatches = TrainingBatches;
/**
 * The whole set once, in order, for testing. The last batch is filled up with rows of padding whose labels are all ignored, as published, so
 * that every batch has the same shape.
 */
function* testBatches(set, batchSize) {
    (0, check_1.checkInteger)('batchSize', batchSize, 1);
    for (let start = 0; start < set.size; start += batchSize) {
        const batch = emptyBatch(set, batchSize);
        batch.count = Math.min(batchSize, set.size - start);
        for (let i = 0; i < batch.count; i++)
            copyRow(set, start + i, batch, i);
        yield batch;
    }
}
function emptyBatch({ seqLen }, batchSize) {
    return {
        inputs: new Int32Array(batchSize * seqLen),
        labels: new Int32Array(batchSize * seqLen),
        indices: new Int32Array(batchSize).fill(-1),
        batchSize,
        count: 0,
    };
}
function copyRow({ inputs, labels, seqLen }, row, batch, place) {
    batch.inputs.set(inputs.subarray(row * seqLen, (row + 1) * seqLen), place * seqLen);
    batch.labels.set(labels.subarray(row * seqLen, (row + 1) * seqLen), place * seqLen);
    batch.indices[place] = row;
}
//# sourceMappingURL=trainingBatches.js.map