import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { poles, settledRecursion } from 'polezero/analysis';
import { fixedPoint, hutchinson, jacobianNorm, spectralRadius } from 'polezero/fixedpoint';
import { TinyRecursiveModel } from 'polezero/models';
import { tf } from 'polezero/nn';
import { assertClose } from '../dsp/golden';
import { withoutLeak } from '../fixedpoint/support';
import { config, failing, inputs, linearModel, scaled } from './small';

describe('settledRecursion', () => {
  it('is what the instruments take: they agree with the poles and with each other', () => {
    const model = scaled(new TinyRecursiveModel(config, 3), 0.8);
    withoutLeak(() => {
      const { f, z, dispose } = settledRecursion(model, { inputs }, 40);
      const { radius } = spectralRadius(f, z, { tol: 1e-4, memory: 32 });
      const { norm } = jacobianNorm(f, z);
      const { squaredNorm } = hutchinson(f, z, { samples: 200 });
      assertClose(poles(model, { inputs }, { recursions: 40, memory: 32, tol: 1e-4 }).radius, radius, 1e-3);
      radius.forEach((value, b) => {
        assert(value <= norm[b] * 1.01);
        assert(norm[b] ** 2 <= squaredNorm[b].value + 4 * squaredNorm[b].error);
      });
      dispose();
    });
    model.dispose();
  });

  it('goes on from where it has settled: f(z) = z at a fixed point, found by a solver too', () => {
    const a = [
      [0.5, 0.4],
      [-0.4, 0.5],
    ];
    const model = linearModel(a, a);
    withoutLeak(() => {
      const { f, z, stateResidual, period, calls, dispose } = settledRecursion(model, { inputs }, 80);
      assert.deepEqual([period, calls], [1, 1]);
      assert(stateResidual.every((value) => value < 1e-6));
      const solved = fixedPoint(f, z, { tol: 1e-6 });
      assertClose(solved.z.dataSync(), z.dataSync(), 1e-5);
      tf.dispose(solved.z);
      dispose();
    });
    model.dispose();
  });

  it('leaves nothing behind where a recursion fails, on the way or where it has settled', () => {
    for (const after of [3, 10]) {
      const model = failing(new TinyRecursiveModel(config, 3), after);
      withoutLeak(() => assert.throws(() => settledRecursion(model, { inputs }, 10), /fails/));
      model.dispose();
    }
  });
});
