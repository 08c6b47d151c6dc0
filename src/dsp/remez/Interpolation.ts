import type { Samples } from './problem';

/** P through places of an exchange, as Lagrange's polynomial in x = cos 2πf, and the error δ that alternates there. */
export class Interpolation {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #weights: Float64Array;
  readonly #weighted: Float64Array;
  readonly #exponents: Float64Array;
  readonly #countsFor: Float64Array;
  #exponent = 0;
  delta = 0;

  /** @param count - of places */
  constructor(count: number) {
    this.#x = new Float64Array(count);
    this.#y = new Float64Array(count);
    this.#weights = new Float64Array(count);
    this.#weighted = new Float64Array(count);
    this.#exponents = new Float64Array(count);
    this.#countsFor = new Float64Array(count);
  }

  /** Becomes P through these of the samples, by default the first ones. */
  through({ x, desired, weight }: Samples, indices?: readonly number[]): this {
    const nodes = this.#x;
    const y = this.#y;
    const weights = this.#weights;
    const countsFor = this.#countsFor;
    for (let i = 0; i < nodes.length; i++) {
      const from = indices ? indices[i] : i;
      nodes[i] = x[from];
      y[i] = desired[from];
      countsFor[i] = weight[from];
    }
    this.#exponent = barycentricWeights(nodes, weights, this.#exponents);
    let [wanted, slack] = [0, 0];
    for (let i = 0, sign = 1; i < nodes.length; i++, sign = -sign) {
      wanted += y[i] * weights[i];
      slack += (sign / countsFor[i]) * weights[i];
    }
    this.delta = wanted / slack;
    for (let i = 0, sign = 1; i < nodes.length; i++, sign = -sign) {
      y[i] -= (this.delta * sign) / countsFor[i];
      this.#weighted[i] = y[i] * weights[i];
    }
    return this;
  }

  /**
   * P at all x = cos 2πf, by the barycentric formula. Two nodes share one division, and two x the fetching of the nodes.
   *
   * @param values - overwritten and returned
   */
  at(x: Float64Array, values: Float64Array = new Float64Array(x.length)): Float64Array {
    const nodes = this.#x;
    const weights = this.#weights;
    const weighted = this.#weighted;
    const odd = nodes.length % 2;
    for (let k = 0; k < x.length; k += 2) {
      const x0 = x[k];
      const x1 = k + 1 < x.length ? x[k + 1] : x0;
      let above0 = odd === 1 ? weighted[0] / (x0 - nodes[0]) : 0;
      let below0 = odd === 1 ? weights[0] / (x0 - nodes[0]) : 0;
      let above1 = odd === 1 ? weighted[0] / (x1 - nodes[0]) : 0;
      let below1 = odd === 1 ? weights[0] / (x1 - nodes[0]) : 0;
      for (let i = odd; i < nodes.length; i += 2) {
        const ni = nodes[i];
        const nj = nodes[i + 1];
        const wi = weights[i];
        const wj = weights[i + 1];
        const yi = weighted[i];
        const yj = weighted[i + 1];
        const u0 = x0 - ni;
        const v0 = x0 - nj;
        const inverse0 = 1 / (u0 * v0);
        above0 += (yi * v0 + yj * u0) * inverse0;
        below0 += (wi * v0 + wj * u0) * inverse0;
        const u1 = x1 - ni;
        const v1 = x1 - nj;
        const inverse1 = 1 / (u1 * v1);
        above1 += (yi * v1 + yj * u1) * inverse1;
        below1 += (wi * v1 + wj * u1) * inverse1;
      }
      values[k] = above0 / below0;
      if (k + 1 < x.length) values[k + 1] = above1 / below1;
    }
    for (let k = 0; k < x.length; k++) if (!Number.isFinite(values[k])) values[k] = this.#y[nodes.indexOf(x[k])];
    return values;
  }

  /** Every so many of the places, about sixteen: where, what P is there, and how far that is from what is desired. */
  some(): { f: number; value: number; slack: number }[] {
    const every = Math.ceil(this.#x.length / 16);
    return Array.from({ length: Math.ceil(this.#x.length / every) }, (_, k) => {
      const i = k * every;
      const slack = Math.abs(this.delta / this.#countsFor[i]);
      return { f: Math.acos(this.#x[i]) / (2 * Math.PI), value: this.#y[i], slack };
    });
  }

  /**
   * P outside the bands too, by Lagrange's formula itself: there P may be huge, and the sum in the denominator of the barycentric formula,
   * which is 1/Π 2(x − xᵢ), has lost its digits.
   */
  outside(x: number): number {
    const nodes = this.#x;
    let [product, exponent, sum] = [1, -this.#exponent, 0];
    for (let i = 0; i < nodes.length; i++) {
      const difference = 2 * (x - nodes[i]);
      if (difference === 0) return this.#y[i];
      sum += this.#weighted[i] / difference;
      product *= difference;
      const size = Math.abs(product);
      if (size > large || size < 1 / large) {
        product *= size > 1 ? 1 / large : large;
        exponent += size > 1 ? 500 : -500;
      }
    }
    // In two steps, since the power alone may leave the range of doubles where the value does not.
    const half = Math.trunc(exponent / 2);
    return sum * 2 ** half * product * 2 ** (exponent - half);
  }
}

const large = 2 ** 500;

/**
 * Writes 1/Π 2(xᵢ − xⱼ), all times 2^exponent: of many factors the product alone would leave the range of doubles.
 *
 * @param products - overwritten by the weights
 * @param exponents - overwritten
 * @returns the exponent
 */
function barycentricWeights(x: Float64Array, products: Float64Array, exponents: Float64Array): number {
  exponents.fill(0);
  for (let i = 0; i < x.length; i++) {
    const xi = x[i];
    let product = 1;
    // A few factors at a time cannot leave it.
    for (let from = 0; from < x.length; from += 8) {
      const to = Math.min(from + 8, x.length);
      for (let j = from; j < to; j++) product *= j === i ? 1 : 2 * (xi - x[j]);
      const size = Math.abs(product);
      if (size > large || size < 1 / large) {
        product *= size > 1 ? 1 / large : large;
        exponents[i] += size > 1 ? 500 : -500;
      }
    }
    products[i] = product;
  }
  let most = exponents[0];
  for (let i = 1; i < exponents.length; i++) most = Math.min(most, exponents[i]);
  for (let i = 0; i < x.length; i++)
    products[i] = (exponents[i] === most ? 1 : 2 ** Math.max(most - exponents[i], -1000)) / products[i];
  return most;
}
