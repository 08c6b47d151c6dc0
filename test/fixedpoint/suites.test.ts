// The problems of the suites by which jaxopt (anderson, anderson_wrapper, fixed_point_iteration, broyden, implicit_diff, linear_solve) and
// optimistix (fixed_point, root_find, best_so_far) are tested, set anew: here those that no other test has. Elsewhere are the decay at 0.9 to
// 0.999, cos, tanh(y + 1), the rotations in 14 dimensions, roots that are not there, starts at the root (fixedPoint.test.ts), the equations
// of the mixture (anderson.test.ts), implicit gradients against unrolled ones and differences (implicitFixedPoint.test.ts).
//
// What has no counterpart here, and why:
// - trees of arrays as states: a state is one tensor; several are put together by tf.concat, as the heavy ball below does.
// - has_aux: f is an ordinary closure, which may keep whatever it likes; onEvaluation shows the states.
// - mixing_frequency: Anderson's mixture is taken at each step. Taken only every k-th, it is plain iteration in between; a map of k turns,
//   z ↦ f(f(z)), is that without an option.
// - jit, vmap: nothing is compiled; every sample of a batch is solved for itself.
// - Jv of a solution (root_jvp, piggyback): TensorFlow.js differentiates backwards only; the gradients are compared instead.
// - bisection and bounded Newton: for one unknown in an interval, which no network has.
// - complex128, float64: tensors are float32. Tolerances below are what that leaves, and references are computed in float64.
// - PolyakSGD, optax: their steps change with the count of steps, so that there is no fixed map. The heavy ball is their likes with constant rates.
// - Robertson's kinetics and the heat equation start from rest there, for steps of 1e-8, which solves itself; here the steps are long. The
//   heat equation's Laplacian there has a wrong sign in the middle and dx for dx²; here it is a Laplacian.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inverse, Matrix, pseudoInverse, SVD, solve } from 'ml-matrix';
import { type FixedPointOptions, fixedPoint, implicitFixedPoint, type StateMap } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { affineMap, affineSolution, maxDiff, normalMatrix, type Rows, withoutLeak } from './support';

const normals = (count: number, seed: number) => Array.from({ length: count }, random(seed).normal);
const rowsOf = (count: number, width: number, seed: number): Rows => {
  const { normal } = random(seed);
  return Array.from({ length: count }, () => Array.from({ length: width }, () => Math.fround(normal())));
};

function solved(f: StateMap, z0: Rows, options: FixedPointOptions) {
  const start = tf.tensor2d(z0);
  const result = withoutLeak(() => {
    const { z, ...rest } = fixedPoint(f, start, options);
    const values = [...z.dataSync()];
    z.dispose();
    return { z: values, ...rest };
  });
  start.dispose();
  return result;
}

/** The gradient of Σ c·z* in a tensor of f. */
function slope(
  f: (parameter: tf.Tensor) => StateMap,
  parameter: tf.Tensor,
  c: Rows,
  options: Parameters<typeof implicitFixedPoint>[2] = {},
): number[] {
  return withoutLeak(() =>
    tf.tidy(() => {
      const loss = (value: tf.Tensor) =>
        implicitFixedPoint(f(value), tf.zeros([c.length, c[0].length]), options)
          .mul(tf.tensor2d(c))
          .sum();
      return [...tf.grad(loss)(parameter).dataSync()];
    }),
  );
}

