import { addScaled, dot, norm, scale } from './vector';

/**
 * An orthonormal basis of the Krylov space of a matrix A, one product at a time, and A's part in it, the Hessenberg matrix H with
 * A·V = V·H + (what sticks out). By modified Gram–Schmidt, twice where the first pass cancels.
 *
 * Source: W. E. Arnoldi, Quart. Appl. Math. 9, 1951; Y. Saad, Numerical Methods for Large Eigenvalue Problems, 2nd ed., section 6.2.
 */
export class Arnoldi {
  readonly basis: Float32Array[] = [];
  /** Column j of H: j + 2 numbers, the last of them the length that sticks out. */
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

  #push(vector: Float32Array, length: number): void {
    const unit = new Float32Array(vector.length);
    scale(1 / length, vector, unit);
    this.basis.push(unit);
  }
}
