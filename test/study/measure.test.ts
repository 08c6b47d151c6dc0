import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fixedPoint } from 'polezero/fixedpoint';
import { TinyRecursiveModel } from 'polezero/models';
import { tf } from 'polezero/nn';
import { measureRun } from 'polezero/study';
import { puzzleTask } from 'polezero/training';

it('notes for each puzzle what each solver needs to find where the network settles', async () => {
  const task = await puzzleTask({ kind: 'sudoku', size: 4, clues: 6, train: 8, test: 6, seed: 3 });
  const { vocabSize, seqLen, inputs, size } = task.test;
  const shape = { hiddenSize: 16, numHeads: 2, lLayers: 1, ffMultiple: 16, hCycles: 2, lCycles: 1 };
  const model = new TinyRecursiveModel({ vocabSize, seqLen, ...shape, recursion: 'unrolled', gradient: 'full' }, 3);
  const net = model.networks.L_level;
  for (const weight of Object.values(net.parameters)) tf.tidy(() => weight.assign(weight.mul(0.7)));
  const { puzzles } = measureRun(model, task);
  assert.deepEqual(
    puzzles.map(({ puzzle }) => puzzle),
    [0, 1, 2, 3, 4, 5],
  );
  const x = tf.tidy(() => model.inputEmbedding(tf.tensor2d(inputs, [size, seqLen], 'int32')));
  const { zL } = model.initialCarry(size);
  const needed = (['picard', 'anderson', 'broyden'] as const).map((solver) => {
    const options = { solver, tol: 1e-3, maxIter: 64 };
    const { z, converged, iterations } = fixedPoint((state) => net.apply(state as tf.Tensor3D, x), zL, options);
    z.dispose();
    const expected = iterations.map((count, row) => (converged[row] ? count : null));
    assert(converged.some(Boolean), solver);
    assert.deepEqual(
      puzzles.map((each) => each.iterations![solver]),
      expected,
      solver,
    );
    return expected.join();
  });
  assert.equal(new Set(needed).size, 3, 'the solvers differ');
  tf.dispose([x, zL]);
  model.dispose();
});
