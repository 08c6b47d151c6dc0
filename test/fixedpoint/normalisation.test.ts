import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import {
  fixedPoint,
  fixedPointCorrection,
  implicitFixedPoint,
  jacobianNorm,
  normAlong,
  SpectralNormalisation,
  trainingMemory,
  variationalDropout,
  weightNormalisation,
} from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { maxDiff, normalMatrix, variableOf, withoutLeak } from './support';

describe('weightNormalisation', () => {
  it('gives each output’s weights its length, and with g = ‖v‖ the weights themselves', () => {
    const v = tf.tensor2d([
      [3, 1],
      [4, 2],
      [0, 2],
    ]);
    const [norms, weight, same] = withoutLeak(() =>
      tf.tidy(() => {
        const g = normAlong(v, 1);
        return [g, weightNormalisation(v, tf.tensor2d([[10, 6]]), 1), weightNormalisation(v, g, 1)].map((t) => [
          ...t.dataSync(),
        ]);
      }),
    );
    assert.deepEqual(norms, [5, 3]);
    assert(maxDiff(weight, [6, 2, 8, 4, 0, 4]) < 1e-6);
    assert(maxDiff(same, [3, 1, 4, 2, 0, 2]) < 1e-6);
    v.dispose();
  });

  it('has gradients along the direction only, and in the length', () => {
    const v = variableOf(tf.tensor2d([[3], [4]]));
    const g = variableOf(tf.tensor2d([[2]]));
    const { inV, inG } = tf.tidy(() => {
      const { grads } = tf.variableGrads(
        () =>
          weightNormalisation(v, g, 1)
            .mul(tf.tensor2d([[1], [0]]))
            .sum() as tf.Scalar,
      );
      return { inV: [...grads[v.name].dataSync()], inG: [...grads[g.name].dataSync()] };
    });
    // d/dv of 2·v₀/‖v‖ = 2(e₀ − v v₀/‖v‖²)/‖v‖.
    assert(maxDiff(inV, [(2 / 5) * (1 - 9 / 25), (2 / 5) * (-12 / 25)]) < 1e-6);
    assert(maxDiff(inG, [0.6]) < 1e-6);
    tf.dispose([v, g]);
    assert.throws(() => normAlong(tf.zeros([2, 2]), 2), /axis is 2; v has 2 axes/);
  });
});

describe('a weight of zeros', () => {
  it('stays one, with a gradient by which it can leave: a row of a weight normalised', () => {
    const v = variableOf(
      tf.tensor2d([
        [3, 0],
        [4, 0],
      ]),
    );
    withoutLeak(() =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => weightNormalisation(v, 10, 1).sum() as tf.Scalar, [v]);
        assert(maxDiff(value.dataSync(), [14]) < 1e-5);
        const [a, b, c, d] = grads[v.name].dataSync();
        assert(maxDiff([a, c], [2 * (1 - 21 / 25), 2 * (1 - 28 / 25)]) < 1e-5);
        assert.deepEqual([b, d], [10, 10]);
      }),
    );
    v.dispose();
  });

  for (const clip of [false, true])
    it(`is left alone, and other weights are brought to their norm after it${clip ? ', with clip' : ''}`, () => {
      const before = tf.memory().numTensors;
      const normalisation = new SpectralNormalisation({ clip, steps: 5 });
      const applied = (w: number[][]) =>
        tf.tidy(() => {
          const weight = tf.variable(tf.tensor2d(w));
          const { grads } = tf.variableGrads(() => normalisation.apply(weight).sum() as tf.Scalar, [weight]);
          const values = [...normalisation.apply(weight).dataSync()];
          assert([...values, ...grads[weight.name].dataSync()].every(Number.isFinite));
          weight.dispose();
          return values;
        });
      const zeros = [
        [0, 0],
        [0, 0],
      ];
      const first = [
        [4, 0],
        [0, 0],
      ];
      const second = [
        [0, 0],
        [0, 4],
      ];
      assert.deepEqual(applied(zeros), [0, 0, 0, 0]);
      assert(maxDiff(applied(first), [1, 0, 0, 0]) < 1e-6);
      assert.deepEqual(applied(zeros), [0, 0, 0, 0]);
      // The vector that was followed is now orthogonal to all of the weight.
      for (let k = 0; k < 3; k++) applied(first);
      assert(maxDiff(applied(second), [0, 0, 0, 1]) < 1e-6);
      normalisation.dispose();
      assert.equal(tf.memory().numTensors, before);
    });
});

