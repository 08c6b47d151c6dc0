import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ImplicitFixedPointOptions, implicitFixedPoint, type SolveReport } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { maxDiff, norm, type Rows, variableOf, withoutLeak, withRadius } from './support';

/** z = tanh(zW + xU + b), and the loss Σ c·z*: in float64, solved by plain iteration to the last digit. */
interface Layer {
  w: Rows;
  u: Rows;
  b: number[];
  x: Rows;
  c: Rows;
}

const times = (row: number[], matrix: Rows) =>
  matrix[0].map((_, j) => row.reduce((sum, value, i) => sum + value * matrix[i][j], 0));

function lossInFloat64({ w, u, b, x, c }: Layer): number {
  return x.reduce((loss, row, sample) => {
    const input = times(row, u).map((value, j) => value + b[j]);
    let z = b.map(() => 0);
    for (let k = 0; k < 1000; k++) z = times(z, w).map((value, j) => Math.tanh(value + input[j]));
    return loss + z.reduce((sum, value, j) => sum + value * c[sample][j], 0);
  }, 0);
}

/** The gradient in every number of one part of the layer, by central differences in float64. */
function differences(layer: Layer, part: 'w' | 'u' | 'b' | 'x'): number[] {
  const h = 1e-5;
  const at = (index: number, change: number) => {
    const copy = structuredClone(layer);
    const rows = (part === 'b' ? [copy.b] : copy[part]) as Rows;
    const width = rows[0].length;
    rows[Math.floor(index / width)][index % width] += change;
    return lossInFloat64(copy);
  };
  return layer[part].flat().map((_, index) => (at(index, h) - at(index, -h)) / (2 * h));
}

function randomLayer(n: number, batch: number, rho: number, seed: number): Layer {
  const { normal } = random(seed + 1);
  const rows = (count: number, width: number) =>
    Array.from({ length: count }, () => Array.from({ length: width }, () => Math.fround(normal())));
  return {
    w: withRadius(n, rho, seed).map((row) => row.map(Math.fround)),
    u: rows(3, n),
    b: rows(1, n)[0],
    x: rows(batch, 3),
    c: rows(batch, n),
  };
}

/** The same with TensorFlow: the gradients in w, u, b (variables) and x. */
function gradients(
  layer: Layer,
  options: ImplicitFixedPointOptions,
): { w: number[]; u: number[]; b: number[]; x: number[] } {
  return withoutLeak(() => {
    const w = variableOf(tf.tensor2d(layer.w));
    const u = variableOf(tf.tensor2d(layer.u));
    const b = variableOf(tf.tensor1d(layer.b));
    const [x, c] = [tf.tensor2d(layer.x), tf.tensor2d(layer.c)];
    const loss = (input: tf.Tensor) => {
      const injected = tf.matMul(input as tf.Tensor2D, u).add(b);
      const f = (z: tf.Tensor) => tf.tanh(tf.matMul(z as tf.Tensor2D, w).add(injected));
      return implicitFixedPoint(f, tf.zerosLike(c), options).mul(c).sum() as tf.Scalar;
    };
    const { value, grads } = tf.variableGrads(() => loss(x), [w, u, b]);
    const inX = tf.grad((input: tf.Tensor) => loss(input))(x);
    const named = (variable: tf.Variable) => [...grads[variable.name].dataSync()];
    const result = { w: named(w), u: named(u), b: named(b), x: [...inX.dataSync()] };
    tf.dispose([value, grads, inX, w, u, b, x, c]);
    return result;
  });
}

const relative = (actual: number[], expected: number[]) =>
  maxDiff(actual, expected) / Math.max(...expected.map(Math.abs));

