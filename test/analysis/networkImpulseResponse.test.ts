import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { networkImpulseResponse } from 'polezero/analysis';
import { impulseResponse } from 'polezero/dsp';
import { TinyRecursiveModel, type TrmConfig } from 'polezero/models';
import { tf } from 'polezero/nn';
import { assertClose } from '../dsp/golden';
import { withoutLeak } from '../fixedpoint/support';
import { config, failing, inputs, linearModel } from './small';

const responseOf = (changes: Partial<TrmConfig>, options = {}) => {
  const model = new TinyRecursiveModel({ ...config, ...changes }, 3);
  const found = withoutLeak(() => networkImpulseResponse(model, { inputs }, { recursions: 12, ...options }));
  model.dispose();
  return found;
};

describe('networkImpulseResponse', () => {
  it('of a linear network is that of the IIR filter it is', () => {
    // y[n] = 1.2 y[n − 1] − 0.81 y[n − 2] + x[n], with y[n] and y[n − 1] for a state: poles of radius 0.9.
    const a = [
      [1.2, 1],
      [-0.81, 0],
    ];
    const model = linearModel(a, [
      [1, 0],
      [0, 0],
    ]);
    const direction = Array.from({ length: 4 * 2 }, (_, i) => Number(i === 2)); // the second cell's first number
    const puzzle = { inputs: inputs.slice(0, 4) };
    const { normalised, response } = withoutLeak(() =>
      networkImpulseResponse(model, puzzle, { direction, at: 3, recursions: 60, magnitude: 1 }),
    );
    const h = impulseResponse({ b: [1], a: [1, -1.2, 0.81] }, 60);
    const expected = Array.from(h, (value, k) => Math.hypot(value, k === 0 ? 0 : h[k - 1]));
    assertClose(normalised[0], expected, 1e-6);
    const x = tf.tidy(
      () =>
        model
          .inputEmbedding(tf.tensor2d(puzzle.inputs, [1, 4], 'int32'))
          .norm()
          .dataSync()[0],
    );
    assertClose([response[0][0]], [x], 1e-6);
    // From one turn of the pair to the next the decay is the pole's radius.
    assert(Math.abs((normalised[0][59] / normalised[0][19]) ** (1 / 40) - 0.9) < 0.01);
    model.dispose();
  });

  it('in a random direction decays by the spectral radius too', () => {
    const [c, s] = [0.8 * Math.cos(0.7), 0.8 * Math.sin(0.7)];
    const model = linearModel([[c, s], [-s, c]], [[1, 0], [0, 1]]); // biome-ignore format: two matrices
    const { normalised } = networkImpulseResponse(model, { inputs }, { recursions: 20, magnitude: 1, seed: 5 });
    for (const values of normalised)
      assertClose(
        values,
        Array.from({ length: 20 }, (_, k) => 0.8 ** k),
        1e-5,
      );
    model.dispose();
  });

  it('of any network is that of its linearisation along the way', () => {
    const [small, smaller] = [1e-2, 5e-3].map((magnitude) => responseOf({}, { magnitude, at: 2 }));
    small.normalised.forEach((values, puzzle) => assertClose(values, smaller.normalised[puzzle], 0.05));
    small.response.forEach((values, puzzle) => assertClose(values, smaller.response[puzzle].map((v) => 2 * v), 0.05)); // biome-ignore format: one line
  });

  it('is what two runs by hand differ by', () => {
    const model = new TinyRecursiveModel({ ...config, injection: 'start', haltMaxSteps: 4 }, 3);
    const direction = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i));
    const { response } = networkImpulseResponse(model, { inputs }, { direction, at: 2, recursions: 3, magnitude: 0.3 });
    tf.tidy(() => {
      const x = model.inputEmbedding(tf.tensor2d(inputs, [3, 4], 'int32'));
      const unit = tf.tensor3d(direction, [1, 4, 4]).div(Math.hypot(...direction));
      const disturbed = x.add(unit.mul(x.norm('euclidean', [1, 2], true).mul(0.3))) as tf.Tensor3D;
      let [one, other] = [model.initialCarry(3), model.initialCarry(3)];
      for (let k = 0; k < 5; k++) {
        one = model.recurse(x, one, k % 2);
        other = model.recurse(k === 2 ? disturbed : x, other, k % 2);
        if (k < 2) continue;
        const apart = tf.addN([one.zH.sub(other.zH), one.zL.sub(other.zL)].map((d) => d.square().sum([1, 2]))).sqrt();
        assertClose(response.map((values) => values[k - 2]), apart.dataSync(), 1e-4); // biome-ignore format: one line
      }
    });
    model.dispose();
  });

  it('of a recursion that does not read the puzzle is 0, and has no normal form', () => {
    const { response, normalised } = responseOf({ injection: 'start', haltMaxSteps: 4 }, { at: 1 });
    for (const values of response) assert(values.every((value) => value === 0));
    for (const values of normalised) assert(values.every(Number.isNaN));
    const read = responseOf({ injection: 'start', haltMaxSteps: 4 }, { at: 2 });
    for (const values of read.response) assert(values[0] > 0);
  });

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(responseOf({}, { seed: 1 }), responseOf({}, { seed: 1 }));
    assert.notDeepEqual(responseOf({}, { seed: 1 }), responseOf({}, { seed: 2 }));
  });

  it('asks of a direction only where it points, not how far', () => {
    const direction = Array.from({ length: 16 }, (_, i) => Math.sin(i + 1));
    const [as, tiny, huge] = [1, 1e-40, 1e40].map((factor) =>
      responseOf({}, { direction: direction.map((d) => factor * d) }),
    );
    for (const found of [tiny, huge])
      found.response.forEach((values, row) => assertClose(values, as.response[row], 1e-6));
  });

  it('leaves nothing behind where a recursion fails', () => {
    const model = failing(new TinyRecursiveModel(config, 3), 5);
    withoutLeak(() => assert.throws(() => networkImpulseResponse(model, { inputs }), /fails/));
    model.dispose();
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => responseOf({}, { at: -1 }), /at is -1/);
    assert.throws(() => responseOf({}, { magnitude: 0 }), /magnitude is 0; it must be positive/);
    assert.throws(() => responseOf({}, { direction: [1, 2] }), /direction has 2 numbers; it must have 16/);
    assert.throws(() => responseOf({}, { direction: new Array(16).fill(0) }), /direction is 0 throughout/);
    assert.throws(() => responseOf({}, { noise: 1 }), /Unknown option 'noise'/);
  });
});
