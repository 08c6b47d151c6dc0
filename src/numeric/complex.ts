import type { ComplexArray } from './fft';

/** Complex numbers as two arrays of any kind, of the same length. */
export interface ComplexValues {
  readonly re: ArrayLike<number>;
  readonly im: ArrayLike<number>;
}

/** One complex number. Long arrays of them are {@link ComplexArray}s. */
export interface Complex {
  re: number;
  im: number;
}

export const complex = (re: number, im = 0): Complex => ({ re, im });
export const conj = ({ re, im }: Complex): Complex => ({ re, im: -im });
export const negate = ({ re, im }: Complex): Complex => ({ re: -re, im: -im });
export const abs = ({ re, im }: Complex): number => Math.hypot(re, im);
export const add = (u: Complex, v: Complex): Complex => ({ re: u.re + v.re, im: u.im + v.im });
export const subtract = (u: Complex, v: Complex): Complex => ({ re: u.re - v.re, im: u.im - v.im });
export const scale = (u: Complex, factor: number): Complex => ({ re: u.re * factor, im: u.im * factor });
export const multiply = (u: Complex, v: Complex): Complex => ({
  re: u.re * v.re - u.im * v.im,
  im: u.re * v.im + u.im * v.re,
});

/** u/v, by Smith's method: no overflow in between. */
export function divide(u: Complex, v: Complex): Complex {
  if (Math.abs(v.re) >= Math.abs(v.im)) {
    const ratio = v.im / v.re;
    const size = v.re + v.im * ratio;
    return { re: (u.re + u.im * ratio) / size, im: (u.im - u.re * ratio) / size };
  }
  const ratio = v.re / v.im;
  const size = v.re * ratio + v.im;
  return { re: (u.re * ratio + u.im) / size, im: (u.im * ratio - u.re) / size };
}

/** The square root with a real part that is not negative. */
export function sqrt({ re, im }: Complex): Complex {
  const size = Math.hypot(re, im);
  if (size === 0) return { re: 0, im: 0 };
  const root = Math.sqrt((size + Math.abs(re)) / 2);
  const other = im / (2 * root);
  if (re >= 0) return { re: root, im: other };
  return { re: Math.abs(other), im: im < 0 ? -root : root };
}

/** The product of many factors. */
export const product = (factors: readonly Complex[]): Complex => factors.reduce(multiply, complex(1));

/** The two arrays as a list of numbers. */
export const fromArrays = ({ re, im }: ComplexValues): Complex[] => Array.from(re, (value, i) => complex(value, im[i]));

/** A list of numbers as two arrays. */
export const toArrays = (values: readonly Complex[]): ComplexArray => ({
  re: Float64Array.from(values, ({ re }) => re),
  im: Float64Array.from(values, ({ im }) => im),
});
