import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type FixedPointOptions,
  fixedPoint,
  implicitFixedPoint,
  registerSolver,
  type StateMap,
} from 'polezero/fixedpoint';
import { fused, tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { affineMap, affineSolution, maxDiff, norm, type Rows, withoutLeak, withRadius } from './support';

const normals = (count: number, seed: number) => Float32Array.from({ length: count }, random(seed).normal);

/** The vectors for the samples of the solve that begins next. */
let vectors: Float32Array[] = [];
registerSolver<{ asked: number; v: Float32Array }>('oneProduct', {
  defaults: {},
  init: () => ({ asked: 0, v: vectors.shift()! }),
  step(state, _z, answer, next) {
    next.set(state.asked++ === 0 ? state.v : answer);
    return state.asked !== 2;
  },
  wants: ({ asked }) => (asked === 1 ? 'product' : 'value'),
  terminate: () => undefined,
});

/** Jv, by a solver that asks for that product and then for f at this very point. */
function product(f: StateMap, z: tf.Tensor, v: Float32Array): number[] {
  const size = z.size / z.shape[0];
  vectors = Array.from({ length: z.shape[0] }, (_, b) => v.subarray(b * size, (b + 1) * size));
  const points: number[][] = [];
  const onEvaluation = (point: tf.Tensor) => points.push([...point.dataSync()]);
  fixedPoint(f, z, { solver: 'oneProduct', tol: 0, maxIter: 1, onEvaluation }).z.dispose();
  return points[1];
}

describe('exact products Jv', () => {
  const weights = tf.tensor2d(normals(36, 1), [6, 6]).mul(0.4);
  const mixing = (z: tf.Tensor) => {
    const heads = z.reshape([-1, 2, 3]);
    const attention = tf.softmax(tf.matMul(heads, heads, false, true));
    const mixed = tf.matMul(attention, heads).reshape([-1, 6]);
    return tf.tanh(tf.matMul(mixed as tf.Tensor2D, weights as tf.Tensor2D)).add(z.mul(0.1));
  };
  const maps: Record<string, StateMap> = {
    'a layer': (z) => tf.tanh(tf.matMul(z as tf.Tensor2D, weights as tf.Tensor2D).add(1)),
    attention: mixing,
    'a norm': (z) => z.div(z.square().mean(1, true).add(1).sqrt()).mul(tf.sigmoid(z)),
    'kinks and steps': (z) => tf.leakyRelu(z, 0.1).add(z.abs().mul(0.3)).add(tf.sign(z)),
    'parts apart and together': (z) => {
      const [a, b] = tf.split(z, 2, 1);
      return tf.concat([b.mul(a), a.exp().mul(0.1)], 1).add(z.gather([2, 0, 1, 5, 3, 4], 1));
    },
    'its argument': (z) => z.add(1),
  };

  for (const [name, f] of Object.entries(maps)) {
    it(`of ${name} are those of differences, and the transpose of vᵀJ`, () => {
      const [z, v, w] = [normals(18, 2), normals(18, 3), normals(18, 4)];
      const point = tf.tensor2d(z, [3, 6]);
      const jv = withoutLeak(() => product(f, point, v));
      const h = 2e-3;
      const differences = withoutLeak(() =>
        tf.tidy(() => {
          const at = (step: number) => f(point.add(tf.tensor2d(v, [3, 6]).mul(step)));
          return [
            ...at(h)
              .sub(at(-h))
              .div(2 * h)
              .dataSync(),
          ];
        }),
      );
      assert(maxDiff(jv, differences) < 2e-3 * Math.max(1, ...differences.map(Math.abs)), `${jv}; ${differences}`);
      const transposed = withoutLeak(() =>
        tf.tidy(() => [
          ...tf
            .grad((s: tf.Tensor) =>
              f(s)
                .mul(tf.tensor2d(w, [3, 6]))
                .sum(),
            )(point)
            .dataSync(),
        ]),
      );
      const inner = (a: ArrayLike<number>, b: ArrayLike<number>) =>
        Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
      assert(Math.abs(inner(w, jv) - inner(transposed, v)) < 1e-5 * norm(w) * Math.max(1, norm(jv)));
      point.dispose();
    });
  }

  it('of a constant are 0', () => {
    const [constant, z] = [tf.ones([1, 3]), tf.fill([1, 3], 5)];
    const jv = withoutLeak(() => product(() => constant, z, Float32Array.of(1, 2, 3)));
    assert.deepEqual(jv, [0, 0, 0]);
    tf.dispose([constant, z]);
  });

  it('go round a comparison, through which nothing passes', () => {
    const z = tf.tensor2d([[1, -1, 2]]);
    const choice: StateMap = (s) => tf.where(s.greater(0), s.square(), s.mul(0.5));
    assert.deepEqual(
      withoutLeak(() => product(choice, z, Float32Array.of(1, 2, 3))),
      [2, 1, 12],
    );
    z.dispose();
  });

  it('are refused, not wrong, where a gradient has none of its own: elu, compiled blocks, equilibria within', () => {
    const z = tf.tensor2d([[0.5, -0.5]]);
    const exact = { solver: 'newtonKrylov', products: 'exact' } as const;
    const attempt = (f: StateMap, start: tf.Tensor) => () => withoutLeak(() => fixedPoint(f, start, exact).z.dispose());
    assert.throws(
      attempt((s) => tf.elu(s).mul(0.5), z),
      /f has no exact products: TensorFlow.js has no second derivative of EluGrad. Take products: 'difference'/,
    );
    const square = (seed: number) => tf.tensor2d(normals(64, seed), [8, 8]).mul(0.3) as tf.Tensor2D;
    const swiglu = { gate: square(1), up: square(2), down: square(3) };
    const sequence = tf.ones([1, 2, 8]);
    // What goes round the block, the half of it, is on the tape; what goes through is not.
    const block: StateMap = (s) =>
      fused
        .swigluNorm(s as tf.Tensor3D, swiglu)
        .mul(0.5)
        .add(s.mul(0.1));
    assert.throws(attempt(block, sequence), /f has no exact products/);
    const nested: StateMap = (s) => implicitFixedPoint((y) => y.mul(0.5).add(s.mul(0.1)).add(1), tf.zeros(s.shape));
    assert.throws(attempt(nested, z), /second derivatives only with gradient: 'unrolled'/);
    // Differences take all three.
    for (const [f, start] of [
      [(s: tf.Tensor) => tf.elu(s).mul(0.5).add(1), z],
      [block, sequence],
      [nested, z],
    ] as const) {
      const { z: solved, converged } = fixedPoint(f, start, { solver: 'newtonKrylov' });
      assert(converged[0]);
      solved.dispose();
    }
    tf.dispose([z, sequence, swiglu as never]);
  });
});

describe('Newton–Krylov with exact products', () => {
  const solve = (f: StateMap, z0: number[][], options: FixedPointOptions) => {
    const start = tf.tensor2d(z0);
    const result = withoutLeak(() => {
      const { z, ...rest } = fixedPoint(f, start, { solver: 'newtonKrylov', ...options });
      const values = [...z.dataSync()];
      z.dispose();
      return { z: values, ...rest };
    });
    start.dispose();
    return result;
  };

  it('solves an affine map, as with differences', () => {
    const [a, b] = [withRadius(12, 0.9, 3), [0, 1].map((seed) => [...normals(12, seed)])];
    for (const products of ['exact', 'difference'] as const) {
      const { z, converged } = solve(affineMap(a, b), [b[0].map(() => 0), b[0]], { products, affine: true, tol: 1e-6 });
      assert(converged.every(Boolean));
      assert(maxDiff(z, affineSolution(a, b).flat()) < 1e-4);
    }
  });

  it('finds the roots that differences find, and counts a product as an evaluation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 12 }), (seed, n) => {
        const drawn: Rows = Array.from({ length: n }, (_, i) => [...normals(n, seed + i)]);
        const size = norm(drawn.flat()) / 0.9;
        const w = tf.tensor2d(drawn.map((row) => row.map((value) => value / size)));
        const x = tf.tensor2d(normals(n, seed + 99), [1, n]);
        let calls = 0;
        const f: StateMap = (z) => {
          calls++;
          return tf.tanh(tf.matMul(z as tf.Tensor2D, w).add(x));
        };
        const zeros = [new Array<number>(n).fill(0)];
        const exact = solve(f, zeros, { products: 'exact', tol: 1e-6 });
        const valued = calls;
        const differences = solve(f, zeros, { products: 'difference', tol: 1e-6 });
        assert.equal(calls - valued, differences.evaluations);
        assert(exact.evaluations > valued && valued > exact.iterations[0]);
        assert(exact.converged[0] || exact.reason[0] === 'roundoff');
        // The noise of a difference may come to one step more or less.
        assert(exact.evaluations <= differences.evaluations + 4, `${exact.evaluations}, ${differences.evaluations}`);
        assert(maxDiff(exact.z, differences.z) < 2e-5);
        tf.dispose([w, x]);
      }),
      { numRuns: 20 },
    );
  });

  it('solves each sample as if it were alone: other mates, the same digits', () => {
    const slopes = [0.95, 0.1, -1.5, Number.NaN, 0.5, 0.9];
    const run = (order: number[]) => {
      const slope = tf.tensor2d(order.map((i) => [slopes[i], slopes[i]]));
      const offset = tf.tensor2d(order.map((i) => [1 + i, 2 - i]));
      const curved: StateMap = (z) => z.mul(slope).add(offset).add(z.square().mul(-0.004)).add(z.reverse(1).mul(0.1));
      const result = solve(
        curved,
        order.map(() => [0, 1]),
        { products: 'exact', maxIter: 60 },
      );
      tf.dispose([slope, offset]);
      return order.map((i, b) => ({
        i,
        z: result.z.slice(2 * b, 2 * b + 2),
        of: [result.iterations[b], result.residual[b], result.reason[b], result.trace[b]],
      }));
    };
    const byItself = slopes.map((_, i) => run([i])[0]);
    assert(byItself.filter(({ of }) => of[2] === 'converged').length >= 4);
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [2, 0],
      [3, 4],
    ]) {
      for (const sample of run(order)) assert.deepEqual(sample, byItself[sample.i]);
    }
  });

  it('shortens a step that overshoots: the root of arctan from 3', () => {
    const { z, converged } = solve((s) => s.sub(tf.atan(s)), [[3]], { products: 'exact', stop: 'abs', tol: 1e-6 });
    assert(converged[0] && Math.abs(z[0]) < 1e-5);
  });

  it('leaves no tensors when f throws on the way', () => {
    let calls = 0;
    const fails: StateMap = (z) => {
      if (++calls === 3) throw new Error('mine');
      return tf.tanh(z.mul(2).add(1)).add(z.mul(0.5));
    };
    assert.throws(() => solve(fails, [[0.2, 5]], { products: 'exact', tol: 0 }), /mine/);
  });

  it('is a forward option of implicit gradients, and none of the adjoint, whose differences are exact', () => {
    const x = tf.tensor2d([[0.3, -0.4]]);
    const slope = (options: object) =>
      withoutLeak(() =>
        tf.tidy(() => [
          ...tf
            .grad((input: tf.Tensor) =>
              implicitFixedPoint((z) => tf.tanh(z.mul(0.8).add(input)), tf.zeros([1, 2]), options).sum(),
            )(x)
            .dataSync(),
        ]),
      );
    const exact = { solver: 'newtonKrylov', products: 'exact', tol: 1e-6 };
    assert(maxDiff(slope({ forward: exact }), slope({ forward: { tol: 1e-6 } })) < 1e-4);
    assert.throws(
      () => slope({ backward: { products: 'exact' } }),
      /TypeError: backward.products is 'exact'; leave it out/,
    );
    x.dispose();
  });

  it('refuses what it does not know', () => {
    assert.throws(
      () => solve((z) => z.mul(0.5), [[1]], { products: 'both' as 'exact' }),
      /products is 'both'; it must be/,
    );
    assert.throws(
      () => solve((z) => z.mul(0.5), [[1]], { solver: 'broyden', products: 'exact' }),
      /broyden has no option 'products'/,
    );
  });
});
