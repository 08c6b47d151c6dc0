import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eigenpairs, eigenvalues, type Random, random } from 'polezero/numeric';

type Rows = number[][];

const rows = (n: number, entry: (i: number, j: number) => number): Rows =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => entry(i, j)));

/** The largest ‖A·y − λ·y‖ relative to A's Frobenius norm, and ‖y‖ − 1. */
function worstOf(A: Rows): number {
  const size = Math.hypot(...A.flat()) || 1;
  const errors = eigenpairs(A).flatMap(({ value: { re, im }, vector: y }) => {
    const left = A.map((row, i) => [
      row.reduce((sum, a, j) => sum + a * y.re[j], 0) - (re * y.re[i] - im * y.im[i]),
      row.reduce((sum, a, j) => sum + a * y.im[j], 0) - (re * y.im[i] + im * y.re[i]),
    ]);
    return [Math.hypot(...left.flat()) / size, Math.abs(Math.hypot(...y.re, ...y.im) - 1)];
  });
  return Math.max(...errors);
}

/** Matrices of the kinds that eigenvalue programs stumble over. */
const kinds: Record<string, (n: number, noise: number, source: Random) => Rows> = {
  normal: (n, _, { normal }) => rows(n, normal),
  'nearly skew-symmetric': (n, noise, { normal }) => {
    const half = rows(n, normal);
    return rows(n, (i, j) => half[i][j] - half[j][i] + noise * normal());
  },
  'nearly nilpotent': (n, noise, { normal }) => rows(n, (i, j) => (j > i ? 1 : noise) * normal()),
  'of few integers': (n, _, { normal }) => rows(n, () => Math.round(normal())),
  'nearly of rank one': (n, noise, { normal }) => {
    const [u, v] = rows(n, normal).concat([[1]]);
    return rows(n, (i, j) => u[i] * (v[j] ?? 1) + noise * normal());
  },
  'of all sizes': (n, _, { normal }) => rows(n, () => normal() * 10 ** (40 * normal())),
  sparse: (n, _, { normal, uniform }) => rows(n, () => (uniform() < 0.7 ? 0 : normal())),
};

describe('eigenpairs', () => {
  for (const [kind, draw] of Object.entries(kinds))
    it(`satisfy A·y = λ·y for matrices that are ${kind}, by vectors of length 1`, () => {
      const source = random(7);
      for (let run = 0; run < 500; run++) {
        const A = draw(1 + Math.floor(14 * source.uniform()), [0, 1e-15, 1e-8, 1e-5, 1e-2][run % 5], source);
        const worst = worstOf(A);
        assert(worst < 1e-13, `${worst}: ${JSON.stringify(A)}`);
      }
    });

  it('are of the eigenvalues, in their order; real vectors of real ones, conjugates of a pair', () => {
    const A = kinds.normal(9, 0, random(3));
    const pairs = eigenpairs(A);
    assert.deepEqual(
      pairs.map(({ value }) => value),
      eigenvalues(A),
    );
    pairs.forEach(({ value, vector }, k) => {
      if (value.im === 0) assert(vector.im.every((part) => part === 0));
      else if (value.im > 0)
        assert.deepEqual(pairs[k + 1].vector, { re: vector.re, im: vector.im.map((part) => -part) });
    });
    assert(pairs.some(({ value }) => value.im === 0) && pairs.some(({ value }) => value.im > 0));
  });

  it('of a multiple eigenvalue are independent, if the matrix has as many', () => {
    // Twice 2, and 5; the plane of 2 is that of (1, −1, 0) and (0, 1, −1).
    const [first, second, third] = eigenpairs([
      [3, 1, 1],
      [1, 3, 1],
      [1, 1, 3],
    ]).sort((a, b) => a.value.re - b.value.re);
    const cosine = first.vector.re.reduce((sum, part, i) => sum + part * second.vector.re[i], 0);
    assert(Math.abs(cosine) < 0.99, `${cosine}`);
    third.vector.re.forEach((part) => assert(Math.abs(Math.abs(part) - Math.sqrt(1 / 3)) < 1e-14));
  });

  it('say what is wrong with a matrix', () => {
    assert.deepEqual(eigenpairs([]), []);
    for (const of of [eigenpairs, eigenvalues]) {
      assert.throws(() => of(3 as unknown as Rows), /^TypeError: matrix is 3; it must be an array of rows/);
      assert.throws(() => of([1] as unknown as Rows), /^TypeError: matrix\[0\] is 1; it must be an array/);
      assert.throws(() => of([[1, 2]]), /^RangeError: matrix\[0\] has 2 numbers; .* as there are rows, 1/);
      assert.throws(() => of([[1, 2], [3]]), /^RangeError: matrix\[1\] has 1 numbers/);
      assert.throws(() => of([[Number.NaN]]), /^RangeError: matrix\[0\]\[0\] is NaN/);
    }
  });
});
