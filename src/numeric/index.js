"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.resumeRandom = exports.random = exports.roots = exports.polynomialOnGrid = exports.nextPowerOfTwo = exports.inverseFftReal = exports.fftReal = exports.convolveByFft = exports.convolveByBlocks = exports.besselI0 = void 0;
var besselI0_1 = require("./besselI0");
Object.defineProperty(exports, "besselI0", { enumerable: true, get: function () { return besselI0_1.besselI0; } });
var fft_1 = require("./fft");
Object.defineProperty(exports, "convolveByBlocks", { enumerable: true, get: function () { return fft_1.convolveByBlocks; } });
Object.defineProperty(exports, "convolveByFft", { enumerable: true, get: function () { return fft_1.convolveByFft; } });
Object.defineProperty(exports, "fftReal", { enumerable: true, get: function () { return fft_1.fftReal; } });
Object.defineProperty(exports, "inverseFftReal", { enumerable: true, get: function () { return fft_1.inverseFftReal; } });
Object.defineProperty(exports, "nextPowerOfTwo", { enumerable: true, get: function () { return fft_1.nextPowerOfTwo; } });
Object.defineProperty(exports, "polynomialOnGrid", { enumerable: true, get: function () { return fft_1.polynomialOnGrid; } });
var polynomial_1 = require("./polynomial");
Object.defineProperty(exports, "roots", { enumerable: true, get: function () { return polynomial_1.roots; } });
var random_1 = require("./random");
Object.defineProperty(exports, "random", { enumerable: true, get: function () { return random_1.random; } });
Object.defineProperty(exports, "resumeRandom", { enumerable: true, get: function () { return random_1.resumeRandom; } });
//# sourceMappingURL=index.js.map