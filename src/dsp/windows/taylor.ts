/**
 * Taylor window: side lobes of nearly the same height beside the main lobe, and falling beyond.
 *
 * @param M - length, at least 2
 * @param nbar - how many side lobes beside the main lobe have the same height
 * @param sll - how far below the main lobe, in dB
 * @param norm - whether the value in the middle, between two samples where M is even, is 1
 * Source: Carrara & Goodman, Spotlight Synthetic Aperture Radar, 1995, appendix D.2.
 */
export function taylor(M: number, nbar: number, sll: number, norm: boolean): Float64Array {
  const A = Math.acosh(10 ** (sll / 20)) / Math.PI;
  const sigma2 = nbar ** 2 / (A ** 2 + (nbar - 0.5) ** 2);
  const order = Array.from({ length: nbar - 1 }, (_, i) => i + 1);
  const F = order.map((m) => {
    const numerator = order.reduce((product, n) => product * (1 - m ** 2 / sigma2 / (A ** 2 + (n - 0.5) ** 2)), 1);
    const denominator = order.reduce((product, n) => (n === m ? product : product * (1 - m ** 2 / n ** 2)), 2);
    return ((m % 2 === 1 ? 1 : -1) * numerator) / denominator;
  });
  const value = (n: number) =>
    F.reduce((sum, Fm, i) => sum + 2 * Fm * Math.cos((2 * Math.PI * (i + 1) * (n - M / 2 + 0.5)) / M), 1);
  const scale = norm ? 1 / value((M - 1) / 2) : 1;
  return Float64Array.from({ length: M }, (_, n) => value(n) * scale);
}
