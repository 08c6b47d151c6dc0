/**
 * Dolph–Chebyshev window: of all windows of its length whose side lobes lie `attenuation` dB below the main lobe, the one with the narrowest
 * main lobe. The inverse Fourier transform of a Chebyshev polynomial.
 *
 * @param M - length, at least 2
 * Source: Dolph, A current distribution for broadside arrays, Proc. IRE 34 (1946), 335–348.
 */
export function chebwin(M: number, attenuation: number): Float64Array {
  const order = M - 1;
  const stretch = Math.cosh(Math.acosh(10 ** (Math.abs(attenuation) / 20)) / order);
  const spectrum = Float64Array.from({ length: M }, (_, k) => chebyshev(order, stretch * Math.cos((Math.PI * k) / M)));
  // Sampled between the points where M is even, so that the window is symmetric there too.
  const cosines = Float64Array.from({ length: 2 * M }, (_, i) => Math.cos((Math.PI * i) / M));
  const shift = M % 2 === 0 ? 1 : 0;
  const half = Float64Array.from({ length: Math.floor(M / 2) + 1 }, (_, n) => {
    let sum = 0;
    for (let k = 0; k < M; k++) sum += spectrum[k] * cosines[((((2 * n - shift) * k) % (2 * M)) + 2 * M) % (2 * M)];
    return sum;
  });
  const right = half.subarray(shift);
  const w = new Float64Array(M);
  right.forEach((value, i) => {
    w[M - right.length + i] = value;
    w[right.length - 1 - i] = value;
  });
  const largest = right.reduce((most, value) => Math.max(most, value));
  return w.map((value) => value / largest);
}

/** Tₙ(x). */
function chebyshev(n: number, x: number): number {
  if (Math.abs(x) <= 1) return Math.cos(n * Math.acos(x));
  return (x < 0 && n % 2 === 1 ? -1 : 1) * Math.cosh(n * Math.acosh(Math.abs(x)));
}