describe('SpectralNormalisation', () => {
  it('brings a matrix to its norm, follows it from call to call, and lets a layer contract', () => {
    const w = tf.tensor2d(normalMatrix(12, random(3)));
    const exact = new SingularValueDecomposition(new Matrix(w.arraySync())).diagonal[0];
    const before = tf.memory().numTensors;
    const normalisation = new SpectralNormalisation({ target: 0.9 });
    let weight = normalisation.apply(w);
    for (let k = 0; k < 80; k++) {
      weight.dispose();
      weight = normalisation.apply(w);
    }
    assert(
      maxDiff(
        weight.dataSync(),
        w.dataSync().map((x) => (x * 0.9) / exact),
      ) < 1e-3,
    );
    const z = tf.zeros([1, 12]);
    const { norm } = jacobianNorm((s) => tf.tanh(tf.matMul(s as tf.Tensor2D, weight as tf.Tensor2D)), z);
    assert(norm[0] < 0.91 && norm[0] > 0.88);
    tf.dispose([weight, z]);
    normalisation.dispose();
    assert.equal(tf.memory().numTensors, before);
    w.dispose();
  });

  it('with clip leaves a small matrix alone', () => {
    const w = tf.tensor2d([
      [0.3, 0],
      [0, 0.2],
    ]);
    const clipped = new SpectralNormalisation({ clip: true, steps: 20 });
    const full = new SpectralNormalisation({ steps: 60 });
    const [a, b] = tf.tidy(() => [clipped.apply(w), full.apply(w)].map((t) => [...t.dataSync()]));
    assert(maxDiff(a, [0.3, 0, 0, 0.2]) < 1e-6);
    assert(maxDiff(b, [1, 0, 0, 2 / 3]) < 1e-5);
    clipped.dispose();
    full.dispose();
    w.dispose();
  });

  it('has the gradient through σ: along W itself it vanishes', () => {
    const w = variableOf(tf.tensor2d(normalMatrix(5, random(8))));
    const normalisation = new SpectralNormalisation({ steps: 100 });
    const c = tf.tensor2d(normalMatrix(5, random(9)));
    const along = tf.tidy(() => {
      const { grads } = tf.variableGrads(() => normalisation.apply(w).mul(c).sum() as tf.Scalar);
      return grads[w.name].mul(w).sum().dataSync()[0];
    });
    assert(Math.abs(along) < 1e-4);
    normalisation.dispose();
    tf.dispose([w, c]);
  });

  it('refuses a vector, another shape, and what it does not know', () => {
    tf.tidy(() => {
      const normalisation = new SpectralNormalisation();
      normalisation.apply(tf.ones([3, 2]));
      assert.throws(() => normalisation.apply(tf.ones([3])), /w has shape \[3\]; it must have at least two axes/);
      assert.throws(() => normalisation.apply(tf.ones([4, 2])), /w has 4 rows, and had 3 before/);
      normalisation.dispose();
    });
    assert.throws(() => new SpectralNormalisation({ target: 0 }), /target is 0; it must be positive/);
    assert.throws(() => new SpectralNormalisation({ norm: 1 } as object), /Unknown option 'norm'/);
    assert.throws(() => new SpectralNormalisation({ seed: -1 }), /seed is -1/);
    new SpectralNormalisation({ target: undefined, clip: undefined, steps: undefined, seed: undefined }).dispose();
  });
});

describe('variationalDropout', () => {
  it('drops the share it says, keeps the mean, and repeats for a seed', () => {
    const [mask, again, other] = [1, 1, 2].map((seed) => {
      const tensor = variationalDropout([100, 1, 200], 0.3, { seed });
      assert.deepEqual(tensor.shape, [100, 1, 200]);
      const values = [...tensor.dataSync()];
      tensor.dispose();
      return values;
    });
    assert.deepEqual(again, mask);
    assert.notDeepEqual(other, mask);
    assert(mask.every((x) => x === 0 || Math.abs(x - 1 / 0.7) < 1e-6));
    assert(Math.abs(mask.filter((x) => x === 0).length / mask.length - 0.3) < 0.01);
    const whole = variationalDropout([2, 2], 0);
    assert.deepEqual([...whole.dataSync()], [1, 1, 1, 1]);
    whole.dispose();
  });

  it('leaves a layer its fixed point', () => {
    const mask = variationalDropout([3, 8], 0.5, { seed: 4 });
    const z0 = tf.zeros([3, 8]);
    const { z, converged } = fixedPoint((s) => tf.tanh(s.mul(mask).mul(0.4).add(1)), z0);
    assert(converged.every(Boolean));
    tf.dispose([z, z0, mask]);
    assert.throws(() => variationalDropout([2], 1), /rate is 1; it must be in \[0, 1\)/);
    assert.throws(() => variationalDropout([0], 0.5), /shape\[0\] is 0/);
  });
});

