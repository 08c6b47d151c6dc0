import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { jacobianEigenvalues } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { eigenvalues, normalMatrix, type Rows, withoutLeak, withRadius } from './support';

/** All eigenvalues in float64, the largest first, of a pair the upper one first. */
const exactly = (a: Rows) =>
  eigenvalues(a)
    .filter(({ im }) => im >= 0)
    .sort((p, q) => Math.hypot(q.re, q.im) - Math.hypot(p.re, p.im))
    .flatMap(({ re, im }) =>
      im === 0
        ? [{ re, im }]
        : [
            { re, im },
            { re, im: -im },
          ],
    );

const found = (a: Rows, options = {}, samples = 1) =>
  withoutLeak(() => {
    const [matrix, z] = [tf.tensor2d(a), tf.ones([samples, a.length])];
    const result = jacobianEigenvalues((state) => tf.matMul(state as tf.Tensor2D, matrix), z, options);
    tf.dispose([matrix, z]);
    return result;
  });

/** Block-diagonal: a turn by each angle, of each size. */
const turns = (modes: [size: number, angle: number][]): Rows => {
  const a = Array.from({ length: 2 * modes.length }, () => new Array<number>(2 * modes.length).fill(0));
  modes.forEach(([size, angle], i) => {
    a[2 * i][2 * i] = a[2 * i + 1][2 * i + 1] = size * Math.cos(angle);
    a[2 * i][2 * i + 1] = size * Math.sin(angle);
    a[2 * i + 1][2 * i] = -size * Math.sin(angle);
  });
  return a;
};

