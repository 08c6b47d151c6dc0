import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { depthCurve, poles } from 'polezero/analysis';
import { type Carry, deepEquilibrium, TinyRecursiveModel, type TrmConfig } from 'polezero/models';
import { tf } from 'polezero/nn';
import { generateSudoku, sudokuSet } from 'polezero/tasks';
import { assertClose } from '../dsp/golden';
import { withoutLeak } from '../fixedpoint/support';
import { config, inputs, linearModel, scaled } from './small';

type Value = { re: number; im: number };
const size = ({ re, im }: Value) => Math.hypot(re, im);

/** All eigenvalues of the Jacobian of a map of lists of numbers, formed by central differences in float64 sums of float32 values. */
function denseEigenvalues(f: (z: Float32Array) => Float32Array, z: Float32Array): Value[] {
  const h = 2 ** -7;
  const columns = Array.from(z, (_, j) => {
    const moved = (sign: number) => f(z.map((value, i) => (i === j ? value + sign * h : value)));
    const [up, down] = [moved(1), moved(-1)];
    return Array.from(up, (value, i) => (value - down[i]) / (2 * h));
  });
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(new Matrix(columns), {
    assumeSymmetric: false,
  });
  return realEigenvalues.map((re, i) => ({ re, im: imaginaryEigenvalues[i] })).sort((a, b) => size(b) - size(a));
}

/** The map of one period of a model on the numbers of all states of one puzzle, and where so many recursions come to. */
function byHand(
  model: TinyRecursiveModel,
  puzzle: Int32Array,
  recursions: number,
  places: (k: number) => number,
  period = 1,
) {
  const { latents } = model.recursion;
  const run = (z: Float32Array, from: number, count: number) =>
    tf.tidy(() => {
      const x = model.inputEmbedding(tf.tensor2d(puzzle, [1, model.config.seqLen], 'int32'));
      const length = z.length / latents.length;
      let carry: Carry = Object.fromEntries(
        latents.map((name, i) => [name, tf.tensor3d(z.slice(i * length, (i + 1) * length), x.shape)]),
      );
      for (let k = from; k < from + count; k++) carry = model.recurse(x, carry, places(k));
      return tf.concat(latents.map((name) => carry[name].flatten())).dataSync() as Float32Array;
    });
  const start = tf.tidy(() => {
    const carry = model.initialCarry(1);
    return tf.concat(latents.map((name) => carry[name].flatten())).dataSync() as Float32Array;
  });
  const settled = run(start, 0, recursions);
  return { settled, f: (z: Float32Array) => run(z, recursions, period) };
}