describe('fixedPointCorrection', () => {
  it('weighs the losses as published', () => {
    const losses = [1, 10, 100, 1000].map((x) => tf.scalar(x));
    const sum = (options = {}) => withoutLeak(() => tf.tidy(() => fixedPointCorrection(losses, options).dataSync()[0]));
    assert(Math.abs(sum() - (0.512 + 6.4 + 80 + 1000)) < 1e-3);
    assert(Math.abs(sum({ gamma: 0.5 }) - (0.125 + 2.5 + 50 + 1000)) < 1e-3);
    assert(Math.abs(sum({ weighting: 'linear' }) - (0.325 + 5.5 + 77.5 + 1000)) < 1e-3);
    assert.equal(sum({ weighting: 'constant' }), 1111);
    tf.dispose(losses);
    assert.throws(() => fixedPointCorrection([]), /losses is empty/);
    assert.throws(() => sum({ gamma: 0 }), /gamma is 0; it must be in \(0, 1\]/);
    assert.throws(() => sum({ weighting: 'exp' }), /weighting is 'exp'/);
  });

  it('trains on states of the solve: its gradient is the weighted sum of one-step gradients', () => {
    const a = variableOf(tf.scalar(0.5));
    const slope = withoutLeak(() => {
      const { value, grads } = tf.variableGrads(() => {
        const f = (z: tf.Tensor) => z.mul(a).add(1);
        const states: tf.Tensor[] = [];
        const solved = fixedPoint(f, tf.zeros([1, 1]), {
          solver: 'picard',
          maxIter: 2,
          onEvaluation: (z) => states.push(tf.keep(z.clone())),
        });
        const losses = states.map((z) => f(z).sum());
        tf.dispose([solved.z, ...states]);
        return fixedPointCorrection(losses, { gamma: 0.5 });
      });
      const result = grads[a.name].dataSync()[0];
      tf.dispose([value, grads]);
      return result;
    });
    // States 0, 1 and 1.5, each the slope of its own step: 0.25·0 + 0.5·1 + 1·1.5.
    assert(Math.abs(slope - 2) < 1e-6);
    a.dispose();
  });
});

describe('trainingMemory', () => {
  it('grows with each turn of an unrolled network, and not at all with an equilibrium’s', async () => {
    const w = variableOf(tf.tensor2d(normalMatrix(64, random(1)).map((row) => row.map((x) => (0.5 * x) / 16))));
    const x = tf.tensor2d(normalMatrix(64, random(2)));
    const step = (depth: number, gradient: 'implicit' | 'unrolled') => () =>
      tf.variableGrads(() => {
        const f = (z: tf.Tensor) => tf.tanh(tf.matMul(z as tf.Tensor2D, w as tf.Tensor2D).add(x));
        return implicitFixedPoint(f, tf.zerosLike(x), {
          gradient,
          steps: depth,
          forward: { solver: 'picard', maxIter: depth, tol: 0 },
          unconverged: 'accept',
        }).sum() as tf.Scalar;
      });
    const peaks = async (gradient: 'implicit' | 'unrolled') => {
      const found: number[] = [];
      for (const depth of [4, 8, 16]) {
        const { peakBytes, newTensors } = await trainingMemory(step(depth, gradient));
        assert(newTensors >= 0);
        found.push(peakBytes);
      }
      return found;
    };
    const implicit = await peaks('implicit');
    const unrolled = await peaks('unrolled');
    const state = 64 * 64 * 4;
    assert.equal(implicit[1], implicit[0]);
    assert.equal(implicit[2], implicit[0]);
    assert(implicit[0] < 20 * state, `${implicit[0] / state} states`);
    // Each turn keeps its state: as much again for each doubling.
    const perTurn = (unrolled[1] - unrolled[0]) / 4;
    assert(perTurn >= state && perTurn < 12 * state, `${perTurn / state} states a turn`);
    assert(Math.abs((unrolled[2] - unrolled[1]) / 8 / perTurn - 1) < 0.01);
    tf.dispose([w, x]);
  });
});
