import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type FixedPointOptions, fixedPoint, registerSolver, type SolverName, solverNames } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { affineMap, affineSolution, maxDiff, norm, normalMatrix, type Rows, withoutLeak, withRadius } from './support';

const all: SolverName[] = ['picard', 'anderson', 'broyden', 'newtonKrylov'];

/** Solves, and reads the states off. */
function solve(f: (z: tf.Tensor) => tf.Tensor, z0: tf.Tensor | number[][], options: FixedPointOptions = {}) {
  const start = z0 instanceof tf.Tensor ? z0 : tf.tensor2d(z0);
  const { z, ...result } = withoutLeak(() => {
    const solved = fixedPoint(f, start, options);
    const values = solved.z.dataSync() as Float32Array;
    solved.z.dispose();
    return { ...solved, z: values };
  });
  if (start !== z0) start.dispose();
  return { z, ...result };
}

for (const solver of all) {
  describe(solver, () => {
    const contraction = withRadius(12, 0.6, 1);
    const offsets = [random(2), random(3), random(4)].map(({ normal }) => Array.from({ length: 12 }, normal));
    const f = affineMap(contraction, offsets);
    const zeros = offsets.map((row) => row.map(() => 0));

    it('solves an affine contraction, and tells the residual of the very state it returns', () => {
      const { z, converged, residual, reason, iterations, trace, evaluations } = solve(f, zeros, { solver, tol: 1e-6 });
      assert(converged.every(Boolean), reason.join());
      assert(maxDiff(z, affineSolution(contraction, offsets).flat()) < 3e-5);
      const fz = tf.tidy(() => f(tf.tensor2d(z, [3, 12])).dataSync());
      residual.forEach((r, b) => {
        const row = (values: ArrayLike<number>) => Array.from(values).slice(12 * b, 12 * b + 12);
        const difference = norm(row(fz).map((value, i) => value - row(z)[i]));
        assert(Math.abs(difference / norm(row(fz)) - r) < 1e-12);
        assert(r <= 1e-6);
        assert.equal(trace[b].length, iterations[b] + 1);
        assert.equal(Math.min(...trace[b]), r);
        assert.equal(trace[b][0], 1); // from 0, f(0) − 0 is all of f(0)
      });
      assert(evaluations > Math.max(...iterations));
    });

    it('stops by the absolute residual when told so', () => {
      const { z, residual } = solve(f, zeros, { solver, tol: 1e-3, stop: 'abs' });
      const fz = tf.tidy(() => f(tf.tensor2d(z, [3, 12])).dataSync());
      residual.forEach((r, b) => {
        const difference = Array.from(fz.slice(12 * b, 12 * b + 12)).map((value, i) => value - z[12 * b + i]);
        assert(Math.abs(norm(difference) - r) < 1e-9);
        assert(r <= 1e-3);
      });
    });

    it('finds where cos(z) + θ rests: 0.73908513 and π/2', () => {
      const theta = tf.tensor2d([[0], [Math.PI / 2]]);
      const { z, converged } = solve((state) => tf.cos(state).add(theta), [[1], [1]], { solver, tol: 1e-6 });
      theta.dispose();
      // At the second the slope is −1, where plain iteration comes closer only by the third order.
      assert.deepEqual(converged, [true, solver !== 'picard']);
      assert(Math.abs(z[0] - 0.7390851332151607) < 1e-6);
      assert(Math.abs(z[1] - Math.PI / 2) < (solver === 'picard' ? 0.2 : 1e-5));
    });

    it('solves tanh(z + 1) = z: 0.96118069', () => {
      const { z } = solve((state) => tf.tanh(state.add(1)), [[1]], { solver, tol: 1e-7 });
      assert(Math.abs(z[0] - 0.96118069) < 3e-6); // TensorFlow's tanh is good to 1e-6
    });

    it('keeps to a state of any rank', () => {
      const shapes = [[4], [2, 3], [2, 3, 4], [2, 2, 2, 2]];
      for (const shape of shapes) {
        const z0 = tf.zeros(shape);
        const { z, ...result } = fixedPoint((state) => state.mul(0.5).add(0.5), z0, { solver });
        assert.deepEqual(z.shape, shape);
        assert(maxDiff(z.dataSync(), new Array(z.size).fill(1)) < 1e-4);
        assert.equal(result.converged.length, shape[0]);
        z.dispose();
        z0.dispose();
      }
    });

    it('is done at once where it begins at a fixed point', () => {
      const { iterations, evaluations, reason, z } = solve((state) => state.mul(0.5).add(0.5), [[1], [1]], { solver });
      assert.deepEqual([iterations, evaluations, reason], [[0, 0], 1, ['converged', 'converged']]);
      assert.deepEqual([...z], [1, 1]);
    });

    it('is done at once with f(z) = z, from 0 too', () => {
      const { residual, reason } = solve(
        (state) => state.clone(),
        [
          [0, 0],
          [3, 4],
        ],
        { solver },
      );
      assert.deepEqual(residual, [0, 0]);
      assert.deepEqual(reason, ['converged', 'converged']);
    });

    it('finds the 0 to which everything goes, though relative to f(z) the residual is infinite on the way', () => {
      const { z, reason, trace } = solve((state) => state.mul(0), [[3, 4]], { solver });
      assert.deepEqual([...z], [0, 0]);
      assert.deepEqual(reason, ['converged']);
      assert.deepEqual([trace[0][0], trace[0].at(-1)], [Number.POSITIVE_INFINITY, 0]);
    });

    it('does not call f not finite where steps are too short to be divided by', () => {
      const target = tf.tensor2d([[1.3e-38, -2.1e-38, 1.7e-38]]);
      const { reason } = solve(() => target.clone(), [[2e-38, 1.2e-38, -1.5e-38]], { solver, damping: 0.05 });
      target.dispose();
      assert.notEqual(reason[0], 'nonFinite');
    });

    it('solves for numbers at the ends of float32 as for others', () => {
      for (const scale of [2 ** -115, 2 ** 110]) {
        const scaled = affineMap(
          contraction,
          offsets.map((row) => row.map((x) => x * scale)),
        );
        const { reason } = solve(scaled, zeros, { solver, tol: 1e-5 });
        assert.deepEqual(reason, ['converged', 'converged', 'converged']);
      }
    });

    it('uses no more iterations than it is given: 0, 1, 2', () => {
      for (const maxIter of [0, 1, 2]) {
        const { iterations, reason, trace, residual } = solve(f, zeros, {
          solver,
          tol: 1e-6,
          maxIter,
          memory: undefined,
        });
        for (let b = 0; b < 3; b++) {
          assert.equal(iterations[b], Math.min(maxIter, iterations[b]));
          if (reason[b] !== 'converged') assert.deepEqual([iterations[b], reason[b]], [maxIter, 'maxIter']);
          assert.equal(residual[b], Math.min(...trace[b]));
        }
        if (maxIter === 0) assert.deepEqual(reason, ['maxIter', 'maxIter', 'maxIter']);
      }
    });

    it('solves each sample as if it were alone: other mates, the same digits', () => {
      // One slow, one fast, one that runs away, one that is not finite: in each other's company and in others'.
      const slopes = [0.95, 0.1, -1.5, Number.NaN, 0.5, 0.9];
      const run = (order: number[]) => {
        const slope = tf.tensor2d(order.map((i) => [slopes[i], slopes[i]]));
        const offset = tf.tensor2d(order.map((i) => [1 + i, 2 - i]));
        // Sums and products only: TensorFlow rounds a sine differently at another place in a tensor.
        const curved = (z: tf.Tensor) => z.mul(slope).add(offset).add(z.square().mul(-0.004));
        const result = solve(
          curved,
          order.map(() => [0, 1]),
          { solver, maxIter: 60 },
        );
        slope.dispose();
        offset.dispose();
        return order.map((i, b) => ({
          i,
          z: [...result.z.slice(2 * b, 2 * b + 2)],
          of: [result.iterations[b], result.residual[b], result.reason[b], result.trace[b]],
        }));
      };
      const byItself = slopes.map((_, i) => run([i])[0]);
      for (const order of [
        [0, 1, 2, 3, 4, 5],
        [5, 4, 3, 2, 1, 0],
        [2, 0],
        [3, 4],
      ]) {
        for (const sample of run(order)) assert.deepEqual(sample, byItself[sample.i]);
      }
    });

    it('says that a tolerance is out of reach, where float32 ends, and stops', () => {
      const { reason, residual, iterations, converged, trace } = solve(f, zeros, { solver, tol: 0, maxIter: 2000 });
      reason.forEach((why, b) => {
        assert(why === 'roundoff' || (why === 'converged' && residual[b] === 0), why);
        assert.equal(converged[b], why === 'converged');
        assert(residual[b] < 1e-6);
        // It stops soon after its best iterate, which plain iteration reaches in some 35.
        assert(iterations[b] - trace[b].indexOf(residual[b]) <= 6, `${iterations[b]} iterations`);
        assert(iterations[b] < 90, `${iterations[b]} iterations`);
      });
    });

    it('notices what is not finite, and returns the last good state', () => {
      const slope = tf.tensor2d([[0.5], [0.5]]);
      const sometimes = (z: tf.Tensor) => tf.where(z.greater(1.9), tf.fill(z.shape, Number.NaN), z.mul(slope).add(1));
      const { reason, z, converged } = solve(sometimes, [[0], [5]], { solver, tol: 1e-7, damping: 1 });
      slope.dispose();
      // The second begins where f gives NaN, the first arrives there.
      assert.deepEqual(converged, [false, false]);
      assert.equal(reason[1], 'nonFinite');
      assert.equal(z[1], 5);
      assert(Number.isFinite(z[0]) && z[0] > 0);
    });

    it('refuses what it does not know', () => {
      const z0 = [[0]];
      const half = (z: tf.Tensor) => z.mul(0.5);
      assert.throws(
        () => solve(half, z0, { solver, stop_mode: 'rel' } as object),
        /Unknown option 'stop_mode'; valid: solver, tol/,
      );
      assert.throws(() => solve(half, z0, { solver, tol: -1 }), /RangeError: tol is -1; it must be at least 0/);
      assert.throws(() => solve(half, z0, { solver, tol: Number.NaN }), /RangeError: tol is NaN/);
      assert.throws(
        () => solve(half, z0, { solver, stop: 'both' as 'rel' }),
        /stop is 'both'; it must be one of 'rel', 'abs'/,
      );
      assert.throws(() => solve(half, z0, { solver, maxIter: 1.5 }), /maxIter is 1.5; it must be an integer/);
      assert.throws(() => solve(half, z0, { solver, damping: 0 }), /damping is 0; it must be in \(0, 2\)/);
      assert.throws(() => solve(half, z0, { solver, divergence: 1 }), /divergence is 1; it must be above 1/);
      assert.throws(() => solve(half, z0, { solver, patience: 0 }), /patience is 0/);
    });
  });
}

