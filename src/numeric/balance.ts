/**
 * A matrix D⁻¹·A·D of the same eigenvalues as A, of which each row is about as long as the column of the same number. D is diagonal, of powers of
 * two, so that nothing is rounded: or eigenvalues of very
 * different sizes, such as those of a companion matrix in rad/s, would be lost to the rounding of the largest.
 *
 * @param matrix - square, of finite numbers
 * Source: Parlett & Reinsch, Numerische Mathematik 13 (1969); lengths and the diagonal as in James, Langou & Lowery, On matrix balancing and
 * eigenvector computation (2014), after which LAPACK's dgebal was changed.
 */
export function balance(matrix: readonly (readonly number[])[]): number[][] {
  const balanced = matrix.map((row) => Array.from(row));
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (let i = 0; i < balanced.length; i++) {
      const column = Math.hypot(...balanced.map((row) => row[i] / 4)); // a quarter, or the sum of both might be no double
      const row = Math.hypot(...balanced[i].map((value) => value / 4));
      if (column === 0 || row === 0) continue;
      const factor = 2 ** Math.round((Math.log2(row) - Math.log2(column)) / 2);
      if (!(column * factor + row / factor < 0.95 * (column + row))) continue;
      isMoving = true;
      for (const others of balanced) others[i] *= factor;
      balanced[i] = balanced[i].map((value) => value / factor);
    }
  }
  return balanced;
}
