import type { ComplexArray, ComplexValues } from '../numeric';
import { checkNumber } from '../numeric/check';
import { complex, divide, multiply, scale, subtract } from '../numeric/complex';
import { type FrequencyOptions, frequencies } from './freqz';
import { checkComplexArray } from './representations';

/**
 * Frequency response from zeros, poles and gain: k·Π(e^jω − zᵢ)/Π(e^jω − pᵢ).
 *
 * @example
 * freqzZpk({ re: [-1], im: [0] }, { re: [0], im: [0] }, 1, { w: [0, Math.PI / 2] }).h // { re: [2, 1], im: [0, -1] }
 *
 * @returns frequencies `w` in the unit of fs, complex gains `h`; not finite where a pole lies on the circle
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 */
export function freqzZpk(
  z: ComplexValues,
  p: ComplexValues,
  k: number,
  options: FrequencyOptions = {},
): { w: Float64Array; h: ComplexArray } {
  checkComplexArray('z', z);
  checkComplexArray('p', p);
  checkNumber('k', k, () => true, 'a finite number');
  const { w, fs } = frequencies(options);
  const h = { re: new Float64Array(w.length), im: new Float64Array(w.length) };
  w.forEach((frequency, i) => {
    const omega = (2 * Math.PI * frequency) / fs;
    const place = complex(Math.cos(omega), Math.sin(omega));
    let value = complex(1);
    // In turns, so that neither product overflows.
    for (let j = 0; j < Math.max(z.re.length, p.re.length); j++) {
      if (j < z.re.length) value = multiply(value, subtract(place, complex(z.re[j], z.im[j])));
      if (j < p.re.length) value = divide(value, subtract(place, complex(p.re[j], p.im[j])));
    }
    const { re, im } = scale(value, k);
    [h.re[i], h.im[i]] = [re, im];
  });
  return { w, h };
}