describe('small maps', () => {
  it('e^(−z) = z at 0.56714329, in every entry of a state', () => {
    for (const solver of ['picard', 'anderson', 'broyden', 'newtonKrylov'] as const) {
      const { z, converged } = solved((s) => tf.exp(s.neg()), [[0.5, 0.5, 1]], { solver, tol: 1e-6 });
      assert(converged[0] && maxDiff(z, [0.56714329, 0.56714329, 0.56714329]) < 3e-6, solver);
    }
  });

  it('sin(a)a², b³ and −c rest at 0: slopes of 0, 0 and −1', () => {
    const f: StateMap = (z) => {
      const [a, b, c] = tf.split(z, 3, 1);
      return tf.concat([tf.sin(a).mul(a.square()), b.pow(3), c.neg()], 1);
    };
    for (const solver of ['anderson', 'broyden', 'newtonKrylov'] as const) {
      const { z, converged } = solved(f, [[0.3, 0.4, 0.5]], { solver, tol: 1e-6, stop: 'abs' });
      assert(converged[0], solver);
      assert(maxDiff(z, [0, 0, 0]) < 1e-3, `${solver} ${z}`); // c to the tolerance; a and b, whose slope is 0, with it
    }
    assert.equal(solved(f, [[0.3, 0.4, 0.5]], { solver: 'picard', stop: 'abs' }).reason[0], 'stagnated');
  });

  it('a tenth of a network of two layers contracts', () => {
    const [first, second] = [tf.tensor2d(rowsOf(28, 8, 1)).mul(0.4), tf.tensor2d(rowsOf(8, 28, 2)).mul(0.4)];
    const f: StateMap = (z) =>
      tf
        .matMul(tf.softplus(tf.matMul(z as tf.Tensor2D, first as tf.Tensor2D)), second as tf.Tensor2D)
        .mul(0.1)
        .add(0.05);
    const start = [new Array<number>(28).fill(0.5)];
    const [reference, ...others] = (['picard', 'anderson', 'broyden', 'newtonKrylov'] as const).map((solver) =>
      solved(f, start, { solver, tol: 1e-6 }),
    );
    assert(reference.converged[0]);
    for (const { z, converged } of others) assert(converged[0] && maxDiff(z, reference.z) < 1e-5);
    tf.dispose([first, second]);
  });

  it('θz rests at 0 for every θ below 1: the gradient in θ is 0', () => {
    const theta = tf.scalar(0.5);
    const f = (value: tf.Tensor) => (z: tf.Tensor) => z.mul(value);
    for (const gradient of ['implicit', 'phantom', 'unrolled'] as const)
      assert.deepEqual(slope(f, theta, [[1, -2]], { gradient, ...(gradient === 'unrolled' && { steps: 20 }) }), [0]);
    theta.dispose();
  });

  it('200 numbers under a symmetric matrix of norm ½: solution and gradients in matrix and offset', () => {
    const n = 200;
    const drawn = normalMatrix(n, random(7));
    const symmetric = drawn.map((row, i) => row.map((value, j) => (value + drawn[j][i]) / 2));
    const size = new SVD(new Matrix(symmetric)).norm2;
    const m = symmetric.map((row) => row.map((value) => Math.fround((0.5 * value) / size)));
    const [b, c] = [[normals(n, 8).map(Math.fround)], [normals(n, 9).map(Math.fround)]];
    const [z] = affineSolution(m, b);
    const u = solve(Matrix.eye(n).sub(new Matrix(m)), Matrix.columnVector(c[0])).to1DArray();
    for (const solver of ['picard', 'anderson', 'broyden', 'newtonKrylov'] as const)
      assert(maxDiff(solved(affineMap(m, b), [b[0].map(() => 0)], { solver, tol: 1e-6 }).z, z) < 1e-5, solver);
    const [matrix, offset] = [tf.tensor2d(m), tf.tensor2d(b)];
    const options = { forward: { tol: 1e-6 }, backward: { tol: 1e-6 } };
    const inOffset = slope((x) => (s) => tf.matMul(s as tf.Tensor2D, matrix).add(x), offset, c, options);
    assert(maxDiff(inOffset, u) < 1e-5);
    const inMatrix = slope((x) => (s) => tf.matMul(s as tf.Tensor2D, x as tf.Tensor2D).add(offset), matrix, c, options);
    assert(
      maxDiff(
        inMatrix,
        z.flatMap((zi) => u.map((uj) => zi * uj)),
      ) < 1e-4,
    );
    tf.dispose([matrix, offset]);
  });
});

