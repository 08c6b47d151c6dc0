"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.generateCopyMemory = generateCopyMemory;
const check_1 = require("../numeric/check");
const random_1 = require("../numeric/random");
const memory = 10;
/**
 * The copy-memory task: ten symbols from 1 to 8, T − 1 blanks, then eleven times 9, the first of which (the symbol number T + 10)
 * says that it is time; the answer is blank everywhere but in the last ten places, where it is the ten symbols.
 *
 * Tokens are symbol + 1 (blank 1, symbols 2 to 9, delimiter 10; 0 is padding), labels likewise: every place counts.
 *
 * @returns the set, with seqLen T + 20 and 11 tokens
 * Source: Bai, Kolter & Koltun, Deep equilibrium models (2019), App. F, and their data generator in "An empirical evaluation of generic
 * convolutional and recurrent networks for sequence modeling" (2018).
 */
function generateCopyMemory(options) {
    (0, check_1.checkOptions)(options, ['blankLength', 'size', 'seed']);
    const { blankLength, size, seed = 0 } = options;
    (0, check_1.checkInteger)('blankLength', blankLength, 1);
    (0, check_1.checkInteger)('size', size, 1);
    const { below } = (0, random_1.random)(seed);
    const seqLen = blankLength + 2 * memory;
    const [inputs, labels] = [new Int32Array(size * seqLen).fill(1), new Int32Array(size * seqLen).fill(1)];
    for (let row = 0; row < size; row++) {
        const [start, end] = [row * seqLen, (row + 1) * seqLen];
        const symbols = Int32Array.from({ length: memory }, () => below(8) + 2);
        inputs.set(symbols, start);
        inputs.fill(10, end - memory - 1, end);
        labels.set(symbols, end - memory);
    }
    return { inputs, labels, size, seqLen, vocabSize: 11 };
}
//# sourceMappingURL=copyMemory.js.map