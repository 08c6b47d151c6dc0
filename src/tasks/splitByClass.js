"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.splitByClass = splitByClass;
exports.leakedFraction = leakedFraction;
const check_1 = require("../numeric/check");
const random_1 = require("../numeric/random");
/**
 * Splits items so that no test item has the class of a training item: whole classes, in random order, go to the test set until it is large
 * enough. The last class may make it larger than asked for.
 *
 * @example
 * splitByClass(puzzles, ({ puzzle }) => canonicalSudoku(puzzle), { testSize: 500 })    // no test puzzle is a training puzzle in disguise
 * splitByClass(puzzles, ({ solution }) => canonicalSudoku(solution), { testSize: 500 }) // nor has it the solution of one
 *
 * @param classOf - equal for items that must stay together
 * @throws RangeError if testSize is out of range or the classes are too few or too large to leave anything for training
 */
function splitByClass(items, classOf, options) {
    (0, check_1.checkOptions)(options, ['testSize', 'seed']);
    const { testSize, seed = 0 } = options;
    (0, check_1.checkInteger)('testSize', testSize, 1);
    if (testSize >= items.length)
        throw new RangeError(`testSize is ${testSize}; it must be less than the number of items, ${items.length}.`);
    const classes = items.map(classOf);
    const sizes = new Map();
    for (const name of classes)
        sizes.set(name, (sizes.get(name) ?? 0) + 1);
    const tested = new Set();
    let count = 0;
    for (const name of (0, random_1.random)(seed).shuffle([...sizes.keys()])) {
        if (count >= testSize)
            break;
        tested.add(name);
        count += sizes.get(name);
    }
    if (tested.size === sizes.size)
        throw new RangeError(`testSize is ${testSize}, which takes all ${sizes.size} classes of the ${items.length} items and leaves none for training; take fewer.`);
    return {
        train: items.filter((_, i) => !tested.has(classes[i])),
        test: items.filter((_, i) => tested.has(classes[i])),
    };
}
/**
 * The share of the test items whose class some training item has: what of a test is not about generalisation. With
 * {@link relabelledSudoku} as the class it is the leak up to the names of digits, with {@link canonicalSudoku} that up to all symmetries.
 */
function leakedFraction(train, test, classOf) {
    if (test.length === 0)
        throw new RangeError('test is empty; the share of its items needs at least one.');
    const seen = new Set(train.map(classOf));
    return test.filter((item) => seen.has(classOf(item))).length / test.length;
}
//# sourceMappingURL=splitByClass.js.map