describe('steps of differential equations', () => {
  /** Robertson's chemical kinetics: rates of 0.04, 10⁴ and 3·10⁷, y₂ some 10⁻⁵ of y₁. */
  const kinetics = (y: tf.Tensor) => {
    const [a, b, c] = tf.split(y, 3, 1);
    const [slow, fast, back] = [a.mul(0.04), b.square().mul(3e7), b.mul(c).mul(1e4)];
    return tf.concat([back.sub(slow), slow.sub(fast).sub(back), fast], 1);
  };
  const start = [1, 0, 0];
  const dt = 1;

  /** The end of a step of the implicit midpoint rule, by Newton's method in float64. */
  function midpoint(): number[] {
    let y = start;
    for (let k = 0; k < 50; k++) {
      const [a, b, c] = y.map((value, i) => (value + start[i]) / 2);
      const rates = [1e4 * b * c - 0.04 * a, 0.04 * a - 3e7 * b * b - 1e4 * b * c, 3e7 * b * b];
      const jacobian = new Matrix([
        [-0.04, 1e4 * c, 1e4 * b],
        [0.04, -6e7 * b - 1e4 * c, -1e4 * b],
        [0, 6e7 * b, 0],
      ]);
      const rest = y.map((value, i) => start[i] + dt * rates[i] - value);
      const step = solve(Matrix.eye(3).sub(jacobian.mul(dt / 2)), Matrix.columnVector(rest)).to1DArray();
      y = y.map((value, i) => value + step[i]);
    }
    return y;
  }

  const y0 = tf.tensor2d([start]);
  /** The unknown is the state at the end, the rate at the middle, or the half step. */
  const forms: Record<string, { f: StateMap; z0: Rows; end: (z: number[]) => number[]; tol: number }> = {
    'its end': {
      f: (y) => y0.add(kinetics(y0.add(y).mul(0.5)).mul(dt)),
      z0: [start],
      end: (y) => y,
      tol: 1e-6,
    },
    'its rates': {
      f: (k) => kinetics(y0.add(k.mul(dt / 2))),
      z0: [[0, 0, 0]],
      end: (k) => k.map((rate, i) => start[i] + dt * rate),
      tol: 1e-5,
    },
    'half of it': {
      f: (h) => kinetics(y0.add(h)).mul(dt / 2),
      z0: [[0, 0, 0]],
      end: (h) => h.map((half, i) => start[i] + 2 * half),
      tol: 1e-5,
    },
  };

  for (const [unknown, { f, z0, end, tol }] of Object.entries(forms)) {
    it(`Robertson's kinetics over a long step, ${unknown} unknown: exact products arrive, differences are too coarse`, () => {
      const options = { solver: 'newtonKrylov', tol, maxIter: 60 } as const;
      const exact = solved(f, z0, { ...options, products: 'exact' });
      assert(exact.converged[0], `${exact.reason[0]} ${exact.residual[0]}`);
      const [found, expected] = [end(exact.z), midpoint()];
      assert(maxDiff(found, expected) < 1e-5, `${found}; ${expected}`);
      assert(Math.abs(found[1] / expected[1] - 1) < 0.02, `${found[1]}; ${expected[1]}`);
      const differences = solved(f, z0, { ...options, products: 'difference' });
      assert(differences.residual[0] > 10 * exact.residual[0], `${differences.residual[0]}`);
      assert(exact.evaluations < differences.evaluations, `${exact.evaluations}; ${differences.evaluations}`);
      // The slopes are in the thousands: nothing that begins with plain steps gets there.
      for (const solver of ['picard', 'anderson', 'broyden'] as const)
        assert.equal(solved(f, z0, { solver, tol, maxIter: 60 }).converged[0], false, solver);
    });
  }

  const points = 100;
  const dx = 2 / (points - 1);
  const initial = Array.from({ length: points }, (_, i) => Math.fround((-1 + i * dx) ** 2));
  const seconds = 0.1;

  /** Crank and Nicolson's step for y′ = κ(1 − y)Δy, the ends held. */
  const diffusion = (kappa: tf.Tensor): StateMap => {
    const from = tf.tensor2d([initial]);
    const laplacian = (y: tf.Tensor) => {
      const part = (at: number) => y.slice([0, at], [1, points - 2]);
      return part(2)
        .sub(part(1).mul(2))
        .add(part(0))
        .div(dx * dx)
        .pad([
          [0, 0],
          [1, 1],
        ]);
    };
    const rate = (y: tf.Tensor) => tf.sub(1, y).mul(laplacian(y)).mul(kappa);
    return (y) =>
      from.add(
        rate(from)
          .add(rate(y))
          .mul(seconds / 2),
      );
  };

  /** The same in float64, by Newton's method. */
  function diffused(kappa: number): number[] {
    const second = (y: number[], i: number) =>
      i === 0 || i === points - 1 ? 0 : (y[i + 1] - 2 * y[i] + y[i - 1]) / (dx * dx);
    const half = (kappa * seconds) / 2;
    const rate = (y: number[]) => y.map((value, i) => half * (1 - value) * second(y, i));
    const before = rate(initial);
    let y = initial;
    for (let k = 0; k < 12; k++) {
      const after = rate(y);
      const matrix = Matrix.eye(points);
      for (let i = 1; i < points - 1; i++) {
        const beside = (half * (1 - y[i])) / (dx * dx);
        matrix.set(i, i, 1 + half * second(y, i) + 2 * beside);
        matrix.set(i, i - 1, -beside);
        matrix.set(i, i + 1, -beside);
      }
      const rest = y.map((value, i) => initial[i] + before[i] + after[i] - value);
      const step = solve(matrix, Matrix.columnVector(rest)).to1DArray();
      y = y.map((value, i) => value + step[i]);
    }
    return y;
  }

  it('a nonlinear heat equation on 100 points, with either product; plain iteration runs away', () => {
    const kappa = tf.scalar(1);
    const f = (z: tf.Tensor) => tf.tidy(() => diffusion(kappa)(z));
    const expected = diffused(1);
    for (const products of ['exact', 'difference'] as const) {
      const { z, converged } = solved(f, [initial], { solver: 'newtonKrylov', products, tol: 1e-5 });
      assert(converged[0] && maxDiff(z, expected) < 2e-4, `${products}: ${maxDiff(z, expected)}`);
    }
    assert.equal(solved(f, [initial], { solver: 'picard' }).reason[0], 'diverged');
    kappa.dispose();
  });

  it('and the gradient of the heat that is left in its conductivity, against differences in float64', () => {
    const kappa = tf.scalar(1);
    const total = (value: number) => diffused(value).reduce((sum, y) => sum + y, 0);
    const expected = (total(1 + 1e-4) - total(1 - 1e-4)) / 2e-4;
    const found = withoutLeak(() =>
      tf.tidy(() => {
        const forward = { solver: 'newtonKrylov', products: 'exact', tol: 2e-6 } as const;
        const loss = (value: tf.Tensor) =>
          implicitFixedPoint(diffusion(value), tf.tensor2d([initial]), { forward, backward: { memory: 100 } }).sum();
        return tf.grad(loss)(kappa).dataSync()[0];
      }),
    );
    assert(Math.abs(found / expected - 1) < 1e-3, `${found}; ${expected}`);
    kappa.dispose();
  });
});