describe('fixedPoint', () => {
  const half = (z: tf.Tensor) => z.mul(0.5);

  it('names the solvers there are, and takes another', () => {
    assert.throws(
      () => solve(half, [[1]], { solver: 'newton' }),
      /RangeError: solver is 'newton'; it must be one of 'picard', 'anderson', 'broyden', 'newtonKrylov'/,
    );
    registerSolver('aitken', {
      defaults: {},
      init: () => [] as Float32Array[],
      // Aitken's Δ², element by element: two plain steps, then an extrapolation.
      step(points, z, fz, next) {
        points.push(z);
        const [a, b] = points;
        if (points.length < 2) next.set(fz);
        else {
          next.forEach((_, i) => {
            const denominator = fz[i] - 2 * b[i] + a[i];
            next[i] = denominator === 0 ? fz[i] : a[i] - (b[i] - a[i]) ** 2 / denominator;
          });
          points.length = 0;
        }
        return true;
      },
      terminate: () => undefined,
    });
    assert(solverNames().includes('aitken'));
    const { z, iterations } = solve((state) => tf.cos(state), [[1]], { solver: 'aitken', tol: 1e-6 });
    assert(Math.abs(z[0] - 0.7390851332) < 1e-6);
    assert(iterations[0] <= 8, `${iterations[0]}`); // plain iteration needs 35
    assert.throws(
      () => solve(half, [[1]], { solver: 'aitken', memory: 3 }),
      /aitken has no option 'memory'; its own are none/,
    );
    assert.throws(() => registerSolver('aitken', {} as never), /A solver named 'aitken' exists already/);
    assert.throws(() => registerSolver('empty', { defaults: {} } as never), /The solver 'empty' has no init/);
    assert.throws(() => registerSolver('empty', {} as never), /The solver 'empty' has no defaults; .*\{\} if none/);
  });

  it('does not let an option pass that the solver has no use for', () => {
    assert.throws(
      () => solve(half, [[1]], { solver: 'picard', ridge: 1e-6 }),
      /picard has no option 'ridge'; its own are damping/,
    );
    assert.throws(() => solve(half, [[1]], { solver: 'broyden', ridge: 1e-6 }), /broyden has no option 'ridge'/);
    assert.throws(() => solve(half, [[1]], { memory: 0 }), /memory is 0; it must be an integer of at least 1/);
    assert.throws(() => solve(half, [[1]], { ridge: -1 }), /ridge is -1; it must be at least 0/);
    assert.throws(
      () => solve(half, [[1]], { solver: 'broyden', lineSearch: 1 as never }),
      /lineSearch is 1; it must be true or false/,
    );
    assert.throws(() => solve(half, [[1]], { solver: 'newtonKrylov', differenceStep: 2 }), /differenceStep is 2/);
  });

  it('says what is wrong with a state or a map', () => {
    assert.throws(() => fixedPoint(half, [[1]] as never), /TypeError: z0 is \[\[1\]\]; it must be a tensor/);
    withoutLeak(() =>
      tf.tidy(() => {
        assert.throws(() => fixedPoint(half, tf.scalar(1)), /RangeError: z0 has shape \[\]; it must be \[batch, …\]/);
        assert.throws(() => fixedPoint(half, tf.zeros([0, 3])), /z0 has shape \[0,3\]/);
        assert.throws(() => fixedPoint(half, tf.zeros([1, 3], 'int32')), /TypeError: z0 has type int32/);
        const z0 = tf.zeros([2, 3]);
        assert.throws(
          () => fixedPoint((z) => z.sum(1), z0),
          /RangeError: f returned shape \[2\]; it must be that of the state, \[2,3\]/,
        );
        assert.throws(() => fixedPoint((z) => z.transpose(), z0), /f returned shape \[3,2\]/);
        assert.throws(() => fixedPoint((z) => z.toInt(), z0), /TypeError: f returned type int32/);
        assert.throws(() => fixedPoint(() => 3 as never, z0), /TypeError: f returned 3; it must return a tensor/);
        assert.throws(
          () =>
            fixedPoint(() => {
              throw new Error('mine');
            }, z0),
          /mine/,
        );
      }),
    );
  });

  it('leaves z₀ and what f uses alone', () => {
    const z0 = tf.tensor2d([[1, 2]]);
    const b = tf.tensor1d([1, 1]);
    solve((z) => z.mul(0.5).add(b), z0);
    assert.deepEqual([...z0.dataSync()], [1, 2]);
    assert.deepEqual([...b.dataSync()], [1, 1]);
    z0.dispose();
    b.dispose();
  });

  it('shows the states on the way', () => {
    const seen: number[] = [];
    solve((z) => z.mul(0.5).add(1), [[0]], {
      solver: 'picard',
      maxIter: 3,
      onEvaluation: (z, n) => seen.push(n, z.dataSync()[0]),
    });
    assert.deepEqual(seen, [1, 0, 2, 1, 3, 1.5, 4, 1.75]);
  });

  it('may be called where a gradient is being taken, and where f takes one itself', () => {
    // z ← z − ½∇E(z), E = ½‖z − c‖²: the gradient is taken inside f, inside the solve, inside a gradient.
    const c = tf.tensor2d([[1, -2, 3]]);
    const descend = (z: tf.Tensor) =>
      z.sub(
        tf
          .grad((s: tf.Tensor) => s.sub(c).square().sum().mul(0.5))(z)
          .mul(0.5),
      );
    const x = tf.scalar(2);
    const gradient = withoutLeak(() => {
      const result = tf.tidy(() => {
        const slope = tf.grad((s: tf.Tensor) => {
          const { z } = fixedPoint(descend, tf.zeros([1, 3]));
          return z.sum().mul(s.square()) as tf.Scalar;
        })(x);
        return slope.dataSync()[0];
      });
      return result;
    });
    assert(Math.abs(gradient - 8) < 1e-3); // the sum of c is 2, times 2s
    x.dispose();
    c.dispose();
  });
});

