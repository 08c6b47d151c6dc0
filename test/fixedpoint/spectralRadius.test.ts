import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { fixedPoint, jacobianNorm, spectralRadius } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { eigenvalues, normalMatrix, type Rows, radiusOf, withoutLeak, withRadius } from './support';

const linear = (a: Rows) => {
  const matrix = tf.tensor2d(a);
  return (z: tf.Tensor) => tf.matMul(z as tf.Tensor2D, matrix);
};
const radius = (a: Rows, options = {}) =>
  withoutLeak(() => {
    const z = tf.ones([1, a.length]);
    const result = spectralRadius(fs.get(a) ?? fs.set(a, linear(a)).get(a)!, z, options);
    z.dispose();
    return result;
  });
const fs = new Map<Rows, (z: tf.Tensor) => tf.Tensor>();
const prepared = (a: Rows): Rows => {
  fs.set(a, linear(a));
  return a;
};

const powerOf = (a: Rows, k: number): Matrix => {
  let power = Matrix.eye(a.length);
  for (let i = 0; i < k; i++) power = power.mmul(new Matrix(a));
  return power;
};
const normOf = (a: Matrix) => new SingularValueDecomposition(a).diagonal[0];

describe('spectralRadius', () => {
  it('of a rotation by any angle is its factor, where a Rayleigh quotient is factor·cos', () => {
    for (const angle of [0.3, 1, Math.PI / 2, 2.5, Math.PI]) {
      const [c, s] = [0.9 * Math.cos(angle), 0.9 * Math.sin(angle)];
      const found = radius(
        prepared([
          [c, s],
          [-s, c],
        ]),
      );
      assert(Math.abs(found.radius[0] - 0.9) < 1e-6, `${angle}: ${found.radius[0]}`);
      assert(Math.abs(found.eigenvalue[0].re - c) < 1e-6 && Math.abs(found.eigenvalue[0].im - Math.abs(s)) < 1e-6);
      assert(found.converged[0]);
    }
  });

  it('of random matrices agrees with all eigenvalues in float64', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 15 }), (seed, n) => {
        const a = prepared(withRadius(n, 0.8, seed));
        const found = radius(a);
        assert(Math.abs(found.radius[0] - 0.8) < 1e-3, `${found.radius[0]}`);
        const { re, im } = found.eigenvalue[0];
        const nearest = Math.min(...eigenvalues(a).map((value) => Math.hypot(value.re - re, Math.abs(value.im) - im)));
        assert(nearest < 1e-3);
      }),
      { numRuns: 30 },
    );
  });

  it('of a large matrix with a complex dominant pair needs a few restarts', () => {
    // 120 eigenvalues: a pair 0.95·e^{±i}, the others within 0.85, in a random basis.
    const n = 120;
    const inner = withRadius(n, 0.85, 21);
    const block = inner.map((row, i) => row.map((x, j) => (i < 2 || j < 2 ? 0 : x)));
    const rest = radiusOf(block);
    const a = block.map((row) => row.map((x) => (x * 0.85) / rest));
    a[0][0] = a[1][1] = 0.95 * Math.cos(1);
    a[0][1] = 0.95 * Math.sin(1);
    a[1][0] = -a[0][1];
    const q = new Matrix(normalMatrix(n, random(22)));
    const mixed = q.mmul(new Matrix(a)).mmul(inverse(q)).to2DArray();
    const found = radius(prepared(mixed), { tol: 1e-4, maxIter: 100 });
    assert(found.converged[0], `${found.residual[0]}`);
    assert(Math.abs(found.radius[0] - 0.95) < 1e-2, `${found.radius[0]}`);
  });

  it('is that of the Jacobian where it is asked, each sample for itself', () => {
    const a = withRadius(5, 1.2, 4);
    const matrix = tf.tensor2d(a);
    const z = tf.tensor2d(normalMatrix(5, random(6)).slice(0, 3));
    const { radius: found, converged } = withoutLeak(() =>
      spectralRadius((s) => tf.tanh(tf.matMul(s as tf.Tensor2D, matrix)), z),
    );
    (z.arraySync() as number[][]).forEach((row, b) => {
      const slope = a[0].map((_, j) => 1 - Math.tanh(row.reduce((sum, x, i) => sum + x * a[i][j], 0)) ** 2);
      const jacobian = a.map((weights) => weights.map((x, j) => x * slope[j]));
      assert(converged[b]);
      assert(Math.abs(found[b] - radiusOf(jacobian)) < 1e-3);
      const alone = z.slice([b, 0], [1, 5]);
      const same = spectralRadius((s) => tf.tanh(tf.matMul(s as tf.Tensor2D, matrix)), alone);
      assert(Math.abs(same.radius[0] - found[b]) < 1e-6);
      alone.dispose();
    });
    tf.dispose([z, matrix]);
  });

  it('of a constant map is 0, and of the identity 1', () => {
    const z = tf.ones([2, 3]);
    const found = withoutLeak(() => [spectralRadius(() => z, z).radius, spectralRadius((s) => s, z).radius]);
    assert.deepEqual(found[0], [0, 0]);
    for (const r of found[1]) assert(Math.abs(r - 1) < 1e-6);
    z.dispose();
  });

  it('is the rate at which plain iteration converges', () => {
    const a = withRadius(10, 0.7, 12);
    const f = linear(a);
    const z0 = tf.ones([1, 10]);
    const { z, trace } = fixedPoint((s) => f(s).add(1), z0, { solver: 'picard', tol: 1e-5, stop: 'abs' });
    const k = trace[0].length - 1;
    const rate = (trace[0][k] / trace[0][k - 20]) ** (1 / 20);
    assert(Math.abs(rate - 0.7) < 0.03, `${rate}`);
    tf.dispose([z, z0]);
  });

  it('may be asked while a gradient is taken', () => {
    const x = tf.scalar(0.5);
    const seen: number[] = [];
    const slope = withoutLeak(() =>
      tf.tidy(
        () =>
          tf
            .grad((s: tf.Tensor) => {
              seen.push(spectralRadius((z) => z.mul(s), tf.ones([1, 2])).radius[0]);
              return s.square();
            })(x)
            .dataSync()[0],
      ),
    );
    assert(Math.abs(seen[0] - 0.5) < 1e-6);
    assert.equal(slope, 1);
    x.dispose();
  });

  it('says what is wrong with an argument, and what f cannot do', () => {
    tf.tidy(() => {
      const z = tf.ones([1, 2]);
      assert.throws(
        () => spectralRadius((s) => s, z, { iterations: 3 } as object),
        /Unknown option 'iterations'; valid: memory/,
      );
      assert.throws(
        () => spectralRadius((s) => s, z, { memory: 1 }),
        /memory is 1; it must be an integer of at least 2/,
      );
      assert.throws(() => spectralRadius((s) => s.sum(), z), /f returned shape \[\]/);
      const [nan] = spectralRadius((s) => s.mul(Number.NaN), z).radius;
      assert(Number.isNaN(nan));
    });
  });
});

