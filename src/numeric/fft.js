"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.nextPowerOfTwo = void 0;
exports.fftReal = fftReal;
exports.polynomialOnGrid = polynomialOnGrid;
exports.inverseFftReal = inverseFftReal;
exports.convolveByFft = convolveByFft;
exports.convolveByBlocks = convolveByBlocks;
const fft_js_1 = __importDefault(require("fft.js"));
/** The smallest power of two that is at least `n`. */
const nextPowerOfTwo = (n) => 2 ** Math.ceil(Math.log2(n));
exports.nextPowerOfTwo = nextPowerOfTwo;
/** Transforms of one size, a power of two of at least 2, over samples re, im, re, im, … */
class Transform {
    size;
    #fft;
    #out;
    constructor(size) {
        this.size = size;
        this.#fft = new fft_js_1.default(size);
        this.#out = new Float64Array(2 * size);
    }
    /** The spectrum of `samples`, in an array that the next call overwrites. */
    forward(samples) {
        this.#fft.transform(this.#out, samples);
        return this.#out;
    }
    /** The samples of `spectrum`, in an array that the next call overwrites. */
    inverse(spectrum) {
        this.#fft.inverseTransform(this.#out, spectrum);
        return this.#out;
    }
}
let last = new Transform(2);
/** The last transform is kept: most callers want the same size again. */
const transformOf = (size) => {
    if (last.size !== size)
        last = new Transform(size);
    return last;
};
/**
 * The first n values of the discrete Fourier transform of real samples, padded with zeros to `size`.
 *
 * @param size - power of two, at least 2 and at least the number of samples
 */
function fftReal(samples, size, n = size) {
    const padded = new Float64Array(2 * size);
    for (let i = 0; i < samples.length; i++)
        padded[2 * i] = samples[i];
    const spectrum = transformOf(size).forward(padded);
    return {
        re: Float64Array.from({ length: n }, (_, k) => spectrum[2 * k]),
        im: Float64Array.from({ length: n }, (_, k) => spectrum[2 * k + 1]),
    };
}
/** cos and −sin of 2πk/size for k = 0 … size − 1, interleaved; those of the last size are kept. */
let unitRoots = new Float64Array(0);
function unitRootsOf(size) {
    if (unitRoots.length !== 2 * size) {
        unitRoots = new Float64Array(2 * size);
        for (let k = 0; k < size; k++) {
            unitRoots[2 * k] = Math.cos((2 * Math.PI * k) / size);
            unitRoots[2 * k + 1] = -Math.sin((2 * Math.PI * k) / size);
        }
    }
    return unitRoots;
}
/**
 * Σ cₙ e^(−j2πkn/size) for k = 0 … count − 1: few coefficients at many frequencies. With P a power of two above the number of coefficients,
 * the frequencies k = q + p·size/P of one q are one transform of length P; a transform of the full size would be mostly of zeros.
 *
 * @param size - power of two, at least the number of coefficients
 * @param count - at most size
 */
function polynomialOnGrid(c, size, count) {
    const points = Math.max(2, (0, exports.nextPowerOfTwo)(c.length));
    const result = { re: new Float64Array(count), im: new Float64Array(count) };
    const { re, im } = result;
    if (c.length <= 16) {
        const units = unitRootsOf(size);
        for (let k = 0; k < count; k++) {
            const [cos, sin] = [units[2 * k], units[2 * k + 1]];
            let real = 0;
            let imaginary = 0;
            for (let n = c.length - 1; n >= 0; n--) {
                const next = real * cos - imaginary * sin + c[n];
                imaginary = real * sin + imaginary * cos;
                real = next;
            }
            re[k] = real;
            im[k] = imaginary;
        }
        return result;
    }
    const [transform, stride] = [transformOf(points), size / points];
    const turned = new Float64Array(2 * points);
    const units = unitRootsOf(size);
    for (let q = 0; q <= stride / 2; q++) {
        for (let n = 0; n < c.length; n++) {
            const at = 2 * ((q * n) & (size - 1));
            turned[2 * n] = c[n] * units[at];
            turned[2 * n + 1] = c[n] * units[at + 1];
        }
        const values = transform.forward(turned);
        for (let p = 0, k = q; p < points; p++, k += stride) {
            if (k < count) {
                re[k] = values[2 * p];
                im[k] = values[2 * p + 1];
            }
            // The coefficients are real: the other half of the circle is the conjugate of this one.
            const mirrored = size - k;
            if (mirrored < count) {
                re[mirrored] = values[2 * p];
                im[mirrored] = -values[2 * p + 1];
            }
        }
    }
    return result;
}
/** The real parts of the inverse discrete Fourier transform; the length is a power of two. */
function inverseFftReal({ re, im }) {
    const spectrum = new Float64Array(2 * re.length);
    for (let k = 0; k < re.length; k++)
        [spectrum[2 * k], spectrum[2 * k + 1]] = [re[k], im[k]];
    const samples = transformOf(re.length).inverse(spectrum);
    return Float64Array.from({ length: re.length }, (_, n) => samples[2 * n]);
}
/** The largest size, rounded up to a power of two, so that dividing by it is exact. */
function loudness(x) {
    let largest = 2 ** -1000;
    for (let n = 0; n < x.length; n++)
        largest = Math.max(largest, Math.abs(x[n]));
    return 2 ** Math.ceil(Math.log2(largest));
}
/**
 * Linear convolution of two real arrays by multiplying their spectra; both are padded with zeros to a power of two.
 *
 * @param x - length N
 * @param h - length M
 * @returns length N + M − 1
 */
