"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.random = random;
exports.resumeRandom = resumeRandom;
const check_1 = require("./check");
/**
 * A seeded source of random numbers (sfc32, Doty-Humphrey's PractRand: 128 bits of state, period at least 2³²; not for secrets).
 *
 * @param seed - integer in [0, 2³²)
 * @throws RangeError for any other seed
 */
function random(seed) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
        throw new RangeError(`seed is ${seed}; it must be an integer in [0, 2³²).`);
    return sfc32([0, seed | 0, 0, 1], 15); // fifteen turns spread the seed over the state
}
/**
 * The source that goes on exactly where another one stood when its `state()` was taken.
 *
 * @param state - four integers in [−2³¹, 2³¹), as `state()` gave them; they survive JSON
 * @throws RangeError for anything else
 */
function resumeRandom(state) {
    if (!Array.isArray(state) || state.length !== 4 || state.some((word) => word !== (word | 0)))
        throw new RangeError(`state is ${(0, check_1.shown)(state)}; it must be the four integers that a source's state() gave.`);
    return sfc32(state, 0);
}
function sfc32(state, turns) {
    let [a, b, c, counter] = state;
    const next = () => {
        const sum = (a + b + counter) | 0;
        counter = (counter + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + sum) | 0;
        return sum >>> 0;
    };
    for (let i = 0; i < turns; i++)
        next();
    const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
    // Box and Muller's transform; 1 − uniform is never 0.
    const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const below = (n) => {
        (0, check_1.checkInteger)('n', n, 1);
        if (n > 2 ** 32)
            throw new RangeError(`n is ${n}; it must be at most 2³².`);
        const whole = 2 ** 32 - (2 ** 32 % n); // what is above it would favour the small remainders
        let drawn = next();
        while (drawn >= whole)
            drawn = next();
        return drawn % n;
    };
    const shuffle = (items) => {
        for (let i = items.length - 1; i > 0; i--) {
            const j = below(i + 1);
            [items[i], items[j]] = [items[j], items[i]];
        }
        return items;
    };
    return { uniform, normal, below, shuffle, state: () => [a, b, c, counter] };
}
//# sourceMappingURL=random.js.map