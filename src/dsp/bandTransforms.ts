import { abs, add, type Complex, complex, divide, multiply, negate, scale, sqrt, subtract } from '../numeric/complex';
import type { Roots } from './prototypes';

// From an analog low-pass with its edge at 1 rad/s to the other kinds of filter, and from analog to digital.
// Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., sections 7.2 and B.

/** Π over the numerators divided by Π over the denominators, pair by pair, so that neither overflows. */
function productRatio(numerators: readonly Complex[], denominators: readonly Complex[]): number {
  let ratio = complex(1);
  for (let i = 0; i < Math.max(numerators.length, denominators.length); i++) {
    if (i < numerators.length) ratio = multiply(ratio, numerators[i]);
    if (i < denominators.length) ratio = divide(ratio, denominators[i]);
  }
  return ratio.re;
}

const repeat = (value: Complex, times: number): Complex[] => new Array<Complex>(times).fill(value);
const degree = ({ z, p }: Roots): number => p.length - z.length;

/** Low-pass to low-pass with its edge at `wo`. */
export const toLowpass = ({ z, p, k }: Roots, wo: number): Roots => ({
  z: z.map((zero) => scale(zero, wo)),
  p: p.map((pole) => scale(pole, wo)),
  k: k * wo ** (p.length - z.length),
});

/** Low-pass to high-pass with its edge at `wo`: s → wo/s. */
export const toHighpass = (lowpass: Roots, wo: number): Roots => ({
  z: [...lowpass.z.map((zero) => divide(complex(wo), zero)), ...repeat(complex(0), degree(lowpass))],
  p: lowpass.p.map((pole) => divide(complex(wo), pole)),
  k: lowpass.k * productRatio(lowpass.z.map(negate), lowpass.p.map(negate)),
});

/** The two solutions s of s + wo²/s = 2·half: the second from their product, since in the difference digits would cancel. */
function bandPair(half: Complex, wo: number): Complex[] {
  // √(h² − wo²) as √(h − wo)·√(h + wo): no overflow, no cancellation.
  const root = multiply(sqrt(subtract(half, complex(wo))), sqrt(add(half, complex(wo))));
  const [plus, minus] = [add(half, root), subtract(half, root)];
  const larger = abs(plus) >= abs(minus) ? plus : minus;
  return [larger, divide(complex(wo * wo), larger)];
}

/** Low-pass to band-pass of centre `wo` and width `bw`: s → (s² + wo²)/(bw·s). */
export const toBandpass = (lowpass: Roots, wo: number, bw: number): Roots => ({
  z: [...lowpass.z.flatMap((zero) => bandPair(scale(zero, bw / 2), wo)), ...repeat(complex(0), degree(lowpass))],
  p: lowpass.p.flatMap((pole) => bandPair(scale(pole, bw / 2), wo)),
  k: lowpass.k * bw ** degree(lowpass),
});

/** Low-pass to band-stop of centre `wo` and width `bw`: s → bw·s/(s² + wo²). */
export const toBandstop = (lowpass: Roots, wo: number, bw: number): Roots => ({
  z: [
    ...lowpass.z.flatMap((zero) => bandPair(divide(complex(bw / 2), zero), wo)),
    ...repeat(complex(0, wo), degree(lowpass)),
    ...repeat(complex(0, -wo), degree(lowpass)),
  ],
  p: lowpass.p.flatMap((pole) => bandPair(divide(complex(bw / 2), pole), wo)),
  k: lowpass.k * productRatio(lowpass.z.map(negate), lowpass.p.map(negate)),
});

/** Analog to digital by the bilinear transform, s = 2·fs·(z − 1)/(z + 1). */
export function bilinear(analog: Roots, fs: number): Roots {
  const rate = complex(2 * fs);
  const toDigital = (s: Complex) => divide(add(rate, s), subtract(rate, s));
  return {
    z: [...analog.z.map(toDigital), ...repeat(complex(-1), degree(analog))],
    p: analog.p.map(toDigital),
    k:
      analog.k *
      productRatio(
        analog.z.map((zero) => subtract(rate, zero)),
        analog.p.map((pole) => subtract(rate, pole)),
      ),
  };
}
