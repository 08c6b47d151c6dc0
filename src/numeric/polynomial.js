"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.roots = roots;
exports.polynomialFromRoots = polynomialFromRoots;
exports.multiplyPolynomials = multiplyPolynomials;
const ml_matrix_1 = require("ml-matrix");
const complex_1 = require("./complex");
/** p(z) and p′(z) of p = c₀zⁿ + c₁zⁿ⁻¹ + … by Horner's rule. */
function valueAndSlope(c, z) {
    let [value, slope] = [(0, complex_1.complex)(0), (0, complex_1.complex)(0)];
    for (let i = 0; i < c.length; i++) {
        slope = (0, complex_1.add)((0, complex_1.multiply)(slope, z), value);
        value = (0, complex_1.add)((0, complex_1.multiply)(value, z), (0, complex_1.complex)(c[i]));
    }
    return [value, slope];
}
/** One root, after the steps of Newton's method that bring it nearer. */
function polish(c, root) {
    let [value, slope] = valueAndSlope(c, root);
    for (let i = 0; i < 8 && (0, complex_1.abs)(value) > 0 && (0, complex_1.abs)(slope) > 0; i++) {
        const next = (0, complex_1.subtract)(root, (0, complex_1.divide)(value, slope));
        const [nextValue, nextSlope] = valueAndSlope(c, next);
        if (!((0, complex_1.abs)(nextValue) < (0, complex_1.abs)(value)))
            break;
        [root, value, slope] = [next, nextValue, nextSlope];
    }
    return root;
}
/**
 * The roots of c₀zⁿ + c₁zⁿ⁻¹ + … + cₙ: eigenvalues of the companion matrix, polished by Newton's method.
 *
 * @param c - real coefficients; zeros in front are ignored
 * @returns n roots, complex ones next to their conjugates; multiple roots have about 1/multiplicity of the digits
 */
function roots(c) {
    const coefficients = Array.from(c);
    const first = coefficients.findIndex((value) => value !== 0);
    if (first < 0)
        return [];
    let last = coefficients.length - 1;
    while (coefficients[last] === 0)
        last--;
    const kept = coefficients.slice(first, last + 1);
    const atZero = Array.from({ length: coefficients.length - 1 - last }, () => (0, complex_1.complex)(0));
    return [...rootsByCompanion(kept), ...atZero];
}
function rootsByCompanion(c) {
    const degree = c.length - 1;
    if (degree === 0)
        return [];
    if (degree === 1)
        return [(0, complex_1.complex)(-c[1] / c[0])];
    if (degree === 2)
        return quadraticRoots(c[0], c[1], c[2]);
    // The eigenvalues of a matrix with huge entries are good for nothing: then the reciprocals of the roots are looked for.
    const isTurned = Math.abs(c[0]) < Math.abs(c[degree]);
    const eigenvalues = companionEigenvalues(isTurned ? [...c].reverse() : c);
    return eigenvalues.flatMap((eigenvalue) => {
        if (eigenvalue.im < 0)
            return []; // comes with its conjugate
        const root = polish(c, isTurned ? (0, complex_1.divide)((0, complex_1.complex)(1), eigenvalue) : eigenvalue);
        return root.im === 0 ? [root] : [root, (0, complex_1.complex)(root.re, -root.im)];
    });
}
function companionEigenvalues(c) {
    const degree = c.length - 1;
    const companion = ml_matrix_1.Matrix.zeros(degree, degree);
    for (let i = 0; i < degree; i++)
        companion.set(0, i, -c[i + 1] / c[0]);
    for (let i = 1; i < degree; i++)
        companion.set(i, i - 1, 1);
    const { realEigenvalues, imaginaryEigenvalues } = new ml_matrix_1.EigenvalueDecomposition(companion);
    return realEigenvalues.map((re, i) => (0, complex_1.complex)(re, imaginaryEigenvalues[i]));
}
/** Without the cancellation of the school formula. */
function quadraticRoots(a, b, c) {
    const discriminant = b * b - 4 * a * c;
    if (discriminant < 0) {
        const [re, im] = [-b / (2 * a), Math.sqrt(-discriminant) / (2 * Math.abs(a))];
        return [(0, complex_1.complex)(re, im), (0, complex_1.complex)(re, -im)];
    }
    const sum = -(b + (b < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
    return sum === 0 ? [(0, complex_1.complex)(0), (0, complex_1.complex)(0)] : [(0, complex_1.complex)(sum / a), (0, complex_1.complex)(c / sum)];
}
/** The coefficients of Π (z − zᵢ), the leading one 1. Of conjugate pairs they are real. */
function polynomialFromRoots(zeros) {
    const c = [(0, complex_1.complex)(1)];
    for (const zero of zeros) {
        c.push((0, complex_1.complex)(0));
        for (let i = c.length - 1; i > 0; i--)
            c[i] = (0, complex_1.subtract)(c[i], (0, complex_1.multiply)(zero, c[i - 1]));
    }
    return c;
}
/** The product of two polynomials with real coefficients. */
function multiplyPolynomials(u, v) {
    const w = new Float64Array(u.length + v.length - 1);
    for (let i = 0; i < u.length; i++)
        for (let k = 0; k < v.length; k++)
            w[i + k] += u[i] * v[k];
    return w;
}
//# sourceMappingURL=polynomial.js.map