describe('poles', () => {
  const cases: { changes: Partial<TrmConfig>; period?: number; calls: number; place?: (k: number) => number }[] = [
    { changes: {}, calls: 2 },
    { changes: { recursion: 'unrolled', hCycles: 1 }, calls: 1 },
    { changes: { recursion: 'singleZ' }, calls: 2 },
    { changes: { tied: false, hCycles: 2 }, period: 2, calls: 4, place: (k) => k % 2 },
    { changes: { injection: 'start', haltMaxSteps: 4 }, period: 2, calls: 4, place: (k) => k % 2 },
    { changes: { injection: 'start', haltMaxSteps: 1 }, period: 1, calls: 2, place: (k) => k },
    { changes: { recursion: 'hrm', hLayers: 1, lCycles: 2 }, period: 2, calls: 3, place: (k) => k % 4 },
  ];
  for (const { changes, period = 1, calls, place = () => 0 } of cases)
    it(`are those of the whole Jacobian, formed entry by entry: ${JSON.stringify(changes)}`, () => {
      const model = new TinyRecursiveModel({ ...config, ...changes }, 3);
      const found = withoutLeak(() => poles(model, { inputs }, { recursions: 30, count: 5, tol: 1e-4, memory: 32 }));
      assert.deepEqual([found.period, found.calls], [period, calls]);
      let pairs = 0;
      for (let row = 0; row < 3; row++) {
        const { f, settled } = byHand(model, inputs.slice(4 * row, 4 * row + 4), 30, place, period);
        const dense = denseEigenvalues(f, settled);
        const after = f(settled);
        const moved = Math.hypot(...after.map((value, i) => value - settled[i])) / Math.hypot(...after);
        assert(
          Math.abs(found.stateResidual[row] - moved) < 1e-5 + 1e-3 * moved,
          `${found.stateResidual[row]}, ${moved}`,
        );
        const bound = 0.005 * Math.max(1, size(dense[0]));
        found.poles[row].forEach((pole, i) => {
          const nearest = Math.min(...dense.map(({ re, im }) => Math.hypot(re - pole.re, im - pole.im)));
          assert(nearest < bound, `${row}, ${i}: ${JSON.stringify([pole, dense.slice(0, 6)])}`);
          assert(Math.abs(size(pole) - size(dense[i])) < bound, `${row}, ${i}: not the largest`);
          pairs += Number(pole.im > 0.01);
        });
        assert.equal(found.radius[row], size(found.poles[row][0]));
      }
      if (changes.recursion === undefined && period === 1) assert(pairs > 0, 'no complex pair among them');
      model.dispose();
    });

  it('of a linear network are the eigenvalues of its matrix, a multiple one perhaps once', () => {
    const a = [
      [0.6, 0.5, 0],
      [-0.5, 0.6, 0],
      [0.1, 0.2, -0.3],
    ];
    const model = linearModel(a, a, { seqLen: 1 });
    const { poles: found, radius, stateResidual } = poles(model, { inputs: Int32Array.of(1, 2) }, { count: 3 });
    for (const [first, second, third] of found) {
      assertClose([first.re, first.im, second.re, second.im, third.re, third.im], [0.6, 0.5, 0.6, -0.5, -0.3, 0], 1e-5);
    }
    assertClose(radius, [0.61 ** 0.5, 0.61 ** 0.5], 1e-5);
    assert(stateResidual[0] < 1e-5);
    model.dispose();
  });

  it('per call are roots of those per recursion', () => {
    const model = new TinyRecursiveModel({ ...config, lCycles: 3 }, 3);
    const [whole, each] = [false, true].map((perCall) =>
      poles(model, { inputs }, { recursions: 5, count: 3, perCall }),
    );
    assert.equal(whole.calls, 4);
    whole.poles.forEach((values, row) =>
      values.forEach((value, i) => {
        const { re, im } = each.poles[row][i];
        const angle = 4 * Math.atan2(im, re);
        const back = { re: Math.hypot(re, im) ** 4 * Math.cos(angle), im: Math.hypot(re, im) ** 4 * Math.sin(angle) };
        assertClose([back.re, back.im], [value.re, value.im], 1e-9);
      }),
    );
    assertClose(
      each.radius,
      whole.radius.map((value) => value ** 0.25),
      1e-12,
    );
    model.dispose();
  });

  it('predict how fast the states settle', () => {
    const set = sudokuSet(Array.from({ length: 6 }, (_, seed) => generateSudoku({ size: 4, clues: 8, seed })));
    const changes = { recursion: 'unrolled', seqLen: 16, hiddenSize: 8, hCycles: 1, haltMaxSteps: 1 } as const;
    const model = scaled(new TinyRecursiveModel({ ...config, ...changes }, 2), 0.9);
    const { radius, stateResidual } = poles(model, set, { recursions: 200, count: 1, tol: 1e-4 });
    const { residual } = depthCurve(model, set, { recursions: 200 });
    let compared = 0;
    residual.forEach((values, row) => {
      assert(stateResidual[row] < 1e-6);
      const end = values.findIndex((value) => value < 3e-6);
      const start = values.findIndex((value) => value < 1e-3);
      if (end - start < 10) return;
      const measured = (values[end - 1] / values[start]) ** (1 / (end - 1 - start));
      compared++;
      assert(Math.abs(measured - radius[row]) < 0.05, `${row}: ${measured}, ${radius[row]}`);
    });
    assert(compared > 3, `${compared}`);
    model.dispose();
  });

  it('say where there is no fixed point', () => {
    const turn = [
      [0, 1],
      [-1, 0],
    ];
    const model = linearModel(turn, turn, { seqLen: 1 });
    const { radius, stateResidual } = poles(model, { inputs: Int32Array.of(1) }, { count: 2 });
    assertClose(radius, [1], 1e-5);
    assert(stateResidual[0] > 0.1, `${stateResidual[0]}`);
    model.dispose();
  });

  it('says what is wrong with an argument', () => {
    const model = new TinyRecursiveModel(config);
    assert.throws(
      () => poles(model, { inputs: inputs.slice(1) }),
      /inputs has 11 numbers; it must be puzzles of 4 cells/,
    );
    const odd = inputs.map((token, i) => (i === 7 ? -1 : token));
    assert.throws(() => poles(model, { inputs: odd }), /inputs\[7\] is -1; it must be a token in \[0, 5\]/);
    assert.throws(() => poles(model, { inputs }, { recursions: 0 }), /recursions is 0/);
    assert.throws(() => poles(model, { inputs }, { perCall: 1 as unknown as boolean }), /perCall is 1/);
    assert.throws(() => poles(model, { inputs }, { steps: 2 } as object), /Unknown option 'steps'/);
    model.dispose();
    const deq = new TinyRecursiveModel({ ...config, recursion: 'equilibrium' });
    const parts = new TinyRecursiveModel(config, 0, { recursion: deepEquilibrium() });
    for (const model of [deq, parts]) {
      assert.throws(() => poles(model, { inputs }), /'equilibrium' or deepEquilibrium.*'unrolled' with lCycles 1/);
      model.dispose();
    }
  });
});
