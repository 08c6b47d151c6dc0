export { besselI0 } from './besselI0';
export { type ComplexArray, convolveByFft, nextPowerOfTwo } from './fft';
export { type Random, random } from './random';