function inverse(q: Matrix): Matrix {
  const n = q.rows;
  const { leftSingularVectors: u, rightSingularVectors: v, diagonal } = new SingularValueDecomposition(q);
  return v
    .mmul(
      Matrix.diag(
        diagonal.map((s) => 1 / s),
        n,
        n,
      ),
    )
    .mmul(u.transpose());
}

describe('a residual', () => {
  it('is never less than what rounding leaves: no digit of a nilpotent Jacobian of large numbers is promised', () => {
    const shift = Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (__, j) => (j === i + 1 ? 100 : 0)));
    const z = tf.zeros([1, 5]);
    const nilpotent = linear(shift);
    const { radius, residual, converged } = withoutLeak(() => spectralRadius(nilpotent, z));
    assert(residual[0] * radius[0] >= 200 * 2 ** -24, `${residual[0]}, ${radius[0]}`);
    assert.deepEqual(converged, [residual[0] <= 1e-3]);
    const large = linear([
      [0.9, 1e6],
      [0, 0.3],
    ]);
    const two = tf.ones([1, 2]);
    const loud = withoutLeak(() => spectralRadius(large, two));
    assert(loud.residual[0] > 0.05 && !loud.converged[0], `${loud.residual[0]}`);
    tf.dispose([z, two]);
  });
});

