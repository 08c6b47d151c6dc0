import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { implicitFixedPoint, jacobianRegularisation } from 'polezero/fixedpoint';
import { ReasoningModule, type ReasoningModuleConfig } from 'polezero/models';
import { type BlockHalves, postNorm, tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { normalMatrix, variableOf, withoutLeak, withRadius } from './support';

const n = 6;
const w = withRadius(n, 0.8, 3).map((row) => row.map(Math.fround));
const z = normalMatrix(n, random(4))
  .slice(0, 2)
  .map((row) => row.map(Math.fround));

/** The mean square of vᵀJ for f(z) = tanh(zW), with the directions that the seed gives, in float64. */
function inFloat64(weights: number[][], seed: number, side: 'product' | 'difference'): number {
  const { normal } = random(seed);
  let sum = 0;
  for (const row of z) {
    const v = row.map(() => Math.fround(normal()));
    const slope = row.map((_, j) => 1 - Math.tanh(row.reduce((total, x, i) => total + x * weights[i][j], 0)) ** 2);
    // f(z)ⱼ = tanh(Σᵢ zᵢWᵢⱼ): J has rows j and columns i, slopeⱼWᵢⱼ.
    const product =
      side === 'product'
        ? row.map((_, i) => v.reduce((total, x, j) => total + x * slope[j] * weights[i][j], 0))
        : row.map((_, j) => slope[j] * v.reduce((total, x, i) => total + x * weights[i][j], 0));
    sum += product.reduce((total, x) => total + x * x, 0);
  }
  return sum / (2 * n);
}

describe('jacobianRegularisation', () => {
  for (const method of ['product', 'difference'] as const) {
    it(`by ${method} has the value and the gradient of float64 differences`, () => {
      const variable = variableOf(tf.tensor2d(w));
      const state = tf.tensor2d(z);
      const { value, slope } = withoutLeak(() => {
        const { value, grads } = tf.variableGrads(() =>
          jacobianRegularisation((s) => tf.tanh(tf.matMul(s as tf.Tensor2D, variable as tf.Tensor2D)), state, {
            method,
            seed: 9,
          }),
        );
        const result = { value: value.dataSync()[0], slope: grads[variable.name].arraySync() as number[][] };
        tf.dispose([value, grads]);
        return result;
      });
      assert(Math.abs(value / inFloat64(w, 9, method) - 1) < 1e-4);
      const off = withoutLeak(() =>
        tf.tidy(
          () =>
            jacobianRegularisation((s) => tf.tanh(tf.matMul(s as tf.Tensor2D, variable as tf.Tensor2D)), state, {
              method,
              seed: 9,
            }).dataSync()[0],
        ),
      );
      assert(Math.abs(off - value) < 1e-6);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const at = (h: number) =>
            inFloat64(
              w.map((row, k) => row.map((x, l) => (k === i && l === j ? x + h : x))),
              9,
              method,
            );
          const expected = (at(1e-5) - at(-1e-5)) / 2e-5;
          assert(Math.abs(slope[i][j] - expected) < 3e-3, `${i},${j}: ${slope[i][j]}, ${expected}`);
        }
      }
      tf.dispose([variable, state]);
    });
  }

  it('estimates ‖J‖²_F/n without bias', () => {
    const matrix = tf.tensor2d(w);
    const state = tf.tensor2d(z);
    const exact = w.flat().reduce((sum, x) => sum + x * x, 0) / n;
    for (const method of ['product', 'difference'] as const) {
      const estimate = tf.tidy(
        () =>
          jacobianRegularisation((s) => tf.matMul(s as tf.Tensor2D, matrix), state, {
            method,
            samples: 400,
          }).dataSync()[0],
      );
      assert(Math.abs(estimate / exact - 1) < 0.15, `${method}: ${estimate}, ${exact}`);
    }
    tf.dispose([matrix, state]);
  });

  // What its gradient may pass through: the derivative along one direction against differences of the value.
  const operations: Record<string, (x: tf.Tensor) => tf.Tensor> = {
    tanh: tf.tanh,
    sigmoid: tf.sigmoid,
    softplus: tf.softplus,
    exp: (x) => tf.exp(x.mul(0.5)),
    log: (x) => tf.log(x.square().add(1)),
    softmax: (x) => tf.softmax(x),
    relu: (x) => tf.relu(x).mul(x),
    sqrt: (x) => tf.sqrt(x.square().add(1)),
    division: (x) => x.div(x.square().add(2)),
    'RMS norm': (x) => x.mul(tf.rsqrt(x.square().mean(-1, true).add(1e-2))),
    'layer norm': (x) => x.sub(x.mean(-1, true)).div(tf.moments(x, -1, true).variance.add(0.1).sqrt()),
    'swish and gate': (x) => x.mul(tf.sigmoid(x)),
    slices: (x) => tf.concat([x.slice([0, 3], [-1, 3]).square(), x.slice([0, 0], [-1, 3])], 1),
    'sin, cos': (x) => tf.sin(x).mul(tf.cos(x)),
  };
  for (const [name, operation] of Object.entries(operations)) {
    it(`is differentiated exactly through ${name}`, () => {
      const variable = variableOf(tf.tensor2d(w));
      const state = tf.tensor2d(z);
      const f = (s: tf.Tensor) => operation(tf.matMul(s as tf.Tensor2D, variable as tf.Tensor2D)).reshape([2, n]);
      const penalty = () => jacobianRegularisation(f, state, { samples: 2, seed: 1 });
      const direction = tf.tensor2d(normalMatrix(n, random(6)));
      const valueAt = (step: number) =>
        tf.tidy(() => {
          variable.assign(tf.tensor2d(w).add(direction.mul(step)));
          return penalty().dataSync()[0];
        });
      const h = 0.01;
      const expected = (8 * (valueAt(h) - valueAt(-h)) - (valueAt(2 * h) - valueAt(-2 * h))) / (12 * h);
      valueAt(0);
      const slope = tf.tidy(() => tf.variableGrads(penalty).grads[variable.name].mul(direction).sum().dataSync()[0]);
      assert(Math.abs(slope / expected - 1) < 3e-3, `${slope}, ${expected}`);
      direction.dispose();
      tf.dispose([variable, state]);
    });
  }

  it('raises what TensorFlow.js cannot differentiate twice', () => {
    const variable = variableOf(tf.tensor2d(w));
    const state = tf.tensor2d(z);
    for (const [operation, message] of [
      [tf.elu, /second derivative of Elu/],
      [tf.selu, /gradient/i],
    ] as const) {
      const f = (s: tf.Tensor) => operation(tf.matMul(s as tf.Tensor2D, variable as tf.Tensor2D));
      assert.throws(() => tf.tidy(() => tf.variableGrads(() => jacobianRegularisation(f, state))), message);
      tf.tidy(() => tf.variableGrads(() => jacobianRegularisation(f, state, { method: 'difference' })));
    }
    tf.dispose([variable, state]);
  });

  it('loses nothing in a network of compiled blocks: it raises, where those of plain operations and differences have a gradient', () => {
    const shape = { layers: 1, length: 4, hiddenSize: 8, numHeads: 2, ffMultiple: 8, expansion: 2 };
    const config: ReasoningModuleConfig = { ...shape, mixer: 'attention', rotary: true };
    const network = (halves?: BlockHalves) => new ReasoningModule(config, random(2), halves);
    const [compiled, plain] = [network(), network(postNorm)];
    const [states, x] = [7, 8].map((seed) => tf.tensor3d([normalMatrix(8, random(seed)).slice(0, 4)]));
    const slopes = (net: ReasoningModule, method: 'product' | 'difference') =>
      tf.tidy(() => {
        const penalty = () =>
          jacobianRegularisation((s) => net.apply(s as tf.Tensor3D, x), states, { method, seed: 3 });
        const parameters = Object.values(net.parameters);
        return tf
          .grads(penalty as () => tf.Tensor)(parameters)
          .map((grad) => Array.from(grad.dataSync()));
      });
    assert.throws(() => slopes(compiled, 'product'), /second derivative.*method: 'difference'/);
    const [ofCompiled, ofPlain] = [compiled, plain].map((net) => slopes(net, 'difference').flat());
    const size = Math.hypot(...ofPlain);
    assert(size > 0.01 && Math.hypot(...ofPlain.map((slope, i) => slope - ofCompiled[i])) < 0.01 * size);
    assert(Math.hypot(...slopes(plain, 'product').flat()) > 0.01);
    compiled.dispose();
    plain.dispose();
    tf.dispose([states, x]);
  });

  it('can be added to a loss of the equilibrium itself', () => {
    // z = a·z + x: J = a, so the penalty is a²·v², and d/da of z*² + penalty is 2x²/(1 − a)³ + 2a·v².
    const a = variableOf(tf.scalar(0.5));
    const x = tf.tensor2d([[1.5]]);
    const slope = withoutLeak(() => {
      const { value, grads } = tf.variableGrads(() => {
        const f = (z: tf.Tensor) => z.mul(a).add(x);
        const equilibrium = implicitFixedPoint(f, tf.zeros([1, 1]));
        return equilibrium
          .square()
          .sum()
          .add(jacobianRegularisation(f, equilibrium, { seed: 5 })) as tf.Scalar;
      });
      const result = grads[a.name].dataSync()[0];
      tf.dispose([value, grads]);
      return result;
    });
    const v = random(5).normal();
    assert(Math.abs(slope - ((2 * 1.5 ** 2) / 0.5 ** 3 + v * v)) < 1e-2);
    tf.dispose([a, x]);
  });

  it('refuses what it does not know', () => {
    tf.tidy(() => {
      const run = (options: object) => jacobianRegularisation((s) => s, tf.zeros([1, 1]), options);
      assert.throws(() => run({ vecs: 2 }), /Unknown option 'vecs'/);
      assert.throws(() => run({ samples: 0 }), /samples is 0/);
      assert.throws(() => run({ method: 'vjp' }), /method is 'vjp'; it must be one of 'product', 'difference'/);
    });
  });
});
