// Long vectors in float32, as TensorFlow holds them, with sums in float64. All loops over a state's numbers are here.

/** Σ aᵢbᵢ. Four sums side by side: one would wait for itself at every step. */
export function dot(a: Float32Array, b: Float32Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = a.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

export const norm = (a: Float32Array): number => Math.sqrt(dot(a, a));

/** ‖a − b‖ */
export function distance(a: Float32Array, b: Float32Array): number {
  let [s0, s1] = [0, 0];
  const whole = a.length & ~1;
  for (let i = 0; i < whole; i += 2) {
    const [d0, d1] = [a[i] - b[i], a[i + 1] - b[i + 1]];
    s0 += d0 * d0;
    s1 += d1 * d1;
  }
  if (whole < a.length) s0 += (a[whole] - b[whole]) ** 2;
  return Math.sqrt(s0 + s1);
}

/** out ← a − b */
export function subtract(a: Float32Array, b: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
}

/** out ← a + factor·b; `out` may be `a` or `b` */
export function addScaled(a: Float32Array, factor: number, b: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] + factor * b[i];
}

/** out ← factor·a */
export function scale(factor: number, a: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = factor * a[i];
}

/** Σᵢ vectorsₖ[i]·x[i] for each k, four vectors at a time: x is read, and made float64, once for them. */
export function dots(vectors: readonly Float32Array[], x: Float32Array): number[] {
  const sums: number[] = [];
  let k = 0;
  for (; k + 4 <= vectors.length; k += 4) {
    const [a, b, c, d] = [vectors[k], vectors[k + 1], vectors[k + 2], vectors[k + 3]];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      const value = x[i];
      s0 += a[i] * value;
      s1 += b[i] * value;
      s2 += c[i] * value;
      s3 += d[i] * value;
    }
    sums.push(s0, s1, s2, s3);
  }
  for (; k < vectors.length; k++) sums.push(dot(vectors[k], x));
  return sums;
}

/** out ← Σ weightsₖ·vectorsₖ, four vectors at a time, each four summed in float64; `out` is none of them. */
export function combine(weights: ArrayLike<number>, vectors: readonly Float32Array[], out: Float32Array): void {
  out.fill(0);
  let k = 0;
  for (; k + 4 <= vectors.length; k += 4) {
    const [a, b, c, d] = [vectors[k], vectors[k + 1], vectors[k + 2], vectors[k + 3]];
    const [p, q, r, s] = [weights[k], weights[k + 1], weights[k + 2], weights[k + 3]];
    for (let i = 0; i < out.length; i++) out[i] += p * a[i] + q * b[i] + (r * c[i] + s * d[i]);
  }
  for (; k + 2 <= vectors.length; k += 2) {
    const [a, b] = [vectors[k], vectors[k + 1]];
    const [p, q] = [weights[k], weights[k + 1]];
    for (let i = 0; i < out.length; i++) out[i] += p * a[i] + q * b[i];
  }
  if (k < vectors.length) addScaled(out, weights[k], vectors[k], out);
}

export function equal(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
