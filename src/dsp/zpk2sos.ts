import type { ComplexValues } from '../numeric';
import { checkChoice, checkFlag, checkNumber, checkOptions, shown } from '../numeric/check';
import { abs, type Complex, complex, conj, fromArrays, subtract } from '../numeric/complex';
import { checkComplexArray, type Sos } from './representations';

export interface Zpk2sosOptions {
  /**
   * How zeros are put beside poles. 'nearest' (default): each pole, the one nearest the unit circle first, with the zero nearest to it, an odd
   * order filled up with a zero and a pole at the origin; 'keep_odd': an odd order keeps a first-order section; 'minimal': no zeros are
   * added, which is the way of analog filters.
   */
  pairing?: 'nearest' | 'keep_odd' | 'minimal';
  /** The filter is analog: then the worst pole is the one nearest the imaginary axis, and pairing must be 'minimal'. */
  analog?: boolean;
}

/** Numbers that are real, and of each conjugate pair the one above the real axis; both in ascending order. */
interface Half {
  real: Complex[];
  upper: Complex[];
}

const tolerance = 100 * 2 ** -52;
const ascending = (u: Complex, v: Complex): number => u.re - v.re || Math.abs(u.im) - Math.abs(v.im);

/** Sorts numbers into real ones and conjugate pairs. @throws RangeError for one without its conjugate */
export function halve(name: string, values: readonly Complex[]): Half {
  const isReal = (value: Complex) => Math.abs(value.im) <= tolerance * abs(value);
  const upper = values.filter((value) => !isReal(value) && value.im > 0).sort(ascending);
  const lower = values.filter((value) => !isReal(value) && value.im < 0);
  const near = (u: Complex, v: Complex) => abs(subtract(u, conj(v))) <= 1e-8 * abs(u);
  for (const value of upper) {
    const at = lower.findIndex((other) => near(value, other));
    if (at < 0)
      throw new RangeError(`${name} has ${shown(value)} without its conjugate; complex ones must come in pairs.`);
    lower.splice(at, 1);
  }
  if (lower.length > 0)
    throw new RangeError(`${name} has ${shown(lower[0])} without its conjugate; complex ones must come in pairs.`);
  const real = values.filter(isReal).map(({ re }) => complex(re));
  return { real: real.sort(ascending), upper };
}

/** What is left of the poles or zeros while they are dealt out. */
class Pool {
  readonly #left: { value: Complex; isReal: boolean }[];

  constructor({ real, upper }: Half) {
    this.#left = [
      ...upper.map((value) => ({ value, isReal: false })),
      ...real.map((value) => ({ value, isReal: true })),
    ];
  }
  get length(): number {
    return this.#left.length;
  }
  get reals(): number {
    return this.#left.filter(({ isReal }) => isReal).length;
  }
  get pairs(): number {
    return this.length - this.reals;
  }

  /** Takes out the number of the least cost; real ones or complex ones only, if asked. */
  take(cost: (value: Complex) => number, isReal?: boolean): { value: Complex; isReal: boolean } {
    let best = -1;
    this.#left.forEach((each, i) => {
      if (isReal !== undefined && each.isReal !== isReal) return;
      if (best < 0 || cost(each.value) < cost(this.#left[best].value)) best = i;
    });
    return this.#left.splice(best, 1)[0];
  }
}

const pair = (value: Complex): Complex[] => [value, conj(value)];

/** The three coefficients of a polynomial with at most two roots, real or conjugate; shorter ones begin with zeros. */
function coefficients(factors: readonly Complex[]): number[] {
  if (factors.length === 0) return [0, 0, 1];
  if (factors.length === 1) return [0, 1, -factors[0].re];
  const [u, v] = factors;
  return [1, -(u.re + v.re), u.re * v.re - u.im * v.im];
}

/**
 * Second-order sections from zeros, poles and gain. The section with the poles nearest the unit circle comes last; the gain is in the first.
 *
 * @example
 * zpk2sos({ re: [-1, -1], im: [0, 0] }, { re: [0.5, 0.5], im: [0.5, -0.5] }, 0.25) // [[0.25, 0.5, 0.25, 1, -1, 0.5]]
 *
 * @returns the sections; complex zeros and poles stay with their conjugates
 * @throws RangeError or TypeError for complex numbers without their conjugates, more zeros than poles of an analog filter, a bad option
 * Source: the pairing that SciPy documents; Jackson, Digital Filters and Signal Processing, section 11 (ordering of sections).
 */
export function zpk2sos(z: ComplexValues, p: ComplexValues, k: number, options: Zpk2sosOptions = {}): Sos {
  checkOptions(options, ['pairing', 'analog']);
  const { analog = false, pairing = analog ? 'minimal' : 'nearest' } = options;
  checkFlag('analog', analog);
  checkChoice('pairing', pairing, ['nearest', 'keep_odd', 'minimal']);
  checkComplexArray('z', z);
  checkComplexArray('p', p);
  checkNumber('k', k, () => true, 'a finite number');
  if (analog && pairing !== 'minimal')
    throw new RangeError(`pairing is '${pairing}'; an analog filter needs 'minimal'.`);
  const [zeros, poles] = [fromArrays(z), fromArrays(p)];
  if (pairing === 'minimal' && zeros.length > poles.length)
    throw new RangeError(
      `z has ${zeros.length} zeros, p ${poles.length} poles; 'minimal' needs at least as many poles.`,
    );
  if (zeros.length === 0 && poles.length === 0) return [analog ? [0, 0, k, 0, 0, 1] : [k, 0, 0, 1, 0, 0]];

  if (pairing !== 'minimal') {
    const size = Math.max(zeros.length, poles.length);
    const filled = size + (pairing === 'nearest' ? size % 2 : 0);
    for (const values of [zeros, poles]) while (values.length < filled) values.push(complex(0));
  }
  const sos = deal(new Pool(halve('z', zeros)), new Pool(halve('p', poles)), pairing === 'minimal', analog);
  for (let i = 0; i < 3; i++) sos[0][i] *= k;
  return sos;
}

/** Deals poles and zeros out to sections, the worst pole first, into the last section. */
function deal(zeros: Pool, poles: Pool, minimal: boolean, analog: boolean): Sos {
  const cost = analog ? ({ re }: Complex) => Math.abs(re) : (pole: Complex) => Math.abs(1 - abs(pole));
  const sections: Sos = [];
  while (poles.length > 0) {
    const { value: pole, isReal } = poles.take(cost);
    const distance = (zero: Complex) => abs(subtract(pole, zero));
    const partners = (): Complex[] => {
      if (zeros.length === 0) return [];
      // A pair needs a section of two poles: where there are no more of these than pairs, a real zero is left for the single pole.
      const mustBePair = zeros.pairs > poles.pairs + (poles.reals >> 1);
      const zero = zeros.take(distance, mustBePair ? false : undefined);
      if (!zero.isReal) return pair(zero.value);
      return zeros.reals > 0 ? [zero.value, zeros.take(distance, true).value] : [zero.value];
    };
    if (isReal && poles.reals === 0) {
      const last = zeros.reals > 0 ? [zeros.take(distance, true).value] : [];
      // A digital first-order section is a second-order one with a zero and a pole at the origin.
      const fill = minimal ? [] : [complex(0)];
      sections.push([...coefficients([...last, ...fill]), ...coefficients([pole, ...fill])]);
    } else {
      const both = isReal ? [pole, poles.take(cost, true).value] : pair(pole);
      sections.push([...coefficients(partners()), ...coefficients(both)]);
    }
  }
  return sections.reverse();
}
