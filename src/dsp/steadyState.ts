import { shown } from '../numeric/check';
import { checkTransferFunction } from './freqz';
import { checkDigitalSos } from './representations';

const sum = (c: ArrayLike<number>): number => Array.from(c).reduce((total, value) => total + value, 0);

/** Where a constant input of 1 leads to: the gain, and the state of {@link lfilter}. @throws RangeError if it leads nowhere */
function steadyState(name: string, b: ArrayLike<number>, a: ArrayLike<number>): { gain: number; zi: Float64Array } {
  const below = sum(a);
  if (below === 0)
    throw new RangeError(
      `${name} is ${shown(a)}; its sum is 0: a pole at 1, and no steady state for a constant input. Move the pole inside the unit circle, or filter from rest (lfilter, sosfilt).`,
    );
  const gain = sum(b) / below;
  const order = Math.max(a.length, b.length) - 1;
  const zi = new Float64Array(order);
  // State i holds what the coefficients beyond it owe to a constant input and output.
  for (let i = order - 1, owed = 0; i >= 0; i--) {
    owed += ((b[i + 1] ?? 0) - (a[i + 1] ?? 0) * gain) / a[0];
    zi[i] = owed;
  }
  return { gain, zi };
}

/**
 * The state of {@link lfilter} in which a constant input of 1 has left it: with `zi` times the first sample there is no transient at the
 * beginning.
 *
 * @example
 * lfilterZi([1], [1, -0.5]) // [1]
 *
 * @returns of length max(length of a, length of b) − 1
 * @throws RangeError or TypeError for malformed coefficients, or a pole at 1
 */
export function lfilterZi(b: ArrayLike<number>, a: ArrayLike<number>): Float64Array {
  checkTransferFunction(b, a);
  return steadyState('a', b, a).zi;
}

/**
 * The states of {@link sosfilt} in which a constant input of 1 has left them.
 *
 * @example
 * sosfiltZi([[1, 0, 0, 1, -0.5, 0]]) // [[1, 0]]
 *
 * @returns two numbers for each section
 * @throws RangeError or TypeError for malformed sections, or a pole at 1
 */
export function sosfiltZi(sos: readonly (readonly number[])[]): Float64Array[] {
  checkDigitalSos(sos);
  let input = 1;
  return sos.map((section, i) => {
    const { gain, zi } = steadyState(`a of sos[${i}]`, section.slice(0, 3), section.slice(3));
    const state = zi.map((value) => value * input);
    input *= gain;
    return state;
  });
}
