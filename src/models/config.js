"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.fullConfig = fullConfig;
const check_1 = require("../numeric/check");
const recursions_1 = require("./recursions");
const defaults = {
    expansion: 4,
    lLayers: 2,
    hCycles: 3,
    lCycles: 6,
    puzzleEmbLen: 0,
    puzzleEmbNdim: 0,
    numPuzzleIdentifiers: 1,
    posEncodings: 'rope',
    mixer: 'attention',
    ffMultiple: 256,
    haltMaxSteps: 16,
    haltExplorationProb: 0.1,
    recursion: 'trm',
    hLayers: 0,
    actContinue: false,
};
/** What differs by default in the variants that are not TRM; HRM's halves have four layers each. */
const variantDefaults = {
    hrm: { lLayers: 4, hLayers: 4, actContinue: true },
    transformer: { lLayers: 0, hLayers: 8, hCycles: 1, lCycles: 1, actContinue: true },
};
/**
 * The configuration with every default filled in.
 *
 * @throws RangeError or TypeError for a value out of range or an unknown key
 */
function fullConfig(config) {
    (0, check_1.checkOptions)(config, ['vocabSize', 'seqLen', 'hiddenSize', 'numHeads', ...Object.keys(defaults)]);
    const recursion = config.recursion ?? defaults.recursion;
    (0, check_1.checkChoice)('recursion', recursion, recursions_1.recursionNames);
    const positions = config.mixer === 'mlp' ? { posEncodings: 'none' } : {};
    const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
    const full = { ...defaults, ...positions, ...variantDefaults[recursion], ...given };
    (0, check_1.checkInteger)('vocabSize', full.vocabSize, 2);
    for (const name of ['seqLen', 'hiddenSize', 'numHeads', 'hCycles', 'lCycles', 'ffMultiple', 'haltMaxSteps'])
        (0, check_1.checkInteger)(name, full[name], 1);
    for (const name of ['lLayers', 'hLayers', 'puzzleEmbLen', 'puzzleEmbNdim'])
        (0, check_1.checkInteger)(name, full[name], 0);
    (0, check_1.checkInteger)('numPuzzleIdentifiers', full.numPuzzleIdentifiers, 1);
    (0, check_1.checkNumber)('expansion', full.expansion, (e) => e > 0, 'positive');
    (0, check_1.checkNumber)('haltExplorationProb', full.haltExplorationProb, (p) => p >= 0 && p <= 1, 'in [0, 1]');
    (0, check_1.checkChoice)('posEncodings', full.posEncodings, ['rope', 'learned', 'none']);
    (0, check_1.checkChoice)('mixer', full.mixer, ['attention', 'mlp']);
    (0, check_1.checkChoice)('actContinue', full.actContinue, [true, false]);
    if (recursion === 'transformer' ? full.hLayers === 0 : full.lLayers === 0)
        throw new RangeError(`A network of no layers leaves nothing to learn; recursion '${recursion}' needs at least one.`);
    if (recursion === 'hrm' && full.hLayers === 0)
        throw new RangeError(`hLayers is 0; 'hrm' needs at least one.`);
    if (recursion === 'hier6' && full.lCycles > 6)
        throw new RangeError(`lCycles is ${full.lCycles}; 'hier6' has 6 latent states and updates one a cycle: at most 6.`);
    checkHeads(full);
    return { ...full, puzzleEmbLen: puzzlePositions(full) };
}
function checkHeads({ hiddenSize, numHeads, mixer, posEncodings }) {
    if (mixer === 'mlp' && posEncodings === 'rope')
        throw new RangeError(`posEncodings is 'rope', which turns the heads of attention; an 'mlp' has none: 'learned' or 'none'.`);
    if (mixer === 'mlp')
        return;
    if (hiddenSize % numHeads !== 0)
        throw new RangeError(`hiddenSize is ${hiddenSize}; it must be a multiple of numHeads, which is ${numHeads}.`);
    if (posEncodings === 'rope' && (hiddenSize / numHeads) % 2 !== 0)
        throw new RangeError(`hiddenSize/numHeads is ${hiddenSize / numHeads}; 'rope' turns pairs of coordinates and needs an even one.`);
}
/** The least number of positions is what holds the embedding. */
function puzzlePositions({ hiddenSize, puzzleEmbLen, puzzleEmbNdim }) {
    const least = Math.ceil(puzzleEmbNdim / hiddenSize);
    if (puzzleEmbNdim === 0 && puzzleEmbLen > 0)
        throw new RangeError(`puzzleEmbLen is ${(0, check_1.shown)(puzzleEmbLen)}, but puzzleEmbNdim is 0: there is nothing to put there.`);
    if (puzzleEmbLen !== 0 && puzzleEmbLen < least)
        throw new RangeError(`puzzleEmbLen is ${puzzleEmbLen}; ${puzzleEmbNdim} numbers fill ${least} positions of ${hiddenSize}.`);
    return puzzleEmbLen === 0 ? least : puzzleEmbLen;
}
//# sourceMappingURL=config.js.map