describe('where iteration fails and root finding does not', () => {
  it('z ← 1 − 1.5z: Picard runs away and says so, the others need two steps to 0.4', () => {
    const f = (z: tf.Tensor) => z.mul(-1.5).add(1);
    assert.equal(solve(f, [[0]], { solver: 'picard' }).reason[0], 'diverged');
    assert.equal(solve(f, [[0]], { solver: 'picard', stop: 'abs' }).reason[0], 'diverged');
    for (const solver of ['anderson', 'broyden', 'newtonKrylov'] as const) {
      const { z, iterations } = solve(f, [[0]], { solver });
      assert(Math.abs(z[0] - 0.4) < 1e-6);
      assert.equal(iterations[0], 2, solver);
    }
    // A fifth of each step makes the slope 0.8 − 0.3.
    const damped = solve(f, [[0]], { solver: 'picard', damping: 0.2 });
    assert(damped.converged[0] && Math.abs(damped.z[0] - 0.4) < 1e-5);
  });

  it('rotations in 14 dimensions: Picard goes round for ever, Anderson with 10 or more and Broyden do not', () => {
    const angles = [2, 3, 4, 5, 6, 1.27, 1.73].map((divisor) => Math.PI / divisor);
    const rotation = Array.from({ length: 14 }, () => new Array<number>(14).fill(0));
    angles.forEach((angle, k) => {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      rotation[2 * k][2 * k] = rotation[2 * k + 1][2 * k + 1] = c;
      rotation[2 * k][2 * k + 1] = s;
      rotation[2 * k + 1][2 * k] = -s;
    });
    const centre = Array.from({ length: 14 }, random(5).normal);
    const turned = centre.map((_, j) => centre.reduce((sum, x, i) => sum + x * rotation[i][j], 0));
    const f = affineMap(rotation, [centre.map((x, j) => x - turned[j])]);
    const start = [centre.map((x, i) => x + Math.sin(i + 1))];
    assert.equal(solve(f, start, { solver: 'picard', maxIter: 500 }).reason[0], 'stagnated');
    for (const options of [
      { solver: 'anderson', memory: 10 },
      { solver: 'anderson', memory: 20 },
      { solver: 'broyden' },
      { solver: 'newtonKrylov' },
    ] as const) {
      const { z, converged } = solve(f, start, { ...options, maxIter: 200 });
      assert(converged[0], options.solver);
      assert(maxDiff(z, centre) < 1e-3, options.solver);
    }
  });

  it('decay at 0.9, 0.99 and 0.999: no contraction to speak of, and a fixed point at 0', () => {
    const rates = tf.tensor2d([[0.9, 0.99, 0.999]]);
    const f = (z: tf.Tensor) => z.mul(rates);
    for (const solver of ['anderson', 'broyden', 'newtonKrylov'] as const) {
      const { z, residual, iterations } = solve(f, [[1, 0.4, -0.2]], { solver, tol: 1e-5, stop: 'abs' });
      assert(residual[0] < 1e-5 && norm(z) < 1e-2, solver);
      assert(iterations[0] <= 10, `${solver} ${iterations[0]}`);
    }
    assert.equal(solve(f, [[1, 0.4, -0.2]], { solver: 'picard', tol: 1e-5, stop: 'abs' }).reason[0], 'maxIter');
    rates.dispose();
  });

  it('a step that rounds to nothing is the last: it would repeat itself', () => {
    const { reason, evaluations } = solve((z) => z.mul(0).add(1 + 2 ** -23), [[1]], {
      solver: 'picard',
      damping: 0.1,
      tol: 0,
    });
    assert.deepEqual([reason[0], evaluations], ['roundoff', 1]);
  });

  it('Broyden begins again when its memory is full, and still arrives', () => {
    const [a, b] = [withRadius(50, 0.9, 2), [Array.from({ length: 50 }, random(8).normal)]];
    const counts = [5, 10, 20, 100].map((memory) => {
      const { converged, evaluations } = solve(affineMap(a, b), [b[0].map(() => 0)], {
        solver: 'broyden',
        memory,
        tol: 1e-6,
      });
      assert(converged[0], `memory ${memory}`);
      return evaluations;
    });
    assert(counts[0] > counts[3] && counts[1] > counts[3], counts.join()); // a longer memory needs fewer
    assert(counts[1] < 70, counts.join());
  });

  it('Newton’s step is shortened where it overshoots: the root of arctan from 3', () => {
    const f = (z: tf.Tensor) => z.sub(tf.atan(z));
    const settings = { solver: 'newtonKrylov', stop: 'abs', tol: 1e-6 } as const;
    const whole = solve(f, [[3]], { ...settings, lineSearch: false });
    assert.equal(whole.converged[0], false);
    const searched = solve(f, [[3]], settings);
    assert(searched.converged[0] && Math.abs(searched.z[0]) < 1e-5);
    assert(searched.iterations[0] <= 8, `${searched.iterations[0]}`);
  });

  it('a line search ends where nothing lowers the residual', () => {
    // f(z) − z = 1 + z² has no root; the least residual is 1, at 0.
    for (const solver of ['broyden', 'newtonKrylov'] as const) {
      const { converged, evaluations, iterations, residual } = solve((z) => z.add(z.square()).add(1), [[0.3]], {
        solver,
        lineSearch: true,
        stop: 'abs',
        tol: 1e-3,
        maxIter: 40,
      });
      assert.equal(converged[0], false);
      assert(residual[0] >= 1);
      assert(evaluations <= 10 * (iterations[0] + 1), `${solver}: ${evaluations} evaluations`);
    }
  });

  it('Newton–Krylov solves its equations the better, the nearer it is: few steps', () => {
    const [w, x] = [tf.tensor2d(withRadius(30, 0.95, 5)), tf.tensor2d([Array.from({ length: 30 }, random(6).normal)])];
    const { converged, iterations } = solve(
      (z) => tf.tanh(tf.matMul(z as tf.Tensor2D, w).add(x)),
      [new Array(30).fill(0)],
      {
        solver: 'newtonKrylov',
      },
    );
    assert(converged[0]);
    assert(iterations[0] <= 6, `${iterations[0]}`);
    tf.dispose([w, x]);
  });

  it('a small residual is not a small error: at a slope of 0.99, 1e-3 permits 0.1', () => {
    const { z, converged } = solve((state) => state.mul(0.99).add(0.01), [[0.9]], {
      solver: 'picard',
      tol: 1e-3,
      stop: 'abs',
    });
    assert(converged[0]);
    assert(Math.abs(z[0] - 1) > 0.09 && Math.abs(z[0] - 1) <= 1e-3 / 0.01 + 1e-6);
  });

  it('the realisation trap: spectral radius 0, and yet iteration runs away before it arrives', () => {
    // A recursive filter in direct form, the whole signal as the state: z[t] = u[t] + 1.6 z[t−1] − 0.9 z[t−2] … has a Jacobian that
    // is nilpotent, and powers of it that grow first. After as many turns as there are samples it is exact.
    const length = 24;
    const a = [2.6, -2.7, 1.2];
    const shift = Array.from({ length }, (_, from) =>
      Array.from({ length }, (_, to) => (to > from && to - from <= a.length ? a[to - from - 1] : 0)),
    );
    const input = Array.from({ length }, (_, t) => (t === 0 ? 1 : 0));
    const f = affineMap(shift, [input]);
    const start = [input.map(() => 0)];
    const patient = { solver: 'picard', stop: 'abs', tol: 1e-4, patience: 100 } as const;
    const exact: number[] = [];
    for (let t = 0; t < length; t++)
      exact.push(a.reduce((sum, weight, k) => sum + (t > k ? weight * exact[t - k - 1] : 0), input[t]));

    const { trace, reason, z } = solve(f, start, { ...patient, divergence: Number.POSITIVE_INFINITY });
    assert(Math.max(...trace[0]) > 1e3, 'the powers grow');
    assert.equal(reason[0], 'converged');
    assert.equal(trace[0].length - 1, length);
    assert(maxDiff(z, exact) < 1e-4 * Math.max(...exact.map(Math.abs)));
    // With the limit that is on by default for such growth, it is called what it looks like.
    const limited = solve(f, start, { ...patient, divergence: 1e3 });
    assert.equal(limited.reason[0], 'diverged');
    assert.equal(limited.converged[0], false);
    // And a restarted method with a short memory does not see through it either, nor pretend to.
    const short = solve(f, start, { solver: 'anderson', memory: 3, stop: 'abs', tol: 1e-4 });
    assert(short.converged[0] || short.reason[0] !== 'converged');
  });

  it('a map without a fixed point is never called solved', () => {
    for (const solver of all) {
      const { converged, reason } = solve((z) => z.add(1), [[0, 0]], { solver, stop: 'abs' });
      assert.equal(converged[0], false, `${solver}: ${reason[0]}`);
    }
  });
});

