"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.toArrays = exports.fromArrays = exports.product = exports.multiply = exports.scale = exports.subtract = exports.add = exports.abs = exports.negate = exports.conj = exports.complex = void 0;
exports.divide = divide;
exports.sqrt = sqrt;
const complex = (re, im = 0) => ({ re, im });
exports.complex = complex;
const conj = ({ re, im }) => ({ re, im: -im });
exports.conj = conj;
const negate = ({ re, im }) => ({ re: -re, im: -im });
exports.negate = negate;
const abs = ({ re, im }) => Math.hypot(re, im);
exports.abs = abs;
const add = (u, v) => ({ re: u.re + v.re, im: u.im + v.im });
exports.add = add;
const subtract = (u, v) => ({ re: u.re - v.re, im: u.im - v.im });
exports.subtract = subtract;
const scale = (u, factor) => ({ re: u.re * factor, im: u.im * factor });
exports.scale = scale;
const multiply = (u, v) => ({
    re: u.re * v.re - u.im * v.im,
    im: u.re * v.im + u.im * v.re,
});
exports.multiply = multiply;
/** u/v, by Smith's method: no overflow in between. */
function divide(u, v) {
    if (Math.abs(v.re) >= Math.abs(v.im)) {
        const ratio = v.im / v.re;
        const size = v.re + v.im * ratio;
        return { re: (u.re + u.im * ratio) / size, im: (u.im - u.re * ratio) / size };
    }
    const ratio = v.re / v.im;
    const size = v.re * ratio + v.im;
    return { re: (u.re * ratio + u.im) / size, im: (u.im * ratio - u.re) / size };
}
/** The square root with a real part that is not negative. */
function sqrt({ re, im }) {
    const size = Math.hypot(re, im);
    if (size === 0)
        return { re: 0, im: 0 };
    const root = Math.sqrt((size + Math.abs(re)) / 2);
    const other = im / (2 * root);
    if (re >= 0)
        return { re: root, im: other };
    return { re: Math.abs(other), im: im < 0 ? -root : root };
}
/** The product of many factors. */
const product = (factors) => factors.reduce(exports.multiply, (0, exports.complex)(1));
exports.product = product;
/** The two arrays as a list of numbers. */
const fromArrays = ({ re, im }) => Array.from(re, (value, i) => (0, exports.complex)(value, im[i]));
exports.fromArrays = fromArrays;
/** A list of numbers as two arrays. */
const toArrays = (values) => ({
    re: Float64Array.from(values, ({ re }) => re),
    im: Float64Array.from(values, ({ im }) => im),
});
exports.toArrays = toArrays;
//# sourceMappingURL=complex.js.map