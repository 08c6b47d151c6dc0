"use strict";
// What every function here asks of its arguments. The messages name the argument, its value and what is valid.
Object.defineProperty(exports, "__esModule", { value: true });
exports.shown = shown;
exports.checkInteger = checkInteger;
exports.checkNumber = checkNumber;
exports.checkSamples = checkSamples;
exports.checkChoice = checkChoice;
exports.checkFlag = checkFlag;
exports.checkOptions = checkOptions;
/** The value as a message shows it; JSON knows neither NaN and infinity nor bigint. */
function shown(value) {
    if (typeof value === 'string')
        return `'${value}'`;
    if (value instanceof Float64Array)
        return `[${value.join(', ')}]`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
/** Throws unless `value` is an integer of at least `least`. */
function checkInteger(name, value, least) {
    if (!Number.isInteger(value) || value < least)
        throw new RangeError(`${name} is ${shown(value)}; it must be an integer of at least ${least}.`);
}
/** Throws unless `value` is a finite number for which `holds`; `valid` says which those are. */
function checkNumber(name, value, holds, valid) {
    if (typeof value !== 'number')
        throw new TypeError(`${name} is ${shown(value)}; it must be a number.`);
    if (!Number.isFinite(value) || !holds(value))
        throw new RangeError(`${name} is ${value}; it must be ${valid}.`);
}
/** The difference of a number to itself is 0, or NaN if it is not finite: a million samples in half a millisecond. */
function allFinite(values) {
    let sum = 0;
    for (let i = 0; i < values.length; i++)
        sum += values[i] - values[i];
    return sum === 0;
}
/** Throws unless `values` is an array of at least `least` finite numbers. */
function checkSamples(name, values, least = 1) {
    if (values === null || typeof values !== 'object' || typeof values.length !== 'number')
        throw new TypeError(`${name} is ${shown(values)}; it must be an array of numbers.`);
    if (values.length < least)
        throw new RangeError(`${name} is empty; it needs at least one number.`);
    if (values instanceof Float64Array && allFinite(values))
        return;
    for (let i = 0; i < values.length; i++) {
        if (!Number.isFinite(values[i]))
            throw new RangeError(`${name}[${i}] is ${shown(values[i])}; it must be a finite number.`);
    }
}
/** Throws unless `value` is one of `valid`. */
function checkChoice(name, value, valid) {
    if (!valid.includes(value))
        throw new RangeError(`${name} is ${shown(value)}; it must be one of ${valid.map(shown).join(', ')}.`);
}
/** Throws unless `value` is true or false: 'no' and 0 are not. */
function checkFlag(name, value) {
    if (typeof value !== 'boolean')
        throw new TypeError(`${name} is ${shown(value)}; it must be true or false.`);
}
/** Throws if `options` has a key that is not in `known`: a misspelt option must not silently do nothing. */
function checkOptions(options, known) {
    if (typeof options !== 'object' || options === null)
        throw new TypeError(`The options are ${shown(options)}; they must be an object with any of ${known.join(', ')}.`);
    for (const key of Object.keys(options)) {
        if (!known.includes(key))
            throw new TypeError(`Unknown option '${key}'; valid: ${known.join(', ')}.`);
    }
}
//# sourceMappingURL=check.js.map