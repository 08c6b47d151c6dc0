export { besselI0 } from './besselI0';
export type { Complex, ComplexValues } from './complex';
export { type Eigenpair, eigenpairs } from './eigenpairs';
export { eigenvalues } from './eigenvalues';
export {
  type ComplexArray,
  convolveByBlocks,
  convolveByFft,
  fftReal,
  inverseFftReal,
  nextPowerOfTwo,
  polynomialOnGrid,
} from './fft';
export { roots } from './polynomial';
export { type Random, random, resumeRandom } from './random';