describe('implicitFixedPoint', () => {
  const layer = randomLayer(8, 3, 0.8, 11);
  const exact = {
    w: differences(layer, 'w'),
    u: differences(layer, 'u'),
    b: differences(layer, 'b'),
    x: differences(layer, 'x'),
  };
  const parts = ['w', 'u', 'b', 'x'] as const;

  it('has the gradients of float64 differences, in every variable and tensor that f closes over', () => {
    const found = gradients(layer, { forward: { tol: 1e-7 }, backward: { tol: 1e-7 } });
    for (const part of parts)
      assert(relative(found[part], exact[part]) < 3e-6, `${part}: ${relative(found[part], exact[part])}`);
  });

  for (const solver of ['picard', 'anderson', 'broyden', 'newtonKrylov'] as const) {
    it(`has them with ${solver} both ways`, () => {
      const found = gradients(layer, { forward: { solver, maxIter: 300 }, backward: { solver, maxIter: 300 } });
      for (const part of parts) assert(relative(found[part], exact[part]) < 1e-4, part);
    });
  }

  it('agrees with unrolling to convergence, which agrees with the differences', () => {
    const unrolled = gradients(layer, { gradient: 'unrolled', steps: 120 });
    const implicit = gradients(layer, {});
    for (const part of parts) {
      assert(relative(unrolled[part], exact[part]) < 1e-5, part);
      assert(relative(implicit[part], unrolled[part]) < 1e-4, part);
    }
  });

  it('has them for random layers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (seed, n, batch) => {
          const drawn = randomLayer(n, batch, 0.7, seed);
          // A contraction: then there is one equilibrium, which the differences' plain iteration finds as well.
          const size = Math.max(1, norm(drawn.w.flat()) / 0.9);
          const some = { ...drawn, w: drawn.w.map((row) => row.map((value) => Math.fround(value / size))) };
          const found = gradients(some, { forward: { tol: 1e-6 }, backward: { tol: 1e-6 } });
          for (const part of ['w', 'x'] as const) {
            const expected = differences(some, part);
            // Where tanh is saturated its slope 1 − z² has few digits left in float32.
            const allowed = 2e-4 * Math.max(...expected.map(Math.abs)) + 1e-5;
            assert(maxDiff(found[part], expected) < allowed, part);
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it('of one pole z = x + az: dz/da = x/(1 − a)², and one step x/(1 − a), wrong by 1 − a', () => {
    const [x, a] = [tf.tensor2d([[2]]), tf.scalar(0.75)];
    const slope = (options: ImplicitFixedPointOptions) =>
      withoutLeak(() =>
        tf.tidy(() => {
          const z = (pole: tf.Tensor) => implicitFixedPoint((s) => s.mul(pole).add(x), tf.zeros([1, 1]), options).sum();
          return tf.grad(z)(a).dataSync()[0];
        }),
      );
    assert(Math.abs(slope({}) - 32) < 1e-3);
    assert(Math.abs(slope({ gradient: 'oneStep' }) - 8) < 1e-3);
    assert(Math.abs(slope({ gradient: 'phantom', steps: 1 }) - 8) < 1e-3);
    // Three taps of the adjoint filter: 8·(1 + a + a²).
    assert(Math.abs(slope({ gradient: 'phantom', steps: 3 }) - 8 * (1 + 0.75 + 0.75 ** 2)) < 1e-3);
    // Damped by a half: u ← u/2 + (g + au)/2, from 0, twice.
    assert(Math.abs(slope({ gradient: 'phantom', steps: 2, damping: 0.5 }) - 8 * (0.25 + 0.5 + 0.375 * 0.5)) < 1e-3);
    const unrolledPhantom = { gradient: 'unrolledPhantom', forward: { tol: 1e-7 } } as const;
    assert(Math.abs(slope({ ...unrolledPhantom, steps: 3 }) - 8 * (1 + 0.75 + 0.75 ** 2)) < 1e-3);
    assert(Math.abs(slope({ ...unrolledPhantom, steps: 2, damping: 0.5 }) - 8 * (0.5 + 0.5 * 0.875)) < 1e-3);
    tf.dispose([x, a]);
  });

  it("'unrolledPhantom' is, where the solve fell short, the gradient of the value that it returns; 'phantom' is not", () => {
    // f(z) = az² + 2 with a = 0.1; one turn from 0 leaves the solver at 2, and two more lead to a(4a + 2)² + 2.
    const found = withoutLeak(() =>
      tf.tidy(() => {
        const z = (a: tf.Tensor) =>
          implicitFixedPoint((s) => s.square().mul(a).add(2), tf.zeros([1, 1]), {
            gradient: 'unrolledPhantom',
            steps: 2,
            unconverged: 'accept',
            forward: { solver: 'picard', maxIter: 1 },
          }).sum();
        const { value, grad } = tf.valueAndGrad(z)(tf.scalar(0.1));
        return [value.dataSync()[0], grad.dataSync()[0]];
      }),
    );
    assert(maxDiff(found, [0.1 * 2.4 ** 2 + 2, 2.4 ** 2 + 2 * 0.1 * 2.4 * 4]) < 1e-5, `${found}`);
  });

  it('of K steps errs by ρᴷ', () => {
    // Symmetric, so that ‖J‖ = ρ: z = zS + x with eigenvalues 0.9, −0.5 and 0.2 and a known basis.
    const basis = [
      [2, 1, 2],
      [-2, 2, 1],
      [1, 2, -2],
    ].map((row) => row.map((v) => v / 3));
    const values = [0.9, -0.5, 0.2];
    const s = [0, 1, 2].map((i) =>
      [0, 1, 2].map((j) => values.reduce((sum, v, k) => sum + v * basis[k][i] * basis[k][j], 0)),
    );
    const [matrix, x] = [tf.tensor2d(s), tf.tensor2d([[1, -2, 0.5]])];
    const c = tf.tensor2d([[0.3, 1, -1]]);
    const slope = (options: ImplicitFixedPointOptions) =>
      withoutLeak(() =>
        tf.tidy(() => {
          const loss = (input: tf.Tensor) =>
            implicitFixedPoint((z) => tf.matMul(z as tf.Tensor2D, matrix).add(input), tf.zeros([1, 3]), options)
              .mul(c)
              .sum();
          return [...tf.grad(loss)(x).dataSync()];
        }),
      );
    const exactSlope = slope({ backward: { tol: 1e-7 } });
    const error = (steps: number) => {
      const found = slope({ gradient: 'phantom', steps });
      return norm(found.map((value, i) => value - exactSlope[i]));
    };
    for (const steps of [8, 16, 24]) {
      const rate = (error(steps + 4) / error(steps)) ** (1 / 4);
      assert(Math.abs(rate - 0.9) < 0.01, `${steps}: ${rate}`);
      assert(error(steps) <= (0.9 ** steps / 0.1) * Math.hypot(0.3, 1, -1) * (1 + 1e-3));
    }
    tf.dispose([matrix, x, c]);
  });

  it('is exact where iteration diverges: z = 1 − 1.5z + x', () => {
    const x = tf.tensor2d([[0.3]]);
    const slope = withoutLeak(() =>
      tf.tidy(() => {
        const f = (input: tf.Tensor) => (z: tf.Tensor) => z.mul(-1.5).add(1).add(input);
        return tf
          .grad((input: tf.Tensor) => implicitFixedPoint(f(input), tf.zeros([1, 1])).sum())(x)
          .dataSync()[0];
      }),
    );
    assert(Math.abs(slope - 0.4) < 1e-5);
    x.dispose();
  });

  it('raises what it cannot solve, forward and backward, and leaves no tensors', () => {
    const x = tf.tensor2d([[1], [2]]);
    const slope = (f: (z: tf.Tensor, input: tf.Tensor) => tf.Tensor, options: ImplicitFixedPointOptions) =>
      withoutLeak(() =>
        tf.tidy(() =>
          tf
            .grad((input: tf.Tensor) => implicitFixedPoint((z) => f(z, input), tf.zeros([2, 1]), options).sum())(x)
            .dataSync(),
        ),
      );
    const slow = (z: tf.Tensor, input: tf.Tensor) => z.mul(0.9).add(input);
    assert.throws(
      () => slope(slow, { forward: { solver: 'picard', maxIter: 5 } }),
      /z = f\(z\) was not solved for 2 of 2 samples; sample 0: maxIter, residual .* after 5 iterations. Loosen forward.tol/,
    );
    assert.throws(
      () => slope(slow, { backward: { solver: 'picard', maxIter: 5 } }),
      /the adjoint u = Jᵀu \+ g was not solved for 2 of 2 samples; sample 0: maxIter, residual .* Loosen backward.tol/,
    );
    // At z = 0 the slope of z + z²x is 1: no adjoint has a solution.
    const tangent = (z: tf.Tensor, input: tf.Tensor) => z.add(z.square().mul(input));
    assert.throws(() => slope(tangent, {}), /the adjoint .* breakdown/);
    for (const solver of ['picard', 'anderson', 'broyden'] as const)
      assert.throws(() => slope(tangent, { backward: { solver } }), /the adjoint u = Jᵀu \+ g was not solved/, solver);
    // At slope 3 a phantom gradient of many terms overflows.
    const steep = (z: tf.Tensor, input: tf.Tensor) => z.mul(3).add(input);
    assert.throws(
      () => slope(steep, { gradient: 'phantom', steps: 100 }),
      /The 100 terms of the phantom gradient are not finite/,
    );
    const accepted = slope(slow, { forward: { solver: 'picard', maxIter: 5 }, unconverged: 'accept' });
    assert(maxDiff(accepted, [10, 10]) < 1e-3);
    // Of the adjoint, too: two of its turns are 1 + 0.9 of the ten.
    const twoTerms = slope(slow, { backward: { solver: 'picard', maxIter: 2 }, unconverged: 'accept' });
    assert(maxDiff(twoTerms, [2.71, 2.71]) < 1e-3, `${twoTerms}`);
    const broken = (z: tf.Tensor, input: tf.Tensor) => z.mul(Number.NaN).add(input);
    assert.throws(
      () => slope(broken, { unconverged: 'accept' }),
      /z = f\(z\) was not solved for 2 of 2 samples; sample 0: nonFinite/,
    );
    x.dispose();
  });

  it('does not lose a gradient that is small: of 1e-20, the same digits as of 1', () => {
    const scales = [1, 2 ** -66];
    const [ordinary, small] = scales.map((scale) => {
      const shrunk = { ...layer, c: layer.c.map((row) => row.map((value) => value * scale)) };
      return gradients(shrunk, {}).b.map((value) => value / scale);
    });
    assert(relative(small, ordinary) < 1e-6);
  });

  it('tells how both solves went', () => {
    const seen: Record<string, SolveReport> = {};
    gradients(layer, { report: (stage, result) => (seen[stage] = result) });
    for (const stage of ['forward', 'backward']) {
      const { converged, residual, iterations, reason } = seen[stage];
      assert.deepEqual(converged, [true, true, true]);
      assert(residual.every((r) => r <= 1e-5) && iterations.every((k) => k > 0));
      assert.deepEqual(reason, ['converged', 'converged', 'converged']);
      assert(!('z' in seen[stage]));
    }
    // GMRES on 8 numbers a sample: no more than 8 products, and the two ends.
    assert(seen.backward.evaluations <= 10, `${seen.backward.evaluations}`);
  });

  it('without a gradient is just the equilibrium, with the same value', () => {
    const c = tf.tensor2d([[0.5, 1]]);
    const f = (z: tf.Tensor) => tf.tanh(z.mul(0.5).add(c));
    const plain = withoutLeak(() => {
      const z = implicitFixedPoint(f, c);
      const values = [...z.dataSync()];
      z.dispose();
      return values;
    });
    const taped = withoutLeak(() => {
      const { value, grad } = tf.valueAndGrad((input: tf.Tensor) =>
        implicitFixedPoint((z) => tf.tanh(z.mul(0.5).add(input)), c),
      )(c);
      const values = [...value.dataSync()];
      tf.dispose([value, grad]);
      return values;
    });
    assert.deepEqual(taped, plain);
    const once = tf.tidy(() => [...f(tf.tensor2d(plain, [1, 2])).dataSync()]);
    assert(maxDiff(once, plain) < 1e-5);
    c.dispose();
  });

  it('takes an f that gives its argument or a constant back', () => {
    const x = tf.tensor2d([[3, 4]]);
    const result = withoutLeak(() =>
      tf.tidy(() => [
        ...implicitFixedPoint((z) => z, x).dataSync(),
        ...implicitFixedPoint(() => x, tf.zeros([1, 2])).dataSync(),
        ...tf
          .grad((input: tf.Tensor) =>
            implicitFixedPoint(() => input, tf.zeros([1, 2]))
              .square()
              .sum(),
          )(x)
          .dataSync(),
      ]),
    );
    assert.deepEqual(result, [3, 4, 3, 4, 6, 8]);
    x.dispose();
  });

  it('goes through equilibria within equilibria, and networks before and after', () => {
    // Outer z = ½y(z) + x, inner y = ¼y + ½tanh z: for small x linear enough to solve in float64 by iteration.
    const solveOuter = (x: number) => {
      let z = 0;
      for (let k = 0; k < 300; k++) z = 0.5 * ((0.5 * Math.tanh(z)) / 0.75) + x;
      return z;
    };
    const scaled = (v: number) => Math.sin(v) * solveOuter(Math.exp(v)) ** 2;
    const v = 0.3;
    const expected = (scaled(v + 1e-5) - scaled(v - 1e-5)) / 2e-5;
    const variable = variableOf(tf.tensor2d([[v]]));
    const found = withoutLeak(() => {
      const { value, grads } = tf.variableGrads(() => {
        const x = tf.exp(variable);
        const inner = (z: tf.Tensor) =>
          implicitFixedPoint((y) => y.mul(0.25).add(tf.tanh(z).mul(0.5)), tf.zeros([1, 1]));
        const z = implicitFixedPoint((s) => inner(s).mul(0.5).add(x), tf.zeros([1, 1]));
        return tf.sin(variable).mul(z.square()).sum() as tf.Scalar;
      });
      const slope = grads[variable.name].dataSync()[0];
      tf.dispose([value, grads]);
      return slope;
    });
    assert(Math.abs(found / expected - 1) < 1e-4, `${found}, ${expected}`);
    variable.dispose();
  });

  it('has second derivatives unrolled, and says so otherwise', () => {
    const x = tf.tensor2d([[0.4]]);
    const second = (options: ImplicitFixedPointOptions) =>
      withoutLeak(() =>
        tf.tidy(() => {
          const z = (input: tf.Tensor) =>
            implicitFixedPoint((s) => s.square().mul(0.3).add(input), tf.zeros([1, 1]), options).sum();
          return tf
            .grad((input: tf.Tensor) => tf.grad(z)(input).sum())(x)
            .dataSync()[0];
        }),
      );
    const value = (input: number) => {
      let z = 0;
      for (let k = 0; k < 500; k++) z = 0.3 * z ** 2 + input;
      return z;
    };
    const input = Math.fround(0.4);
    const expected = (value(input + 1e-4) - 2 * value(input) + value(input - 1e-4)) / 1e-8;
    assert(Math.abs(second({ gradient: 'unrolled', steps: 60 }) / expected - 1) < 1e-3);
    for (const gradient of ['implicit', 'phantom', 'unrolledPhantom', 'oneStep'] as const)
      assert.throws(() => tf.tidy(() => second({ gradient })), /second derivatives only with gradient: 'unrolled'/);
    x.dispose();
  });

  it('keeps one evaluation of f, however many the solve takes', () => {
    // ‖J‖ near 1 takes hundreds of turns; what is on the tape, and kept for the gradient, is the same.
    const held = (slope: number) => {
      const x = tf.tensor2d([[1]]);
      let during = 0;
      tf.tidy(() => {
        tf.grad((input: tf.Tensor) => {
          const z = implicitFixedPoint((s) => tf.tanh(s.mul(slope).add(input)), tf.zeros([1, 1]), {
            forward: { solver: 'picard', maxIter: 5000, tol: 1e-6 },
          });
          during = tf.memory().numTensors;
          return z.sum();
        })(x);
      });
      x.dispose();
      return during;
    };
    assert.equal(held(0.9), held(0.1));
  });

  it('works on states of any rank, each sample with an adjoint of its own', () => {
    const weights = tf.tensor4d(
      Array.from({ length: 24 }, (_, i) => 0.9 * Math.sin(i)),
      [2, 3, 2, 2],
    );
    const z0 = tf.zeros([2, 3, 2, 2]);
    const slope = withoutLeak(() =>
      tf.tidy(() => [
        ...tf
          .grad((x: tf.Tensor) =>
            implicitFixedPoint((z) => z.mul(weights).add(x), z0, { backward: { tol: 1e-7 } }).sum(),
          )(tf.onesLike(z0))
          .dataSync(),
      ]),
    );
    assert(
      maxDiff(
        slope,
        Array.from(weights.dataSync(), (w) => 1 / (1 - w)),
      ) < 1e-5,
    );
    tf.dispose([weights, z0]);
  });

  it('refuses what it does not know', () => {
    tf.tidy(() => {
      const z0 = tf.zeros([1, 1]);
      const run = (options: object) => implicitFixedPoint((z) => z.mul(0.5), z0, options);
      assert.throws(() => run({ solver: 'picard' }), /Unknown option 'solver'; valid: forward, backward, gradient/);
      assert.throws(
        () => run({ gradient: 'exact' }),
        /gradient is 'exact'; it must be one of 'implicit', 'phantom', 'unrolledPhantom', 'oneStep', 'unrolled'/,
      );
      assert.throws(() => run({ steps: 0 }), /steps is 0; it must be an integer of at least 1/);
      assert.throws(() => run({ damping: 1.5 }), /damping is 1.5; it must be in \(0, 1\]/);
      assert.throws(() => run({ forward: { tolerance: 1 } }), /Unknown option 'tolerance'/);
      assert.throws(() => run({ backward: { tolerance: 1 } }), /Unknown option 'tolerance'/);
      assert.throws(() => run({ unconverged: 'ignore' }), /unconverged is 'ignore'/);
      assert.throws(() => implicitFixedPoint((z) => z.sum(), z0, { gradient: 'unrolled' }), /f returned shape \[\]/);
    });
  });
});
