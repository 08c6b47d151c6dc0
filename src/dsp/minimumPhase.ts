import { fftReal, inverseFftReal, nextPowerOfTwo } from '../numeric';
import { checkChoice, checkCount, checkFlag, checkOptions, checkSamples, finite, shown } from '../numeric/check';

export interface MinimumPhaseOptions {
  /**
   * 'homomorphic' (default) works for any filter; 'hilbert' for equiripple low-pass filters with an even number of taps or a gain of 0 or 1
   * in their bands, and only with `half`.
   */
  method?: 'homomorphic' | 'hilbert';
  /** Length of the transforms, rounded up to a power of two; at least that of h. Default: enough for an error of about 1 % of the ripple; of zeros on the unit circle some thousandths of the largest tap. */
  nFft?: number;
  /** True (default): half as many taps, and the square root of the gain. False: as many taps, and the same gain. */
  half?: boolean;
}

function isSymmetric(h: ArrayLike<number>): boolean {
  const taps = Array.from(h);
  const largest = taps.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0);
  return taps.every((tap, n) => Math.abs(tap - taps[taps.length - 1 - n]) <= 1e-8 * largest);
}

/** log of a spectrum's magnitude, kept away from log 0 by a millionth of its smallest value. */
function logMagnitude(h: ArrayLike<number>, size: number): Float64Array {
  const { re, im } = fftReal(h, size);
  const magnitude = re.map((value, k) => Math.hypot(value, im[k]));
  const least = magnitude.reduce(
    (least, value) => (value > 0 ? Math.min(least, value) : least),
    Number.POSITIVE_INFINITY,
  );
  return magnitude.map((value) => Math.log(value + 1e-7 * least));
}

/** The causal sequence whose spectrum has this log magnitude and the least phase: its cepstrum, folded onto positive times. */
function fromLogMagnitude(logarithm: Float64Array): Float64Array {
  const size = logarithm.length;
  const cepstrum = inverseFftReal({ re: logarithm, im: new Float64Array(size) });
  const folded = cepstrum.map((value, n) => {
    if (n === 0 || n === size / 2) return value;
    return n < size / 2 ? 2 * value : 0;
  });
  const { re, im } = fftReal(folded, size);
  return inverseFftReal({
    re: re.map((value, k) => Math.exp(value) * Math.cos(im[k])),
    im: re.map((value, k) => Math.exp(value) * Math.sin(im[k])),
  });
}

/**
 * The gain of a linear-phase filter without its delay: all zeros moved into the unit circle.
 *
 * @example
 * minimumPhase(remez(151, [0, 0.2, 0.3, 1], [1, 0])) // 76 taps, the square root of the gain
 * minimumPhase(h, { half: false }) // the same gain
 *
 * @param h - symmetric taps, at least 3
 * @returns (length of h + 1)/2 taps, rounded down to length/2 for even lengths, or with `half` false as many as h
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 13.5 (homomorphic); Damera-Venkata & Evans, Optimal design of
 * real and complex minimum phase digital FIR filters, ICASSP 1999 (hilbert).
 */
export function minimumPhase(h: ArrayLike<number>, options: MinimumPhaseOptions = {}): Float64Array {
  checkOptions(options, ['method', 'nFft', 'half']);
  const { method = 'homomorphic', half = true } = options;
  checkSamples('h', h);
  checkChoice('method', method, ['homomorphic', 'hilbert']);
  checkFlag('half', half);
  if (h.length < 3) throw new RangeError(`h has length ${h.length}; it must have at least 3 taps.`);
  if (Array.from(h).every((tap) => tap === 0))
    throw new RangeError(`h is ${shown(h)}; at least one tap must not be 0.`);
  if (method === 'hilbert' && !isSymmetric(h))
    throw new RangeError(`h is ${shown(h)}; for the method 'hilbert' it must be symmetric.`);
  if (method === 'hilbert' && !half)
    throw new RangeError("half is false; the method 'hilbert' only makes half filters.");
  const { nFft = Math.ceil((2 * (h.length - 1)) / 0.01) } = options;
  checkCount('nFft', nFft, h.length);
  const size = nextPowerOfTwo(nFft);
  const length = half ? Math.floor(h.length / 2) + (h.length % 2) : h.length;
  const logarithm = method === 'hilbert' ? liftedLogarithm(h, size) : logMagnitude(h, size);
  const root = half && method === 'homomorphic' ? 2 : 1;
  return finite(fromLogMagnitude(logarithm.map((value) => value / root)).slice(0, length), 'h', h);
}

/** log √A of the amplitude A, lifted by the ripple of the stop band so that it is nowhere negative, and scaled back to 1 in the pass band. */
function liftedLogarithm(h: ArrayLike<number>, size: number): Float64Array {
  const { re, im } = fftReal(h, size);
  const delay = Math.floor(h.length / 2);
  const amplitude = re.map((value, k) => {
    const angle = (2 * Math.PI * k * delay) / size;
    return value * Math.cos(angle) - im[k] * Math.sin(angle);
  });
  const [most, least] = [amplitude.reduce((a, b) => Math.max(a, b)), amplitude.reduce((a, b) => Math.min(a, b))];
  const [passRipple, stopRipple] = [most - 1, -least];
  if (passRipple > 1 + stopRipple)
    throw new RangeError(
      `h has a gain of ${most}; for the method 'hilbert' it must be about 1 in the pass band: divide h by it.`,
    );
  const scale = 4 / (Math.sqrt(1 + passRipple + stopRipple) + Math.sqrt(1 - passRipple + stopRipple)) ** 2;
  return amplitude.map((value) => Math.log(Math.sqrt(scale * (value + stopRipple)) + 1e-10));
}
