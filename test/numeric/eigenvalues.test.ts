import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { ss2tf } from 'polezero/dsp';
import { type Complex, eigenvalues, random, roots } from 'polezero/numeric';

/** Each of those expected has one of its own within the tolerance. */
function assertNear(found: readonly Complex[], expected: readonly Complex[], tolerance: number) {
  assert.equal(found.length, expected.length);
  const left = [...found];
  for (const { re, im } of expected) {
    const at = left.findIndex((value) => Math.hypot(value.re - re, value.im - im) <= tolerance);
    assert(at >= 0, `${re} + ${im}i is not among ${JSON.stringify(left)}`);
    left.splice(at, 1);
  }
}

const pair = (re: number, im: number): Complex[] => [
  { re, im },
  { re, im: -im },
];

describe('eigenvalues', () => {
  it('are those that NumPy finds', () => {
    // numpy.linalg.eigvals
    const real = [-6.574484667834476, -0.4187571723833842, 1.2506072762073925, 1.7426345640104701];
    const first = [
      [4, -2, 1, 0],
      [3, 1, -1, 2],
      [0, 5, -3, 1],
      [2, 2, 0, -6],
    ];
    assertNear(
      eigenvalues(first),
      real.map((re) => ({ re, im: 0 })),
      1e-13,
    );
    const skew = [
      [0, -3, 1, -2],
      [3, 0, 4, 1],
      [-1, -4, 0, 2],
      [2, -1, -2, 0],
    ];
    assertNear(eigenvalues(skew), [...pair(0, 5.14916286), ...pair(0, 2.91309489)], 1e-8);
  });

  it('are found where steps without other shifts go round in circles', () => {
    const root = Math.sqrt(2);
    const circle = [
      [0, -1, 0],
      [1, 0, 1],
      [0, -1, 0],
    ];
    assertNear(eigenvalues(circle), [{ re: 0, im: 0 }, ...pair(0, root)], 1e-14);
    // Of a balanced truncation.
    const reduced = [
      [1.3799999999999998e-208, -1.951614716074871e-208, 0.4999999999999997],
      [-8.127663217355349e-35, 1.1494251552384882e-34, 0.7071067811865472],
      [-0.4999999999999999, -0.7071067811865475, 0],
    ];
    assertNear(eigenvalues(reduced), [{ re: 0, im: 0 }, ...pair(0, Math.sqrt(0.75))], 1e-14);
    const shift = Array.from({ length: 7 }, (_, i) => Array.from({ length: 7 }, (_, j) => Number(j === (i + 1) % 7)));
    const unit = (k: number) => ({ re: Math.cos((2 * Math.PI * k) / 7), im: Math.sin((2 * Math.PI * k) / 7) });
    assertNear(
      eigenvalues(shift),
      Array.from({ length: 7 }, (_, k) => unit(k)),
      1e-14,
    );
  });

  it('serve what needs them: a state space without losses, a polynomial with zeros on the unit circle', () => {
    const A = [
      [0, -1, 0],
      [1, 0, 1],
      [0, -1, 0],
    ];
    const { a } = ss2tf({ A, B: [[1], [0], [0]], C: [[1, 0, 0]], D: [[0]] });
    [1, 0, 2, 0].forEach((value, i) => assert(Math.abs(a[i] - value) < 1e-14, `${a}`));
    assertNear(
      roots([1, 0, 0, 0, 1]),
      [...pair(Math.SQRT1_2, Math.SQRT1_2), ...pair(-Math.SQRT1_2, Math.SQRT1_2)],
      1e-14,
    );
  });

  it('are those of a matrix turned by reflections, skew-symmetric or not, of any size', () => {
    const entry = fc.double({ min: -1, max: 1, noNaN: true });
    const wanted = fc.record({
      pairs: fc.array(fc.tuple(fc.oneof(fc.constant(0), entry), entry), { minLength: 1, maxLength: 4 }),
      alone: fc.array(fc.oneof(fc.constant(0), entry), { maxLength: 3 }),
      scale: fc.integer({ min: -300, max: 300 }),
      seed: fc.array(fc.array(entry, { minLength: 11, maxLength: 11 }), { minLength: 2, maxLength: 4 }),
    });
    fc.assert(
      fc.property(wanted, ({ pairs, alone, scale, seed }) => {
        const unit = 2 ** scale;
        const expected = [...pairs.flatMap(([re, im]) => pair(re, im)), ...alone.map((re) => ({ re, im: 0 }))];
        const n = expected.length;
        // A normal matrix of those eigenvalues, so that rounding moves them by little.
        let matrix = Array.from({ length: n }, () => new Array<number>(n).fill(0));
        pairs.forEach(([re, im], k) => {
          const [i, j] = [2 * k, 2 * k + 1];
          matrix[i][i] = matrix[j][j] = re;
          matrix[i][j] = -im;
          matrix[j][i] = im;
        });
        alone.forEach((re, k) => (matrix[2 * pairs.length + k][2 * pairs.length + k] = re));
        for (const values of seed) {
          const v = values.slice(0, n);
          const size = v.reduce((sum, value) => sum + value * value, 0);
          if (size < 1e-3) continue;
          const turned = (rows: number[][]) =>
            rows.map((row) => {
              const sum = row.reduce((total, value, j) => total + value * v[j], 0);
              return row.map((value, j) => value - (2 * sum * v[j]) / size);
            });
          const transposed = (rows: number[][]) => rows.map((_, i) => rows.map((row) => row[i]));
          matrix = transposed(turned(transposed(turned(matrix))));
        }
        const found = eigenvalues(matrix.map((row) => row.map((value) => value * unit)));
        assertNear(
          found.map(({ re, im }) => ({ re: re / unit, im: im / unit })),
          expected,
          1e-13,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('are found where many are the same: oblique projections, permutations with signs', () => {
    const { normal, below, shuffle, uniform } = random(33);
    for (const n of [8, 12, 20, 30, 40])
      for (let run = 0; run < 10; run++) {
        // X(ZᵀX)⁻¹Zᵀ projects onto the n/2 columns of X.
        const [X, Z] = [0, 1].map(
          () => new Matrix(Array.from({ length: n }, () => Array.from({ length: n / 2 }, normal))),
        );
        const inner = inverse(Z.transpose().mmul(X));
        const projection = X.mmul(inner).mmul(Z.transpose());
        const tolerance = 1e-14 * projection.norm() ** 2;
        const expected = Array.from({ length: n }, (_, i) => ({ re: i < n / 2 ? 1 : 0, im: 0 }));
        assertNear(eigenvalues(projection.to2DArray()), expected, tolerance);
      }
    for (let run = 0; run < 300; run++) {
      const order = Array.from({ length: 20 + below(11) }, (_, i) => i);
      shuffle(order);
      const signed = order.map((at) => order.map((_, j) => (j === at ? (uniform() < 0.5 ? -1 : 1) : 0)));
      for (const { re, im } of eigenvalues(signed)) assert(Math.abs(Math.hypot(re, im) - 1) < 1e-13);
    }
  });

  it('of very different sizes are each found to their own digits', () => {
    const A = [
      [4, -2, 1, 0],
      [3, 1, -1, 2],
      [0, 5, -3, 1],
      [2, 2, 0, -6],
    ];
    const sizes = [1, 2 ** 40, 2 ** -40, 2 ** 9];
    const mixed = A.map((row, i) => row.map((value, j) => (value * sizes[j]) / sizes[i]));
    assertNear(eigenvalues(mixed), eigenvalues(A), 1e-13);
    assertNear(
      eigenvalues([
        [0, 1e300],
        [1e-300, 0],
      ]),
      [
        { re: 1, im: 0 },
        { re: -1, im: 0 },
      ],
      1e-15,
    );
  });

  it('of rows that are typed arrays are the same', () => {
    assert.deepEqual(eigenvalues([Float64Array.of(0, -2), Float64Array.of(2, 0)] as never), pair(0, 2));
  });

  it('beyond the range of doubles are refused', () => {
    const huge = Array.from({ length: 20 }, () => new Array<number>(20).fill(1e308));
    assert.throws(() => eigenvalues(huge), /matrix is .*less extreme/);
  });

  it('of nothing are none, and of zeros are zeros', () => {
    assert.deepEqual(eigenvalues([]), []);
    assert.deepEqual(eigenvalues([[0]]), [{ re: 0, im: 0 }]);
    assertNear(
      eigenvalues([
        [0, 0],
        [0, 0],
      ]),
      [
        { re: 0, im: 0 },
        { re: 0, im: 0 },
      ],
      0,
    );
  });
});