describe('regression', () => {
  const [samples, features] = [40, 5];
  const x = rowsOf(samples, features, 21);
  const truth = [2, 0, -1.5, 0, 0.5];
  const noise = normals(samples, 22);
  const y = x.map((row, i) => Math.fround(row.reduce((sum, value, j) => sum + value * truth[j], 0) + 0.3 * noise[i]));
  const [tx, ty] = [tf.tensor2d(x), tf.tensor2d([y])];
  const gram = new Matrix(x).transpose().mmul(new Matrix(x)).div(samples);
  const moments = new Matrix(x).transpose().mmul(Matrix.columnVector(y)).div(samples);
  const rate = 0.5 / new SVD(gram).norm2;

  /** ∇ of half the mean square error at the rows of w. */
  const error = (w: tf.Tensor, matrix: tf.Tensor = tx, target: tf.Tensor = ty) =>
    tf.matMul(tf.matMul(w as tf.Tensor2D, matrix as tf.Tensor2D, false, true).sub(target), matrix).div(samples);
  const ridgeStep = (lambda: tf.Tensor, matrix?: tf.Tensor, target?: tf.Tensor) => (w: tf.Tensor) =>
    w.sub(error(w, matrix, target).add(w.mul(lambda)).mul(rate));
  const ridge = (lambda: number) => solve(gram.clone().add(Matrix.eye(features).mul(lambda)), moments).to1DArray();

  const lambdas = [0.01, 0.5, 5];

  it('ridge: a batch of penalties, by every solver, as the normal equations have it', () => {
    const lambda = tf.tensor2d(lambdas.map((value) => [value]));
    // The rate that suits the smallest is too fast for the largest.
    const f: StateMap = (w) =>
      w.sub(
        error(w)
          .add(w.mul(lambda))
          .mul(tf.div(rate, tf.add(1, lambda))),
      );
    const zeros = lambdas.map(() => new Array<number>(features).fill(0));
    for (const solver of ['picard', 'anderson', 'broyden', 'newtonKrylov'] as const) {
      const { z, converged } = solved(f, zeros, { solver, tol: 1e-6, maxIter: 300 });
      assert(converged.every(Boolean), solver);
      assert(maxDiff(z, lambdas.flatMap(ridge)) < 1e-4, solver);
    }
    lambda.dispose();
  });

  it('ridge: the whole Jacobian of the solution in the penalty, and gradients in the data', () => {
    const lambda = 0.5;
    const penalty = tf.scalar(lambda);
    const tight = { forward: { tol: 1e-7 }, backward: { tol: 1e-7 } };
    const inverted = inverse(gram.clone().add(Matrix.eye(features).mul(lambda)));
    const w = ridge(lambda);
    const jacobian = inverted.mmul(Matrix.columnVector(w)).mul(-1).to1DArray();
    const unit = (j: number) => [Array.from({ length: features }, (_, i) => (i === j ? 1 : 0))];
    const found = jacobian.map((_, j) => slope((value) => ridgeStep(value), penalty, unit(j), tight)[0]);
    assert(maxDiff(found, jacobian) < 1e-5, `${found}; ${jacobian}`);
    // In the target: dw/dy = (XᵀX/m + λ)⁻¹Xᵀ/m, here of the third weight.
    const inTarget = slope((value) => ridgeStep(penalty, tx, value), ty, unit(2), tight);
    const expected = x.map((row) => row.reduce((sum, value, j) => sum + inverted.get(2, j) * value, 0) / samples);
    assert(maxDiff(inTarget, expected) < 1e-6);
    // In the data: u·(Xᵀ(Xw − y)) differentiated, with u the third row of the inverse.
    const rests = x.map((row, i) => row.reduce((sum, value, j) => sum + value * w[j], 0) - y[i]);
    const u = inverted.getRow(2);
    const inData = slope((value) => ridgeStep(penalty, value), tx, unit(2), tight);
    const wanted = x.flatMap((row, i) => {
      const along = row.reduce((sum, value, j) => sum + value * u[j], 0);
      return row.map((_, j) => -(u[j] * rests[i] + along * w[j]) / samples);
    });
    assert(maxDiff(inData, wanted) < 1e-5, `${maxDiff(inData, wanted)}`);
    penalty.dispose();
  });

  it('the heavy ball is a map of weights and speeds, which Anderson takes to the same place in fewer steps', () => {
    const lambda = tf.scalar(0.5);
    const ball: StateMap = (state) => {
      const [w, v] = tf.split(state, 2, 1);
      const speed = v.mul(0.8).sub(error(w).add(w.mul(lambda)).mul(rate));
      return tf.concat([w.add(speed), speed], 1);
    };
    const rest = [new Array<number>(2 * features).fill(0)];
    const [plain, mixed] = (['picard', 'anderson'] as const).map((solver) =>
      solved(ball, rest, { solver, tol: 1e-6, maxIter: 400 }),
    );
    for (const { z, converged } of [plain, mixed])
      assert(converged[0] && maxDiff(z, [...ridge(0.5), 0, 0, 0, 0, 0]) < 1e-4);
    assert(mixed.evaluations < 0.6 * plain.evaluations, `${mixed.evaluations}; ${plain.evaluations}`);
    lambda.dispose();
  });

  const soft = (w: tf.Tensor, threshold: tf.Tensor) => tf.relu(w.sub(threshold)).sub(tf.relu(w.neg().sub(threshold)));
  const lassoStep = (lambda: tf.Tensor) => (w: tf.Tensor) => soft(w.sub(error(w).mul(rate)), lambda.mul(rate));
  const descent = (w: readonly number[]) =>
    gram
      .mmul(Matrix.columnVector([...w]))
      .sub(moments)
      .to1DArray();
  const zeros = [new Array<number>(features).fill(0)];

  it('lasso: proximal steps accelerated, and optimal: ∇ = −λ·sign on what is kept, within λ elsewhere', () => {
    const lambda = 0.4;
    const penalty = tf.scalar(lambda);
    // The mixture's small numbers become zeros by the turn past the solver's state.
    const forward = { memory: 10, tol: 1e-6 };
    const z = withoutLeak(() =>
      tf.tidy(() => [...implicitFixedPoint(lassoStep(penalty), tf.tensor2d(zeros), { forward }).dataSync()]),
    );
    assert(z.some((w) => w === 0) && z.some((w) => w !== 0), `${z}`);
    descent(z).forEach((g, j) => {
      if (z[j] === 0) assert(Math.abs(g) <= lambda + 1e-5);
      else assert(Math.abs(g + lambda * Math.sign(z[j])) < 1e-5, `${g}`);
    });
    // And its gradient in the penalty: −(X_SᵀX_S/m)⁻¹ sign(w_S) on what is kept, 0 elsewhere.
    const kept = z.flatMap((w, j) => (w === 0 ? [] : [j]));
    const signs = Matrix.columnVector(kept.map((j) => Math.sign(z[j])));
    const moved = solve(gram.selection(kept, kept), signs).mul(-1).to1DArray();
    const found = z.map((_, j) => slope(lassoStep, penalty, [zeros[0].map((_, i) => (i === j ? 1 : 0))])[0]);
    assert(
      maxDiff(
        found,
        z.map((_, j) => (kept.includes(j) ? moved[kept.indexOf(j)] : 0)),
      ) < 1e-4,
    );
    penalty.dispose();
  });

  it('lasso: a sweep of coordinate descent is a map as well, with the same fixed point', () => {
    const lambda = 0.4;
    const penalty = tf.scalar(lambda);
    const sweep: StateMap = (w) => {
      const parts = tf.split(w, features, 1);
      for (let j = 0; j < features; j++) {
        const steepness = gram.get(j, j);
        const slopeOf = error(tf.concat(parts, 1)).slice([0, j], [1, 1]);
        parts[j] = soft(parts[j].sub(slopeOf.div(steepness)), tf.scalar(lambda / steepness)) as (typeof parts)[number];
      }
      return tf.concat(parts, 1);
    };
    const [proximal, coordinates] = [lassoStep(penalty), sweep].map((f) => solved(f, zeros, { memory: 3, tol: 1e-6 }));
    assert(coordinates.converged[0] && maxDiff(coordinates.z, proximal.z) < 1e-5);
    assert(coordinates.evaluations <= proximal.evaluations);
    penalty.dispose();
  });
});

