import type { ComplexArray, ComplexValues } from '../numeric';
import { checkSamples, shown } from '../numeric/check';

/** Zeros, poles and gain: H(z) = k·Π(z − zᵢ)/Π(z − pᵢ). */
export interface Zpk {
  z: ComplexArray;
  p: ComplexArray;
  k: number;
}

/**
 * Coefficients of a transfer function, in descending powers of s, or of z⁻¹ ascending. Of a digital filter that is the same if b and a are as
 * long; if not, filtering reads them as powers of z⁻¹, and conversions as of z (fill up the shorter one with zeros at its end). Loses its digits
 * from about order 10 on: for higher orders use sections.
 */
export interface Ba {
  b: Float64Array;
  a: Float64Array;
}

/** Second-order sections, [[b0, b1, b2, a0, a1, a2], …]: the filter as a cascade of them. */
export type Sos = number[][];

/** x[n+1] = A·x[n] + B·u[n], y[n] = C·x[n] + D·u[n], for one input and one output. */
export interface StateSpace {
  /** [order, order] */
  A: number[][];
  /** [order, 1] */
  B: number[][];
  /** [1, order] */
  C: number[][];
  /** [1, 1] */
  D: number[][];
}

/** Throws unless `value` is a pair of real and imaginary parts of the same length. */
export function checkComplexArray(name: string, value: ComplexValues): void {
  if (value === null || typeof value !== 'object' || !('re' in value) || !('im' in value))
    throw new TypeError(`${name} is ${shown(value)}; it must be {re, im}, two arrays of the same length.`);
  checkSamples(`${name}.re`, value.re, 0);
  checkSamples(`${name}.im`, value.im, 0);
  if (value.re.length !== value.im.length)
    throw new RangeError(
      `${name}.re has length ${value.re.length} and ${name}.im ${value.im.length}; they must have the same.`,
    );
}

/** Throws unless `sos` is sections of six finite numbers, each with a denominator; that of an analog filter may begin with zeros. */
export function checkSos(sos: readonly (readonly number[])[]): void {
  if (!Array.isArray(sos) || sos.length === 0)
    throw new TypeError(`sos is ${shown(sos)}; it must be sections [[b0, b1, b2, a0, a1, a2], …], at least one.`);
  sos.forEach((section, i) => {
    if (section?.length !== 6)
      throw new TypeError(`sos[${i}] is ${shown(section)}; a section has six numbers, [b0, b1, b2, a0, a1, a2].`);
    checkSamples(`sos[${i}]`, section);
    if (section[3] === 0 && section[4] === 0 && section[5] === 0)
      throw new RangeError(`sos[${i}] is ${shown(section)}; of a0, a1, a2 at least one must not be 0.`);
  });
}

/** Throws unless `sos` is sections of a digital filter: with an a0 that the output can be divided by. */
export function checkDigitalSos(sos: readonly (readonly number[])[]): void {
  checkSos(sos);
  checkLeading('sos', sos);
}

/** Throws if a section's a0 is 0. */
export function checkLeading(name: string, sections: readonly (readonly number[])[]): void {
  sections.forEach((section, i) => {
    if (section[3] === 0)
      throw new RangeError(
        `${name}[${i}] is ${shown(section)}; its a0 must not be 0: the output is divided by it (only analog sections have none).`,
      );
  });
}
