import type { ComplexArray } from '../numeric';
import { type FrequencyOptions, freqz } from './freqz';
import { checkDigitalSos } from './representations';

/**
 * Frequency response of second-order sections: the product of theirs. Right for orders at which coefficients have long failed.
 *
 * @example
 * freqzSos([[1, 1, 0, 1, 0, 0]], { w: [0, Math.PI / 2] }).h // { re: [2, 1], im: [0, -1] }
 *
 * @param sos - sections [[b0, b1, b2, a0, a1, a2], …]
 * @returns frequencies `w` in the unit of fs, complex gains `h`; not finite where a pole lies on the circle
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 */
export function freqzSos(
  sos: readonly (readonly number[])[],
  options: FrequencyOptions = {},
): { w: Float64Array; h: ComplexArray } {
  checkDigitalSos(sos);
  const responses = sos.map((section) => freqz(section.slice(0, 3), section.slice(3), options));
  const [{ w, h }] = responses;
  for (const { h: next } of responses.slice(1)) {
    for (let i = 0; i < w.length; i++) {
      const [re, im] = [h.re[i], h.im[i]];
      h.re[i] = re * next.re[i] - im * next.im[i];
      h.im[i] = re * next.im[i] + im * next.re[i];
    }
  }
  return { w, h };
}
