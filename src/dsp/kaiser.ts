import { checkInteger, checkNumber } from '../numeric/check';

// Kaiser's formulas: how long a window, and of which shape, for a wanted attenuation and transition width.
// Source: Kaiser, Nonrecursive digital filter design using the I₀-sinh window function, Proc. IEEE ISCAS (1974) 20–23.

/**
 * The Kaiser window's parameter for an attenuation.
 *
 * @example
 * kaiserBeta(65) // 6.2043
 *
 * @param attenuation - in dB (positive), of the stop band; the pass band's ripple has the same amplitude
 * @returns β, 0 up to 21 dB (the rectangular window reaches that)
 */
export function kaiserBeta(attenuation: number): number {
  checkNumber('attenuation', attenuation, () => true, 'a finite number of dB');
  const above = attenuation - 21;
  if (attenuation > 50) return 0.1102 * (attenuation - 8.7);
  return above > 0 ? 0.5842 * above ** 0.4 + 0.07886 * above : 0;
}

/**
 * The attenuation that a Kaiser-window filter of a given length reaches.
 *
 * @example
 * kaiserAtten(211, 0.0375) // 64.481
 *
 * @param numTaps - at least 1
 * @param width - of the transition, relative to the Nyquist frequency
 * @returns attenuation in dB
 */
export function kaiserAtten(numTaps: number, width: number): number {
  checkInteger('numTaps', numTaps, 1);
  checkNumber('width', width, (w) => w > 0 && w <= 1, 'in (0, 1], relative to the Nyquist frequency');
  return 2.285 * (numTaps - 1) * Math.PI * width + 7.95;
}

/**
 * Length and shape of the Kaiser window that meets a ripple within a transition width.
 *
 * @example
 * kaiserord(65, 0.048) // { numTaps: 167, beta: 6.2043 }
 *
 * @param ripple - the larger of pass-band ripple and stop-band gain, as attenuation in dB, at least 8
 * @param width - of the transition, relative to the Nyquist frequency
 * @throws RangeError below 8 dB, where the formula does not hold
 */
export function kaiserord(ripple: number, width: number): { numTaps: number; beta: number } {
  checkNumber('ripple', ripple, (a) => Math.abs(a) >= 8, 'at least 8 dB (Kaiser’s formula does not hold below)');
  checkNumber('width', width, (w) => w > 0 && w <= 1, 'in (0, 1], relative to the Nyquist frequency');
  const attenuation = Math.abs(ripple);
  const numTaps = Math.ceil((attenuation - 7.95) / 2.285 / (Math.PI * width) + 1);
  if (!Number.isSafeInteger(numTaps))
    throw new RangeError(`width is ${width}; it must be larger: ${ripple} dB would take ${numTaps} taps.`);
  return { numTaps, beta: kaiserBeta(attenuation) };
}
