const golden = (3 - Math.sqrt(5)) / 2;
const rootOfEpsilon = Math.sqrt(2.2e-16);

/**
 * The minimum of f between two bounds, by golden sections and parabolas.
 *
 * @param tolerance - how exactly the place is wanted, at least about 1e-8 of the interval
 * Source: Brent, Algorithms for Minimization without Derivatives, 1973, chapter 5; Forsythe, Malcolm & Moler, 1977, section 8.2.
 */
export function minimizeBounded(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  let [a, b] = [low, high];
  let best = a + golden * (b - a);
  let [second, third] = [best, best];
  let fBest = f(best);
  let [fSecond, fThird] = [fBest, fBest];
  let [step, stepBefore] = [0, 0];
  for (let i = 0; i < 500; i++) {
    const middle = (a + b) / 2;
    const least = rootOfEpsilon * Math.abs(best) + tolerance / 3;
    if (Math.abs(best - middle) <= 2 * least - (b - a) / 2) break;
    let parabolic = false;
    if (Math.abs(stepBefore) > least) {
      // The lowest point of the parabola through the three best.
      const r = (best - second) * (fBest - fThird);
      let q = (best - third) * (fBest - fSecond);
      let p = (best - third) * q - (best - second) * r;
      q = 2 * (q - r);
      if (q > 0) p = -p;
      q = Math.abs(q);
      const before = stepBefore;
      stepBefore = step;
      if (Math.abs(p) < Math.abs(0.5 * q * before) && p > q * (a - best) && p < q * (b - best)) {
        parabolic = true;
        step = p / q;
        const x = best + step;
        if (x - a < 2 * least || b - x < 2 * least) step = least * (middle >= best ? 1 : -1);
      }
    }
    if (!parabolic) {
      stepBefore = best >= middle ? a - best : b - best;
      step = golden * stepBefore;
    }
    const x = best + (step >= 0 ? 1 : -1) * Math.max(Math.abs(step), least);
    const value = f(x);
    if (value <= fBest) {
      if (x >= best) a = best;
      else b = best;
      [third, fThird, second, fSecond, best, fBest] = [second, fSecond, best, fBest, x, value];
    } else {
      if (x < best) a = x;
      else b = x;
      if (value <= fSecond || second === best) [third, fThird, second, fSecond] = [second, fSecond, x, value];
      else if (value <= fThird || third === best || third === second) [third, fThird] = [x, value];
    }
  }
  return best;
}
