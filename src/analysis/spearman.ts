import { checkPairs, mean } from './moments';

/**
 * The place of each value among those that are drawn, from 1; equal values share the mean of theirs. All values are sorted once, whatever is
 * drawn of them.
 *
 * @returns of the indices that are drawn, each as often as one likes, the ranks
 */
export function ranker(values: ArrayLike<number>): (indices: Int32Array) => Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  return (indices) => {
    const times = new Int32Array(order.length);
    for (const i of indices) times[i]++;
    const places = new Float64Array(order.length);
    let before = 0;
    for (let start = 0, end = 0; start < order.length; start = end) {
      let together = 0;
      while (end < order.length && values[order[end]] === values[order[start]]) together += times[order[end++]];
      for (let i = start; i < end; i++) places[order[i]] = before + (together + 1) / 2;
      before += together;
    }
    return Float64Array.from(indices, (i) => places[i]);
  };
}

/** Pearson's. */
export function correlation(x: Float64Array, y: Float64Array): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - meanX, y[i] - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/**
 * Spearman's ρ alone, without the interval and the test of `rankCorrelation`; NaN if all x or all y are equal.
 *
 * @example
 * spearman([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 3, 5, 4, 8, 6, 7]) // 0.881
 *
 * @param x - at least two
 * @param y - as many, each the partner of that of x
 * @throws RangeError or TypeError for a bad argument
 * Source: C. Spearman, The proof and measurement of association between two things, Amer. J. Psychol. 15, 1904.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPairs(['x', 'y'], x, y);
  const all = Int32Array.from(x, (_, i) => i);
  return correlation(ranker(x)(all), ranker(y)(all));
}
