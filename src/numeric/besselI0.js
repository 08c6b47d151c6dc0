"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.besselI0 = besselI0;
/**
 * Modified Bessel function of the first kind and order zero, I₀(x).
 *
 * The power series Σ (x²/4)ᵏ / (k!)² has positive terms only, so nothing cancels: full double accuracy wherever the result is finite (|x| < 713).
 * Source: Abramowitz & Stegun, 9.6.12.
 */
function besselI0(x) {
    const quarter = (x * x) / 4;
    let term = 1;
    let sum = 1;
    for (let k = 1; term > sum * 1e-17; k++) {
        term *= quarter / (k * k);
        sum += term;
    }
    return sum;
}
//# sourceMappingURL=besselI0.js.map