"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.countParameters = void 0;
exports.join = join;
/** Two sets of named tensors as one; a name that both have is a mistake. */
function join(...sets) {
    const all = {};
    for (const set of sets) {
        for (const [name, value] of Object.entries(set)) {
            if (name in all)
                throw new RangeError(`Two parts both have a tensor named '${name}'; give one another prefix.`);
            all[name] = value;
        }
    }
    return all;
}
/** The number of scalars in all of them. */
const countParameters = (parameters) => Object.values(parameters).reduce((sum, { size }) => sum + size, 0);
exports.countParameters = countParameters;
//# sourceMappingURL=parameters.js.map