import { besselZeros } from '../numeric/besselZeros';
import { abs, type Complex, complex, conj, divide, negate, product, scale } from '../numeric/complex';
import { degreeEquation, ellipticK, inverseSc, jacobi } from '../numeric/elliptic';

// Analog low-pass filters with their edge at 1 rad/s, as zeros, poles and gain. Sources: Parks & Burrus, Digital Filter Design, chapter 7;
// for the elliptic filter Orfanidis, Lecture Notes on Elliptic Filter Design.

/** Zeros, poles and gain as lists of numbers. */
export interface Roots {
  z: Complex[];
  p: Complex[];
  k: number;
}

/** 10^(decibel/10) − 1. */
const excess = (decibel: number): number => Math.expm1((decibel * Math.LN10) / 10);

/** The angles of the poles of a Butterworth filter from the negative real axis: −π/2 < θ < π/2. */
const angles = (order: number): number[] =>
  Array.from({ length: order }, (_, i) => (Math.PI * (2 * i + 1 - order)) / (2 * order));

/** Π(−p)/Π(−z), which makes the gain at zero frequency 1. */
const unitGain = (z: readonly Complex[], p: readonly Complex[]): number =>
  divide(product(p.map(negate)), product(z.map(negate))).re;

export function butterworth(order: number): Roots {
  return { z: [], p: angles(order).map((angle) => complex(-Math.cos(angle), -Math.sin(angle))), k: 1 };
}

/** @param rp ripple of the pass band in dB */
export function chebyshev1(order: number, rp: number): Roots {
  const lowest = 10 ** (-rp / 20); // the gain at zero frequency of an even order
  if (order === 0) return { z: [], p: [], k: lowest };
  const mu = Math.asinh(1 / Math.sqrt(excess(rp))) / order;
  const p = angles(order).map((angle) => complex(-Math.sinh(mu) * Math.cos(angle), -Math.cosh(mu) * Math.sin(angle)));
  return { z: [], p, k: unitGain([], p) * (order % 2 === 0 ? lowest : 1) };
}

/** @param rs attenuation of the stop band, which begins at 1 rad/s, in dB */
export function chebyshev2(order: number, rs: number): Roots {
  if (order === 0) return { z: [], p: [], k: 1 };
  const mu = Math.asinh(Math.sqrt(excess(rs))) / order;
  const z = angles(order)
    .filter((_, i) => 2 * i + 1 !== order)
    .map((angle) => complex(0, 1 / Math.sin(angle)));
  const p = angles(order).map((angle) =>
    divide(complex(1), complex(-Math.sinh(mu) * Math.cos(angle), -Math.cosh(mu) * Math.sin(angle))),
  );
  return { z, p, k: unitGain(z, p) };
}

/**
 * @param rp ripple of the pass band in dB
 * @param rs attenuation of the stop band in dB, more than rp
 */
export function elliptic(order: number, rp: number, rs: number): Roots {
  const lowest = 10 ** (-rp / 20);
  if (order === 0) return { z: [], p: [], k: lowest };
  const epsilon = Math.sqrt(excess(rp));
  if (order === 1) return { z: [], p: [complex(-1 / epsilon)], k: 1 / epsilon };
  const discrimination = excess(rp) / excess(rs);
  const { m, m1 } = degreeEquation(order, discrimination);
  const quarter = ellipticK(m1);
  const v0 = (quarter * inverseSc(1 / epsilon, discrimination)) / (order * ellipticK(1 - discrimination));
  const v = jacobi(v0, m);

  const z: Complex[] = [];
  const p: Complex[] = [];
  for (let j = 1 - (order % 2); j < order; j += 2) {
    const { sn, cn, dn } = jacobi((j * quarter) / order, m1);
    const size = 1 - (dn * v.sn) ** 2;
    const pole = complex((-cn * dn * v.sn * v.cn) / size, (-sn * v.dn) / size);
    p.push(pole);
    if (j === 0) continue; // the real pole of an odd order
    p.push(conj(pole));
    const zero = complex(0, 1 / (Math.sqrt(m) * sn));
    z.push(zero, conj(zero));
  }
  return { z, p, k: unitGain(z, p) * (order % 2 === 0 ? lowest : 1) };
}

/** How the edge of a Bessel filter is scaled. */
export type BesselNorm = 'phase' | 'delay' | 'mag';

/** The frequency at which the gain k/Π|jω − p| is 1/√2. */
function halfPowerFrequency(p: readonly Complex[]): number {
  const decibel = (omega: number) =>
    p.reduce((sum, { re, im }) => sum + Math.log(((omega - im) ** 2 + re * re) / (re * re + im * im)), 0);
  const slope = (omega: number) =>
    p.reduce((sum, { re, im }) => sum + (2 * (omega - im)) / ((omega - im) ** 2 + re * re), 0);
  let omega = 1.5;
  for (let i = 0; i < 60; i++) {
    const step = (decibel(omega) - Math.LN2) / slope(omega);
    omega -= step;
    if (Math.abs(step) < 1e-16 * omega) break;
  }
  return omega;
}

/**
 * Source: Thomson, Delay networks having maximally flat frequency characteristics, Proc. IEE 96 (1949); the zeros of the reverse Bessel
 * polynomials.
 */
export function bessel(order: number, norm: BesselNorm): Roots {
  if (order === 0) return { z: [], p: [], k: 1 };
  const delay = besselZeros(order); // with a group delay of 1 s
  const factor = {
    delay: () => 1,
    // The geometric mean of the poles, (2n)!/(2ⁿ n!) to the power 1/n: then the asymptote of the phase is Butterworth's.
    phase: () => Math.exp(-delay.reduce((sum, pole) => sum + Math.log(abs(pole)), 0) / order),
    mag: () => 1 / halfPowerFrequency(delay),
  }[norm]();
  const p = delay.map((pole) => scale(pole, factor));
  return { z: [], p, k: norm === 'phase' ? 1 : unitGain([], p) };
}