function convolveByFft(x, h) {
    const length = x.length + h.length - 1;
    const size = Math.max(2, (0, exports.nextPowerOfTwo)(length));
    const transform = transformOf(size);
    // Both in one transform, as x + j·h: with Z its spectrum, X·H is (Z[k]² − conj(Z[−k])²)/4j.
    const both = new Float64Array(2 * size);
    const [loudX, loudH] = [loudness(x), loudness(h)]; // or the rounding errors of the louder one would drown the other
    for (let n = 0; n < x.length; n++)
        both[2 * n] = x[n] / loudX;
    for (let n = 0; n < h.length; n++)
        both[2 * n + 1] = h[n] / loudH;
    const Z = transform.forward(both);
    for (let k = 0; k < size; k++) {
        const mirrored = k === 0 ? 0 : size - k;
        const [re, im] = [Z[2 * k], Z[2 * k + 1]];
        const [mirroredRe, mirroredIm] = [Z[2 * mirrored], Z[2 * mirrored + 1]];
        const squareRe = re * re - im * im - (mirroredRe * mirroredRe - mirroredIm * mirroredIm);
        const squareIm = 2 * re * im + 2 * mirroredRe * mirroredIm;
        both[2 * k] = squareIm / 4;
        both[2 * k + 1] = -squareRe / 4;
    }
    const y = transform.inverse(both);
    const result = new Float64Array(length);
    for (let n = 0; n < length; n++)
        result[n] = y[2 * n] * loudX * loudH;
    return result;
}
/** The size of the transform with which overlap-add does the least work for each sample. */
function blockTransform(taps) {
    const cost = (size) => (size * Math.log2(size)) / (size - taps + 1);
    let size = Math.max(64, (0, exports.nextPowerOfTwo)(2 * taps));
    while (cost(2 * size) < cost(size))
        size *= 2;
    return size;
}
/**
 * Linear convolution of a long array with a short one, block by block (overlap-add).
 *
 * @param x - length N
 * @param h - length M
 * @returns length N + M − 1
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 8.7.3.
 */
function convolveByBlocks(x, h) {
    const size = blockTransform(h.length);
    const block = size - h.length + 1;
    const transform = transformOf(size);
    const buffer = new Float64Array(2 * size);
    for (let n = 0; n < h.length; n++)
        buffer[2 * n] = h[n];
    const H = transform.forward(buffer).slice();
    const y = new Float64Array(x.length + h.length - 1);
    // Two blocks at a time, as real and imaginary part: the taps are real and do not mix them.
    for (let start = 0; start < x.length; start += 2 * block) {
        const middle = start + block;
        buffer.fill(0);
        for (let n = 0; n < block && start + n < x.length; n++)
            buffer[2 * n] = x[start + n];
        for (let n = 0; n < block && middle + n < x.length; n++)
            buffer[2 * n + 1] = x[middle + n];
        const X = transform.forward(buffer);
        for (let k = 0; k < 2 * size; k += 2) {
            buffer[k] = X[k] * H[k] - X[k + 1] * H[k + 1];
            buffer[k + 1] = X[k] * H[k + 1] + X[k + 1] * H[k];
        }
        const Y = transform.inverse(buffer);
        for (let n = 0; n < size && start + n < y.length; n++)
            y[start + n] += Y[2 * n];
        for (let n = 0; n < size && middle + n < y.length; n++)
            y[middle + n] += Y[2 * n + 1];
    }
    return y;
}
//# sourceMappingURL=fft.js.map