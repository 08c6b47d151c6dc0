import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import { andersonMixture, fixedPoint } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { affineMap, maxDiff, withRadius } from './support';

const gramOf = (rows: number[][]) => rows.map((a) => rows.map((b) => a.reduce((sum, x, i) => sum + x * b[i], 0)));

describe('the mixture of Anderson’s method', () => {
  it('sums to 1 and solves the regularised problem’s equations, for any ridge', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(1e-6, 1e-4, 1e-2, 1),
        (seed, n, ridge) => {
          const { normal } = random(seed);
          const gram = gramOf(
            Array.from({ length: n }, (_, i) => Array.from({ length: 30 }, () => normal() * 10 ** -i)),
          );
          const alpha = andersonMixture(gram, ridge);
          assert(Math.abs(alpha.reduce((sum, a) => sum + a, 0) - 1) < 1e-12);
          const regularised = gram.map((row, i) => row.map((x, j) => (i === j ? x * (1 + ridge) : x)));
          // The gradient is the same in every direction (Lagrange's multiplier), and LU finds the same weights.
          const gradient = regularised.map((row) => row.reduce((sum, x, j) => sum + x * alpha[j], 0));
          assert(Math.max(...gradient) - Math.min(...gradient) < 1e-8 * Math.max(...gradient.map(Math.abs)) + 1e-16);
          const direct = solve(new Matrix(regularised), Matrix.ones(n, 1)).to1DArray();
          const total = direct.reduce((sum, a) => sum + a, 0);
          assert(
            maxDiff(
              alpha,
              direct.map((a) => a / total),
            ) < 1e-6,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves out what repeats the newer residuals, where no ridge keeps the equations apart', () => {
    assert.deepEqual(
      [
        ...andersonMixture(
          gramOf([
            [1, 2],
            [1, 2],
            [3, 1],
          ]),
          0,
        ),
      ],
      [1, 0, 0],
    );
    assert.deepEqual([...andersonMixture([[0]], 0)], [1]);
    assert.deepEqual([...andersonMixture([[Number.NaN]], 1e-8)], [1]);
  });

  it('does not see the scale of the residuals', () => {
    const gram = gramOf([
      [1, 0.5, 0.1],
      [2, -1, 0.3],
      [0.4, 3, 1],
    ]);
    const scaled = gram.map((row) => row.map((x) => x * 2 ** -60));
    assert.deepEqual(andersonMixture(scaled, 1e-8), andersonMixture(gram, 1e-8));
  });
});

describe('the ridge', () => {
  it('relative to the residuals takes less than half the evaluations of one fixed at 1e-4, which is slower than none of it', () => {
    // ρ = 0.9 in 50 dimensions to a relative 1e-6: torchdeq's absolute ridge makes Anderson slower than plain iteration.
    const n = 50;
    const a = withRadius(n, 0.9, 2);
    const b = [Array.from({ length: n }, random(8).normal)];
    const evaluations = (options: object) => {
      const z0 = tf.zeros([1, n]);
      const { z, converged, ...result } = fixedPoint(affineMap(a, b), z0, { tol: 1e-6, maxIter: 400, ...options });
      tf.dispose([z, z0]);
      assert(converged[0]);
      return result.evaluations;
    };
    const relative = evaluations({ solver: 'anderson' });
    const plain = evaluations({ solver: 'picard' });
    assert(relative < 0.6 * plain, `${relative} evaluations, plain iteration ${plain}`);
    // The method as torchdeq has it, in float64: bordered system, 1e-4 on the diagonal.
    const absolute = absoluteRidge(a, b[0], 1e-4);
    assert(absolute > Math.max(plain, 2 * relative), `${absolute} evaluations, ${relative}, plain iteration ${plain}`);
  });

  it('of each residual by its own size brings the last digits as fast as the first: cos z in 5 evaluations', () => {
    const z0 = tf.ones([1, 1]);
    const { z, evaluations } = fixedPoint((state) => tf.cos(state), z0, { tol: 1e-6 });
    assert(Math.abs(z.dataSync()[0] - 0.7390851332) < 1e-6);
    assert(evaluations <= 6, `${evaluations}`);
    tf.dispose([z, z0]);
  });
});

/** Evaluations of z ↦ zA + b until the relative residual is 1e-6. */
function absoluteRidge(a: number[][], b: number[], lambda: number): number {
  const f = (z: number[]) => b.map((x, j) => a.reduce((sum, row, i) => sum + z[i] * row[j], x));
  const length = (z: number[]) => Math.hypot(...z);
  const [zs, fs]: number[][][] = [[], []];
  let z = b.map(() => 0);
  for (let count = 1; count < 1000; count++) {
    const value = f(z);
    if (length(value.map((x, i) => x - z[i])) <= 1e-6 * length(value)) return count;
    zs.unshift(z);
    fs.unshift(value);
    zs.length = fs.length = Math.min(zs.length, 6);
    const gram = gramOf(fs.map((row, k) => row.map((x, i) => x - zs[k][i])));
    const matrix = new Matrix(gram.map((row, i) => row.map((x, j) => (i === j ? x + lambda : x))));
    const weights = solve(matrix, Matrix.ones(fs.length, 1)).to1DArray();
    const total = weights.reduce((sum, x) => sum + x, 0);
    z = b.map((_, i) => weights.reduce((sum, weight, k) => sum + (weight / total) * fs[k][i], 0));
  }
  return Number.POSITIVE_INFINITY;
}
