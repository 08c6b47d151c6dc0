/**
 * The first Slepian sequence (discrete prolate spheroidal sequence): of all windows of its length the one with the most energy within ± the
 * bandwidth. Its largest value is 1; at even lengths that value lies between the two in the middle, and is estimated.
 *
 * @param M - length, at least 2
 * @param halfBandwidth - NW: M times the half bandwidth in cycles per sample, less than M/2
 * Source: Slepian, Prolate spheroidal wave functions V, Bell System Technical Journal 57 (1978), 1371–1430: the tridiagonal matrix (14).
 */
export function dpss(M: number, halfBandwidth: number): Float64Array {
  const cosine = Math.cos((2 * Math.PI * halfBandwidth) / M);
  const diagonal = Float64Array.from({ length: M }, (_, n) => ((M - 1 - 2 * n) / 2) ** 2 * cosine);
  const beside = Float64Array.from({ length: M - 1 }, (_, n) => ((n + 1) * (M - 1 - n)) / 2);
  const above = largestEigenvalue(diagonal, beside);
  let w: Float64Array = new Float64Array(M).fill(1);
  for (let i = 0; i < 4; i++) {
    w = solveTridiagonal(diagonal, beside, above, w);
    const largest = w.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    w = w.map((value) => Math.abs(value) / largest);
  }
  const symmetric = w.map((value, n) => (value + w[M - 1 - n]) / 2);
  const correction = M % 2 === 0 ? (M * M) / (M * M + halfBandwidth) : 1;
  return symmetric.map((value) => (value / symmetric[Math.floor(M / 2)]) * correction);
}

/** A bound just above all eigenvalues of a symmetric tridiagonal matrix: bisection on whether matrix − λ is negative definite. */
function largestEigenvalue(diagonal: Float64Array, beside: Float64Array): number {
  const isAbove = (lambda: number): boolean => {
    let pivot = diagonal[0] - lambda;
    for (let n = 1; n < diagonal.length && pivot < 0; n++) pivot = diagonal[n] - lambda - beside[n - 1] ** 2 / pivot;
    return pivot < 0;
  };
  const radius = (n: number) => (beside[n - 1] ?? 0) + (beside[n] ?? 0);
  let high = diagonal.reduce((most, value, n) => Math.max(most, value + radius(n)), Number.NEGATIVE_INFINITY);
  let low = diagonal.reduce((most, value) => Math.max(most, value));
  while (high - low > 4e-16 * Math.abs(high)) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return high + 1e-15 * Math.abs(high);
}

/** x with (matrix − λ)·x = rhs; the matrix − λ is negative definite, so no pivoting is needed. */
function solveTridiagonal(
  diagonal: Float64Array,
  beside: Float64Array,
  lambda: number,
  rhs: Float64Array,
): Float64Array {
  const size = diagonal.length;
  const pivots = new Float64Array(size);
  const x = new Float64Array(rhs);
  pivots[0] = diagonal[0] - lambda;
  for (let n = 1; n < size; n++) {
    const factor = beside[n - 1] / pivots[n - 1];
    pivots[n] = diagonal[n] - lambda - factor * beside[n - 1];
    x[n] -= factor * x[n - 1];
  }
  x[size - 1] /= pivots[size - 1];
  for (let n = size - 2; n >= 0; n--) x[n] = (x[n] - beside[n] * x[n + 1]) / pivots[n];
  return x;
}