describe('linear equations xA = b as the fixed point of x + b − xA, by GMRES', () => {
  const gmres = { solver: 'newtonKrylov', affine: true, lineSearch: false, tol: 1e-7 } as const;
  const n = 5;
  const dense = rowsOf(n, n, 31);
  const b = rowsOf(3, n, 32);
  const psd = new Matrix(dense).mmul(new Matrix(dense).transpose()).to2DArray();

  /** As exact as float32 and the condition of the matrix allow; the residual is that of x, so that large x may be worse. */
  function check(a: Rows, right: Rows): void {
    const [matrix, offset] = [tf.tensor2d(a), tf.tensor2d(right)];
    const f: StateMap = (x) => x.add(offset).sub(tf.matMul(x as tf.Tensor2D, matrix));
    const { z, reason } = solved(
      f,
      right.map((row) => row.map(() => 0)),
      gmres,
    );
    assert(
      reason.every((why) => why === 'converged' || why === 'roundoff'),
      reason.join(),
    );
    const expected = new Matrix(right).mmul(inverse(new Matrix(a))).to1DArray();
    const allowed = 1e-6 * new SVD(new Matrix(a)).condition * Math.max(...expected.map(Math.abs));
    assert(maxDiff(z, expected) < allowed, `${maxDiff(z, expected)}; ${allowed}`);
    tf.dispose([matrix, offset]);
  }

  it('dense, positive definite, with a ridge, of one number', () => {
    check(dense, b);
    check(psd, b);
    const ridged = (a: Rows) => a.map((row, i) => row.map((value, j) => (i === j ? value + 1 : value)));
    check(ridged(dense), b);
    check(ridged(psd), b);
    check([[0.37]], [[2], [-1]]);
  });

  it('a matrix that is only a function, on states of two axes', () => {
    // A second difference along each axis and the state itself: nothing is ever written out.
    const apply = (x: tf.Tensor) => {
      const beside = (axis: number) => {
        const turned = (by: number) => {
          const [front, back] = tf.split(x, by > 0 ? [by, x.shape[axis]! - by] : [x.shape[axis]! + by, -by], axis);
          return tf.concat([back, front], axis);
        };
        return turned(1).add(turned(-1)).sub(x.mul(2));
      };
      return x.mul(0.5).sub(beside(1)).sub(beside(2));
    };
    const right = tf.tensor3d(normals(30, 41), [2, 5, 3]);
    const rest = withoutLeak(() =>
      tf.tidy(() => {
        const { z, converged } = fixedPoint((x) => x.add(right).sub(apply(x)), tf.zerosLike(right), gmres);
        assert(converged.every(Boolean));
        return Math.max(...apply(z).sub(right).abs().dataSync());
      }),
    );
    assert(rest < 1e-5, `${rest}`);
    right.dispose();
  });

  it('more unknowns than equations: from 0 the normal equations give the shortest solution', () => {
    const wide = rowsOf(3, 2, 51); // x of 3 numbers, 2 equations
    const [matrix, right] = [tf.tensor2d(wide), tf.tensor2d(rowsOf(1, 2, 52))];
    const f: StateMap = (x) => x.sub(tf.matMul(tf.matMul(x as tf.Tensor2D, matrix).sub(right), matrix, false, true));
    const { z } = solved(f, [[0, 0, 0]], gmres);
    const expected = new Matrix(rowsOf(1, 2, 52)).mmul(pseudoInverse(new Matrix(wide))).to1DArray();
    assert(maxDiff(z, expected) < 1e-5 * Math.max(1, ...expected.map(Math.abs)), `${z}; ${expected}`);
    tf.dispose([matrix, right]);
  });

  it('gradients of a solution in its matrix and its right side', () => {
    const [matrix, right] = [tf.tensor2d(dense), tf.tensor2d(b)];
    const c = rowsOf(3, n, 33);
    const inverted = inverse(new Matrix(dense));
    const x = new Matrix(b).mmul(inverted);
    const u = new Matrix(c).mmul(inverted.transpose());
    const size = (m: Matrix) => Math.max(...m.to1DArray().map(Math.abs));
    const options = { forward: gmres, backward: { tol: 1e-7 } };
    const step = (a: tf.Tensor, offset: tf.Tensor) => (s: tf.Tensor) =>
      s.add(offset).sub(tf.matMul(s as tf.Tensor2D, a as tf.Tensor2D));
    const inRight = slope((value) => step(matrix, value), right, c, options);
    assert(maxDiff(inRight, u.to1DArray()) < 1e-4 * size(u));
    const inMatrix = slope((value) => step(value, right), matrix, c, options);
    const expected = x.transpose().mmul(u).mul(-1);
    assert(maxDiff(inMatrix, expected.to1DArray()) < 1e-4 * size(expected));
    tf.dispose([matrix, right]);
  });

  it('a singular matrix is said to be one', () => {
    const [matrix, right] = [
      tf.tensor2d([
        [1, 2],
        [2, 4],
      ]),
      tf.tensor2d([[1, 0]]),
    ];
    const f: StateMap = (x) => x.add(right).sub(tf.matMul(x as tf.Tensor2D, matrix));
    const { converged, reason } = solved(f, [[0, 0]], gmres);
    assert.equal(converged[0], false);
    assert.notEqual(reason[0], 'roundoff');
    tf.dispose([matrix, right]);
  });
});
