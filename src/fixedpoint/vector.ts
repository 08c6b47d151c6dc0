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

/** out ← Σ weightsₖ·vectorsₖ, each element summed in float64. */
export function combine(weights: ArrayLike<number>, vectors: readonly Float32Array[], out: Float32Array): void {
  const count = vectors.length;
  if (count === 1) {
    scale(weights[0], vectors[0], out);
    return;
  }
  // Two vectors at a time keep the sums in registers; a block at a time keeps them in the cache.
  const block = new Float64Array(Math.min(out.length, 1024));
  for (let from = 0; from < out.length; from += block.length) {
    const length = Math.min(block.length, out.length - from);
    block.fill(0);
    for (let k = 0; k < count; k++) {
      const weight = weights[k];
      const vector = vectors[k];
      for (let i = 0; i < length; i++) block[i] += weight * vector[from + i];
    }
    for (let i = 0; i < length; i++) out[from + i] = block[i];
  }
}

export function equal(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