describe('jacobianEigenvalues', () => {
  it('of random matrices agrees with all eigenvalues in float64, where the space holds all of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 15 }), (seed, n) => {
        const a = withRadius(n, 0.8, seed);
        const count = Math.min(n, 5);
        const { eigenvalues: values, converged } = found(a, { count });
        assert(converged[0]);
        exactly(a)
          .slice(0, count)
          .forEach((exact, i) => {
            const nearest = Math.min(...values[0].map(({ re, im }) => Math.hypot(re - exact.re, im - exact.im)));
            // Two of nearly the same size may change places at the end of the list.
            const isLast =
              Math.hypot(exact.re, exact.im) < 1.01 * Math.hypot(values[0][count - 1].re, values[0][count - 1].im);
            assert(nearest < 2e-3 || isLast, `${n}, ${seed}: ${i} of ${count}`);
          });
      }),
      { numRuns: 30 },
    );
  });

  it('of large matrices finds pairs and real ones in order, with restarts', () => {
    // Ten modes of known factors over a hundred faster ones, in a random basis that is orthogonal.
    const modes: [number, number][] = [
      [0.97, 0.4],
      [0.93, 2.1],
      [0.9, Math.PI],
      [0.86, 1.2],
    ];
    const fast = Array.from({ length: 50 }, (_, i): [number, number] => [0.7 - 0.01 * i, i]);
    const a = turns([...modes, ...fast]);
    const q = orthogonal(a.length, 5);
    const mixed = product(product(q, a), transposed(q));
    const {
      eigenvalues: values,
      residuals,
      converged,
      evaluations,
    } = found(mixed, { count: 6, tol: 1e-4, maxIter: 100 });
    assert(converged[0], `${residuals[0]}`);
    const expected = exactly(a);
    [0, 1, 2, 3, 4].forEach((i) => {
      const error = Math.hypot(values[0][i].re - expected[i].re, values[0][i].im - expected[i].im);
      assert(error < 1e-3, `${i}: ${JSON.stringify(values[0])}`);
    });
    assert(evaluations < 400, `${evaluations}`);
  });

  it('of a normal matrix is no farther from an eigenvalue than its residual says, converged or not', () => {
    const a = turns(Array.from({ length: 40 }, (_, i): [number, number] => [0.9 - 0.004 * i, 0.37 * i]));
    const q = orthogonal(a.length, 8);
    const mixed = product(product(q, a), transposed(q));
    const all = exactly(a);
    let restarted = 0;
    for (let maxIter = 1; maxIter <= 8; maxIter++) {
      const { eigenvalues: values, residuals } = found(mixed, { count: 4, memory: 12, maxIter, tol: 1e-5 });
      values[0].forEach(({ re, im }, i) => {
        const error = Math.min(...all.map((exact) => Math.hypot(exact.re - re, exact.im - im)));
        const bound = residuals[0][i] * Math.hypot(re, im);
        assert(error <= 1.001 * bound + 2e-6, `${maxIter}, ${i}: ${error}, ${bound}`);
        restarted += Number(maxIter > 1 && bound > 1e-3);
      });
    }
    assert(restarted > 8, `${restarted}`);
  });

  it('of a small state are all, if it is not said how many', () => {
    const a = withRadius(3, 0.9, 3);
    assert.equal(found(a).eigenvalues[0].length, 3);
  });

  it('takes an option that is undefined for one that is not given', () => {
    const a = withRadius(30, 0.9, 3);
    assert.deepEqual(found(a, { count: 18, memory: undefined, seed: undefined }), found(a, { count: 18 }));
  });

  it('is that of each sample by itself, and the same for the same seed', () => {
    const a = withRadius(30, 0.9, 3);
    const alone = found(a, { count: 4, tol: 1e-4 });
    const three = found(a, { count: 4, tol: 1e-4 }, 3);
    for (const values of three.eigenvalues)
      values.forEach(({ re, im }, i) => {
        const other = alone.eigenvalues[0][i];
        assert(Math.hypot(re - other.re, im - other.im) < 1e-5);
      });
    assert.deepEqual(found(a, { count: 4 }), found(a, { count: 4 }));
  });

  it('goes on where a space is closed: the identity, zero, and a matrix of rank one', () => {
    const identity = normalMatrix(9, random(1)).map((row, i) => row.map((_, j) => Number(i === j)));
    for (const { re, im } of found(identity, { count: 4 }).eigenvalues[0])
      assert(Math.abs(re - 1) < 1e-6 && Math.abs(im) < 1e-6);
    const zero = identity.map((row) => row.map(() => 0));
    assert.deepEqual(
      found(zero, { count: 3 }).eigenvalues[0].map(({ re, im }) => Math.hypot(re, im)),
      [0, 0, 0],
    );
    const rankOne = identity.map((_, i) => identity.map((__, j) => (i + 1) * (j === 2 ? 0.5 : 0.01)));
    const [first, second] = found(rankOne, { count: 2 }).eigenvalues[0];
    assert(Math.abs(first.re - exactly(rankOne)[0].re) < 1e-5 && Math.hypot(second.re, second.im) < 1e-5);
  });

  it('of skew-symmetric maps are found, with and without restarts, where steps without other shifts go round in circles', () => {
    for (let seed = 0; seed < 40; seed++) {
      const half = normalMatrix(9, random(seed));
      const skew = half.map((row, i) => row.map((value, j) => (value - half[j][i]) / 8));
      const largest = Math.max(...singularValues(skew)); // of a skew-symmetric matrix they are its eigenvalues' sizes
      for (const memory of [9, 6]) {
        const { eigenvalues: values, converged } = found(skew, { count: 2, memory, tol: 1e-4, maxIter: 100 });
        assert(converged[0], `${seed}, ${memory}`);
        const [{ re, im }, other] = values[0];
        assert(Math.abs(re) < 1e-5 && Math.abs(im - largest) < 1e-5, `${seed}, ${memory}: ${re}, ${im}, ${largest}`);
        assert.deepEqual(other, { re, im: -im });
      }
    }
    const circle = [
      [0, -1, 0],
      [1, 0, 1],
      [0, -1, 0],
    ];
    const [first] = found(circle, { count: 2 }).eigenvalues[0];
    assert(Math.hypot(first.re, first.im - Math.SQRT2) < 1e-6);
  });

  it('of what is not a number is not one, and has not converged', () => {
    tf.tidy(() => {
      const { eigenvalues: values, converged } = jacobianEigenvalues((z) => z.mul(Number.NaN), tf.ones([1, 5]), {
        count: 2,
      });
      assert(values[0].every(({ re }) => Number.isNaN(re)));
      assert.deepEqual(converged, [false]);
    });
  });

  it('says what is wrong with an argument', () => {
    tf.tidy(() => {
      const z = tf.ones([1, 4]);
      assert.throws(
        () => jacobianEigenvalues((s) => s, z, { count: 5 }),
        /count is 5; it must be an integer in \[1, 4\]/,
      );
      assert.throws(() => jacobianEigenvalues((s) => s, z, { count: 2, memory: 4 }), /memory is 4.*at least 5/);
      assert.throws(() => jacobianEigenvalues((s) => s, z, { count: 2.5 }), /count is 2.5/);
      assert.throws(() => jacobianEigenvalues((s) => s, z, { k: 5 } as object), /Unknown option 'k'/);
    });
  });
});

const singularValues = (a: Rows): number[] => new SingularValueDecomposition(new Matrix(a)).diagonal;
const transposed = (a: Rows): Rows => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Rows, b: Rows): Rows => {
  const columns = transposed(b);
  return a.map((row) => columns.map((column) => row.reduce((sum, value, i) => sum + value * column[i], 0)));
};

/** A random orthogonal matrix, by Gram and Schmidt. */
function orthogonal(n: number, seed: number): Rows {
  const values: Rows = [];
  for (const row of normalMatrix(n, random(seed))) {
    let left = row;
    for (let pass = 0; pass < 2; pass++)
      for (const other of values) {
        const along = other.reduce((sum, value, i) => sum + value * left[i], 0);
        left = left.map((value, i) => value - along * other[i]);
      }
    const size = Math.hypot(...left);
    values.push(left.map((value) => value / size));
  }
  return values;
}
