import { checkSamples, finite } from './check';
import { abs, add, type Complex, complex, conj, divide, multiply, subtract } from './complex';
import { eigenvalues } from './eigenvalues';
import { powerOfTwo } from './powerOfTwo';

/** p(z) and p′(z) of p = c₀zⁿ + c₁zⁿ⁻¹ + … by Horner's rule. */
function valueAndSlope(c: ArrayLike<number>, z: Complex): [value: Complex, slope: Complex] {
  let [value, slope] = [complex(0), complex(0)];
  for (let i = 0; i < c.length; i++) {
    slope = add(multiply(slope, z), value);
    value = add(multiply(value, z), complex(c[i]));
  }
  return [value, slope];
}

/** One root, after the steps of Newton's method that bring it nearer. */
function polish(c: ArrayLike<number>, root: Complex): Complex {
  let [value, slope] = valueAndSlope(c, root);
  for (let i = 0; i < 8 && abs(value) > 0 && abs(slope) > 0; i++) {
    const next = subtract(root, divide(value, slope));
    const [nextValue, nextSlope] = valueAndSlope(c, next);
    if (!(abs(nextValue) < abs(value))) break;
    [root, value, slope] = [next, nextValue, nextSlope];
  }
  return root;
}

/**
 * The roots of c₀zⁿ + c₁zⁿ⁻¹ + … + cₙ: eigenvalues of the companion matrix, polished by Newton's method.
 *
 * @param c - real coefficients; zeros in front are ignored
 * @returns n roots, complex ones next to their conjugates; multiple roots have about 1/multiplicity of the digits
 * @throws TypeError for anything but an array; RangeError for coefficients that are not finite, or so extreme that a root is not
 */
export function roots(c: ArrayLike<number>): Complex[] {
  return rootsOf('c', c);
}

/** {@link roots}, for a caller whose polynomial has another name. */
export function rootsOf(name: string, c: ArrayLike<number>): Complex[] {
  checkSamples(name, c, 0);
  const coefficients = Array.from(c);
  const first = coefficients.findIndex((value) => value !== 0);
  if (first < 0) return [];
  let last = coefficients.length - 1;
  while (coefficients[last] === 0) last--;
  const kept = coefficients.slice(first, last + 1);
  const atZero = Array.from({ length: coefficients.length - 1 - last }, () => complex(0));
  return finite([...rootsByCompanion(kept), ...atZero], name, c);
}

function rootsByCompanion(c: readonly number[]): Complex[] {
  const degree = c.length - 1;
  if (degree === 0) return [];
  if (degree === 1) return [complex(-c[1] / c[0])];
  if (degree === 2) return quadraticRoots(c[0], c[1], c[2]);
  return companionEigenvalues(c).flatMap((eigenvalue) => {
    if (eigenvalue.im < 0) return []; // comes with its conjugate
    const root = polish(c, eigenvalue);
    if (eigenvalue.im === 0) return [root];
    const upper = root.im === 0 ? eigenvalue : root; // of a pair Newton's method must not make one
    return [upper, conj(upper)];
  });
}

function companionEigenvalues(c: readonly number[]): Complex[] {
  const top = c.slice(1).map((value) => -value / c[0]);
  if (!top.every(Number.isFinite)) return [complex(Number.NaN)]; // which the caller refuses
  return eigenvalues(top.map((_, i) => (i === 0 ? top : top.map((_, j) => Number(j === i - 1)))));
}

/** Without the cancellation of the school formula; a and c are not 0. */
function quadraticRoots(a: number, b: number, c: number): Complex[] {
  // In units of b or √ac, since their squares may not be doubles.
  const unit = powerOfTwo(Math.max(Math.abs(b), Math.sqrt(Math.abs(a)) * Math.sqrt(Math.abs(c))));
  const discriminant = (b / unit) * (b / unit) - 4 * (a / unit) * (c / unit);
  const root = Math.sqrt(Math.abs(discriminant)) * unit;
  if (discriminant < 0) {
    const [re, im] = [-b / a / 2, root / Math.abs(a) / 2];
    return [complex(re, im), complex(re, -im)];
  }
  const sum = -(b / 2 + ((b < 0 ? -1 : 1) * root) / 2);
  return [complex(sum / a), complex(c / sum)];
}

/** The coefficients of Π (z − zᵢ), the leading one 1. Of conjugate pairs they are real. */
export function polynomialFromRoots(zeros: readonly Complex[]): Complex[] {
  const c = [complex(1)];
  for (const zero of zeros) {
    c.push(complex(0));
    for (let i = c.length - 1; i > 0; i--) c[i] = subtract(c[i], multiply(zero, c[i - 1]));
  }
  return c;
}

/** The product of two polynomials with real coefficients. */
export function multiplyPolynomials(u: ArrayLike<number>, v: ArrayLike<number>): Float64Array {
  const w = new Float64Array(u.length + v.length - 1);
  for (let i = 0; i < u.length; i++) for (let k = 0; k < v.length; k++) w[i + k] += u[i] * v[k];
  return w;
}
