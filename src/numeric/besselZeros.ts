import { abs, add, type Complex, complex, divide, multiply, subtract } from './complex';

/** A complex number in fixed point: parts times 2^bits. */
interface Fixed {
  re: bigint;
  im: bigint;
}

/** The coefficients of the reverse Bessel polynomial θₙ, the highest power first: (2n − k)!/(2ⁿ⁻ᵏ k! (n − k)!) for sᵏ. */
function coefficients(n: number): bigint[] {
  const c = [1n];
  for (let k = n; k > 0; k--) c.push((c[n - k] * BigInt((2 * n - k + 1) * k)) / BigInt(2 * (n - k + 1)));
  return c;
}

const toFixed = (value: number, bits: number): bigint => BigInt(Math.round(value * 2 ** 60)) << BigInt(bits - 60);
const toNumber = (value: bigint, bits: number): number => Number(value >> BigInt(bits - 100)) / 2 ** 100;

/**
 * θₙ/θ′ₙ at s. In double precision the terms, as large as 10³⁰ for n = 24, would cancel to nothing near a zero, which lies where they do.
 */
function newtonStep(c: readonly bigint[], s: Complex, bits: number): Complex {
  const z = { re: toFixed(s.re, bits), im: toFixed(s.im, bits) };
  const shift = BigInt(bits);
  const times = (u: Fixed): Fixed => ({
    re: (u.re * z.re - u.im * z.im) >> shift,
    im: (u.re * z.im + u.im * z.re) >> shift,
  });
  let value = { re: 0n, im: 0n };
  let slope = { re: 0n, im: 0n };
  for (const coefficient of c) {
    const [valueTimes, slopeTimes] = [times(value), times(slope)];
    slope = { re: slopeTimes.re + value.re, im: slopeTimes.im + value.im };
    value = { re: valueTimes.re + (coefficient << shift), im: valueTimes.im };
  }
  const size = slope.re * slope.re + slope.im * slope.im;
  return {
    re: toNumber(((value.re * slope.re + value.im * slope.im) << shift) / size, bits),
    im: toNumber(((value.im * slope.re - value.re * slope.im) << shift) / size, bits),
  };
}

/**
 * The n zeros of the reverse Bessel polynomial θₙ, complex ones with their conjugates, right to the last digits.
 *
 * Source: Grosswald, Bessel Polynomials, chapter 2 (the polynomials); Aberth, Iteration methods for finding all zeros of a polynomial
 * simultaneously, Math. Comp. 27 (1973).
 */
export function besselZeros(n: number): Complex[] {
  const c = coefficients(n);
  const bits = 128 + 10 * n;
  // On an arc about where the zeros are; with half of them the conjugates are known.
  let upper = Array.from({ length: Math.ceil(n / 2) }, (_, i) => {
    const angle = (Math.PI * (n - 1 - 2 * i)) / (2 * n);
    return complex(-0.6 * n * Math.cos(angle) - 0.4, 0.8 * n * Math.sin(angle));
  });
  const withConjugates = () =>
    upper.flatMap((zero, i) => (2 * i + 1 === n ? [complex(zero.re)] : [zero, complex(zero.re, -zero.im)]));
  for (let round = 0; round < 100; round++) {
    const all = withConjugates();
    const steps = upper.map((zero) => {
      const step = newtonStep(c, zero, bits);
      const others = all.filter((other) => other.re !== zero.re || other.im !== zero.im);
      const pull = others.reduce((sum, other) => add(sum, divide(complex(1), subtract(zero, other))), complex(0));
      return divide(step, subtract(complex(1), multiply(step, pull)));
    });
    upper = upper.map((zero, i) => subtract(zero, steps[i]));
    if (steps.every((step, i) => abs(step) <= 2e-16 * abs(upper[i]))) break;
  }
  return withConjugates();
}
