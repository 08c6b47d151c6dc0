/** A search along a step for a share of it that lowers φ = ‖f(z) − z‖². */
export interface LineSearch {
  /** φ where the step begins. */
  start: number;
  /** The share being tried. */
  share: number;
}

const sufficient = 1e-4;
const least = 1e-2;

/**
 * Armijo's rule: whether φ at the share being tried is low enough. If it is not, the share is shortened to the lowest point of the parabola
 * through what is known, within a tenth and a half; below a hundredth of the step anything is accepted, since only moving on can help.
 *
 * Source: J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed., section 3.5; a Newton step has φ′(0) = −2φ(0).
 */
export function accepts(search: LineSearch, phi: number): boolean {
  const { start, share } = search;
  if (phi <= (1 - 2 * sufficient * share) * start || share <= least) return true;
  const lowest = (share * share * start) / (phi - start + 2 * share * start);
  search.share = Number.isFinite(lowest) ? Math.min(share / 2, Math.max(share / 10, lowest)) : share / 10;
  return false;
}
