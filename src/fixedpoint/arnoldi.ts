import { addScaled, combine, dot, norm, scale } from './vector';

/**
 * An orthonormal basis of the Krylov space of a matrix A, one product at a time, and A's part in it, the Hessenberg matrix H with
 * A·V = V·H + (what sticks out). By modified Gram–Schmidt, twice where the first pass cancels.
 *
 * Source: W. E. Arnoldi, Quart. Appl. Math. 9, 1951; Y. Saad, Numerical Methods for Large Eigenvalue Problems, 2nd ed., section 6.2.
 */
export class Arnoldi {
  readonly basis: Float32Array[] = [];
  /** Column j of H: its numbers but for the zeros at its end, j + 2 of them unless begun anew; of the last, the last sticks out. */
  readonly columns: number[][] = [];

  constructor(start: Float32Array) {
    this.#push(start, norm(start));
  }

  /** Takes A·(the last vector of the basis), which is overwritten. Returns whether anything stuck out of the space so far. */
  extend(product: Float32Array): boolean {
    const before = norm(product);
    const column = this.basis.map(() => 0);
    let left = before;
    for (let pass = 0; pass < 2; pass++) {
      const start = left;
      this.basis.forEach((vector, i) => {
        const part = dot(vector, product);
        addScaled(product, -part, vector, product);
        column[i] += part;
      });
      left = norm(product);
      if (left > 0.7 * start) break;
    }
    this.columns.push([...column, left]);
    // Below the rounding of float32 the direction of what is left is noise.
    if (!(left > 4 * 2 ** -24 * before)) return false;
    this.#push(product, left);
    return true;
  }

  /**
   * Goes on in another direction where the space is closed: nothing sticks out of it. The vector, which is overwritten, is any that is not
   * in it; it takes the place of what the last product left.
   */
  reopen(vector: Float32Array): void {
    for (let pass = 0; pass < 2; pass++)
      for (const other of this.basis) addScaled(vector, -dot(other, vector), other, vector);
    const column = this.columns[this.columns.length - 1];
    column[column.length - 1] = 0;
    this.#push(vector, norm(vector));
  }

  /**
   * The space of some combinations of the basis, if A maps it to itself but for what sticks out of the whole, and that last direction: with
   * Ritz vectors for combinations it goes on as if it had begun with a better vector.
   *
   * @param combinations - orthonormal; as many numbers each as there are columns
   * Source: R. B. Morgan, Math. Comp. 65, 1996; G. W. Stewart, SIAM J. Matrix Anal. Appl. 23, 2001 (Krylov–Schur).
   */
  thinned(combinations: readonly number[][]): Arnoldi {
    const m = this.columns.length;
    const last = this.basis[m];
    const thin = new Arnoldi(last);
    thin.basis.length = 0;
    for (const weights of combinations) {
      const vector = new Float32Array(last.length);
      combine(weights, this.basis.slice(0, m), vector);
      thin.#push(vector, norm(vector));
    }
    thin.basis.push(last);
    const sticksOut = this.columns[m - 1][m];
    for (const weights of combinations) {
      const product = new Array<number>(m).fill(0);
      this.columns.forEach((column, j) => {
        for (let i = 0; i < Math.min(column.length, m); i++) product[i] += column[i] * weights[j];
      });
      const inside = combinations.map((others) => others.reduce((sum, value, i) => sum + value * product[i], 0));
      thin.columns.push([...inside, sticksOut * weights[m - 1]]);
    }
    return thin;
  }

  #push(vector: Float32Array, length: number): void {
    const unit = new Float32Array(vector.length);
    scale(1 / length, vector, unit);
    this.basis.push(unit);
  }
}