describe('jacobianNorm', () => {
  it('of random matrices and their powers is the largest singular value', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (seed, n, power) => {
          const a = withRadius(n, 0.9, seed);
          const f = linear(a);
          const z = tf.ones([1, n]);
          const { norm } = jacobianNorm((s) => f(s), z, { power });
          const exact = normOf(powerOf(a, power));
          assert(Math.abs(norm[0] / exact - 1) < 2e-3, `${norm[0]}, ${exact}`);
          z.dispose();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('tells the realisation trap that the spectral radius hides: 0 and 9.6', () => {
    // A filter in direct form, the whole signal as the state: nilpotent, and far from normal.
    const length = 20;
    const a = [2.37, -2.31, 1.05, -0.19].map((x) => 2 * x);
    const shift = Array.from({ length }, (_, from) =>
      Array.from({ length }, (_, to) => (to > from && to - from <= a.length ? a[to - from - 1] : 0)),
    );
    const f = linear(shift);
    const z = tf.ones([1, length]);
    const norms = [1, 2, 4].map((power) => withoutLeak(() => jacobianNorm((s) => f(s), z, { power })).norm[0]);
    norms.forEach((found, i) => assert(Math.abs(found / normOf(powerOf(shift, [1, 2, 4][i])) - 1) < 0.01));
    assert(norms[0] > 9 && norms[1] > 2 * norms[0] && norms[2] > 10 * norms[1], norms.join());
    z.dispose();
  });

  it('is that of the Jacobian where it is asked, at 0 too', () => {
    const a = withRadius(4, 1.1, 8);
    const f = linear(a);
    const z = tf.zeros([2, 4]);
    const { norm, converged } = withoutLeak(() => jacobianNorm((s) => tf.tanh(f(s)), z));
    for (const found of norm) assert(Math.abs(found / normOf(new Matrix(a)) - 1) < 0.01);
    assert.deepEqual(converged, [true, true]);
    assert.deepEqual(jacobianNorm(() => z, z).norm, [0, 0]);
    z.dispose();
  });

  it('is right for a state of thousands of numbers of which one matters, and at large numbers where the map bends over small ones', () => {
    const gains = tf.tensor1d([5, ...new Array(2303).fill(0.5)]);
    const many = tf.tensor2d([[0, ...new Array(2303).fill(1)]]);
    const f = (s: tf.Tensor) => tf.tanh(tf.mul(s, gains));
    const { norm, products } = withoutLeak(() => jacobianNorm(f, many));
    assert.equal(products, 'exact');
    assert(Math.abs(norm[0] - 5) < 1e-4, `${norm[0]}`);
    for (const [at, exact] of [
      [100, Math.abs(Math.sin(100))],
      [1e4, Math.abs(Math.sin(1e4))],
    ]) {
      const z = tf.tensor2d([[at]]);
      assert(Math.abs(jacobianNorm((s) => tf.cos(s), z).norm[0] / exact - 1) < 1e-4);
      z.dispose();
    }
    // By differences, since elu has no second derivative: its slope below 0 is that of the exponential function.
    const below = tf.tensor2d([[-0.2, ...new Array(2303).fill(1)]]);
    const bent = withoutLeak(() => jacobianNorm((s) => tf.elu(tf.mul(s, gains)), below));
    assert.equal(bent.products, 'difference');
    assert(Math.abs(bent.norm[0] - 5 / Math.E) < 2e-3, `${bent.norm[0]}`);
    tf.dispose([gains, many, below]);
  });

  it('refuses what it does not know', () => {
    tf.tidy(() => {
      assert.throws(() => jacobianNorm((s) => s, tf.ones([1, 1]), { power: 0 }), /power is 0/);
      assert.throws(() => jacobianNorm((s) => s, tf.ones([1, 1]), { k: 2 } as object), /Unknown option 'k'/);
    });
  });
});