describe('random maps', () => {
  const seeds = fc.integer({ min: 0, max: 2 ** 31 });

  it('contractions tanh(zW + x): all solvers find the same point', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.05, max: 0.85, noNaN: true }),
        (seed, n, rho) => {
          const drawn = normalMatrix(n, random(seed));
          const size = norm(drawn.flat()); // at least the norm of the map: a small radius alone allows several fixed points
          const w = drawn.map((row) => row.map((value) => (rho * value) / size));
          const x = [0, 1].map((b) => Array.from({ length: n }, random((seed % 1000) + b).normal));
          const [matrix, input] = [tf.tensor2d(w), tf.tensor2d(x)];
          const f = (z: tf.Tensor) => tf.tanh(tf.matMul(z as tf.Tensor2D, matrix).add(input));
          const zeros = x.map((row) => row.map(() => 0));
          const [reference, ...others] = all.map((solver) => solve(f, zeros, { solver, tol: 1e-6, maxIter: 300 }));
          assert(reference.converged.every(Boolean) || reference.reason.every((why) => why !== 'maxIter'));
          for (const other of others) {
            if (!reference.converged.every(Boolean) || !other.converged.every(Boolean)) continue;
            assert(maxDiff(other.z, reference.z) < 2e-3 / (1 - rho) ** 2);
          }
          tf.dispose([matrix, input]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('non-normal affine maps: what is called converged satisfies the equation, and float64 agrees', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 2, max: 10 }),
        fc.double({ min: 1, max: 6, noNaN: true }),
        (seed, n, above) => {
          // Upper triangular: eigenvalues within 0.5, and `above` times noise above the diagonal.
          const noise = normalMatrix(n, random(seed));
          const a: Rows = noise.map((row, i) =>
            row.map((x, j) => (j > i ? (above * x) / n : j === i ? 0.5 * Math.tanh(x) : 0)),
          );
          const b = [Array.from({ length: n }, random(seed).normal)];
          const exact = affineSolution(a, b)[0];
          for (const solver of all) {
            const { z, converged, residual } = solve(affineMap(a, b), [b[0].map(() => 0)], {
              solver,
              tol: 1e-5,
              maxIter: 400,
            });
            if (!converged[0]) continue;
            assert(residual[0] <= 1e-5);
            const rest = z.map((value, j) => b[0][j] + a.reduce((sum, row, i) => sum + z[i] * row[j], 0) - value);
            assert(norm(rest) <= 2e-5 * norm(exact) + 1e-5, solver);
          }
          const gmres = solve(affineMap(a, b), [b[0].map(() => 0)], {
            solver: 'newtonKrylov',
            tol: 1e-5,
            affine: true,
          });
          assert(gmres.converged[0], gmres.reason[0]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('the relative residual does not see the scale: z ↦ c·f(z/c) takes the same steps', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom(2 ** -20, 2 ** -7, 2 ** 9, 2 ** 20),
        fc.constantFrom(...all),
        (seed, c, solver) => {
          const [a, b] = [withRadius(6, 0.8, seed), [Array.from({ length: 6 }, random(seed).normal)]];
          const [small, large] = [affineMap(a, b), affineMap(a, [b[0].map((x) => x * c)])];
          const zeros = [b[0].map(() => 0)];
          const [one, other] = [small, large].map((f) => solve(f, zeros, { solver, tol: 1e-5 }));
          // A power of two scales float32 without rounding: the very same digits.
          assert.deepEqual(other.trace, one.trace);
          assert.deepEqual([...other.z], [...one.z.map((x) => x * c)]);
        },
      ),
      { numRuns: 20 },
    );
  });
});
