import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hutchinson, jacobianRegularisation } from 'polezero/fixedpoint';
import { tf } from 'polezero/nn';
import { random } from 'polezero/numeric';
import { normalMatrix, type Rows, withoutLeak } from './support';

/** tanh(zA), whose Jacobian differs from sample to sample. */
function estimates(a: Rows, states: number[][], options = {}) {
  return withoutLeak(() => {
    const [matrix, z] = [tf.tensor2d(a), tf.tensor2d(states)];
    const found = hutchinson((s) => tf.tanh(tf.matMul(s as tf.Tensor2D, matrix)), z, options);
    tf.dispose([matrix, z]);
    return found;
  });
}

const jacobian = (a: Rows, z: number[]) => {
  const slope = a[0].map((_, j) => 1 - Math.tanh(z.reduce((sum, x, i) => sum + x * a[i][j], 0)) ** 2);
  return a.map((row) => row.map((x, j) => x * slope[j]));
};

describe('hutchinson', () => {
  const a = normalMatrix(12, random(1)).map((row) => row.map((x) => 0.3 * x));
  const states = normalMatrix(12, random(2)).slice(0, 3);

  it('estimates the trace and the squared norm of each Jacobian within its standard errors', () => {
    const { trace, squaredNorm } = estimates(a, states, { samples: 2000 });
    states.forEach((z, b) => {
      const exact = jacobian(a, z);
      const sum = exact.reduce((total, row, i) => total + row[i], 0);
      const squares = exact.flat().reduce((total, x) => total + x * x, 0);
      assert(Math.abs(trace[b].value - sum) < 4 * trace[b].error && trace[b].error < 0.1, `${trace[b].value}, ${sum}`);
      assert(
        Math.abs(squaredNorm[b].value - squares) < 4 * squaredNorm[b].error,
        `${squaredNorm[b].value}, ${squares}`,
      );
      assert(squaredNorm[b].error < 0.05 * squares);
    });
  });

  it('has errors that say how far estimates scatter', () => {
    const all = Array.from({ length: 60 }, (_, seed) => estimates(a, states, { samples: 16, seed }).trace[0]);
    const mean = all.reduce((sum, { value }) => sum + value, 0) / 60;
    const scatter = Math.sqrt(all.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 59);
    const said = all.reduce((sum, { error }) => sum + error, 0) / 60;
    assert(said / scatter > 0.7 && said / scatter < 1.4, `${said}, ${scatter}`);
  });

  it('is exact of a diagonal, with no error', () => {
    const diagonal = [0.5, -0.2, 0.1].map((x, i) => [0, 1, 2].map((j) => (i === j ? x : 0)));
    const { trace, squaredNorm } = estimates(diagonal, [[0, 0, 0]], { samples: 4 });
    assert(Math.abs(trace[0].value - 0.4) < 1e-6 && trace[0].error < 1e-6);
    assert(Math.abs(squaredNorm[0].value - 0.3) < 1e-6 && squaredNorm[0].error < 1e-6);
  });

  it('has the mean that jacobianRegularisation estimates', () => {
    const { squaredNorm } = estimates(a, states, { samples: 2000 });
    const mean = squaredNorm.reduce((sum, { value }) => sum + value, 0) / (3 * 12);
    tf.tidy(() => {
      const matrix = tf.tensor2d(a);
      const f = (s: tf.Tensor) => tf.tanh(tf.matMul(s as tf.Tensor2D, matrix));
      const [regularisation] = jacobianRegularisation(f, tf.tensor2d(states), { samples: 2000 }).dataSync();
      assert(Math.abs(regularisation / mean - 1) < 0.05, `${regularisation}, ${mean}`);
    });
  });

  it('says what is wrong with an argument', () => {
    tf.tidy(() => {
      const z = tf.ones([1, 2]);
      assert.throws(() => hutchinson((s) => s, z, { samples: 1 }), /samples is 1; it must be an integer of at least 2/);
      assert.throws(() => hutchinson((s) => s.sum(), z), /f returned shape \[\]/);
      assert.throws(() => hutchinson((s) => s, z, { probes: 3 } as object), /Unknown option 'probes'/);
    });
  });
});
