import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { networkImpulseResponse } from 'polezero/analysis';
import { fixedPoint } from 'polezero/fixedpoint';
import { deepEquilibrium, predict, TinyRecursiveModel, type TrmConfig } from 'polezero/models';
import { tf } from 'polezero/nn';
import { measureRun, readResult, tables } from 'polezero/study';
import { type PuzzleTask, puzzleTask } from 'polezero/training';
import { project } from './tiny';

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

const small = { hiddenSize: 16, numHeads: 2, lLayers: 1, ffMultiple: 16, hCycles: 2, lCycles: 3 };

/** A model whose states settle, and a task whose right answers are the model's own. */
async function rightOne(axes: Partial<TrmConfig>): Promise<{ model: TinyRecursiveModel; task: PuzzleTask }> {
  const task = await puzzleTask({ kind: 'sudoku', size: 4, clues: 6, train: 8, test: 6, seed: 3 });
  const { vocabSize, seqLen } = task.test;
  const model = new TinyRecursiveModel({ vocabSize, seqLen, ...small, ...axes }, 3);
  for (const { parameters } of Object.values(model.networks))
    for (const weight of Object.values(parameters)) tf.tidy(() => weight.assign(weight.mul(0.5)));
  const answers = predict(model, task.test);
  task.test.labels.set(answers[answers.length - 1].cells);
  return { model, task };
}

describe('measureRun', () => {
  const kinds: [string, Partial<TrmConfig>][] = [
    ['TRM', { haltMaxSteps: 3 }],
    ['TRM, for longer than models are run at least', { haltMaxSteps: 16, hCycles: 3 }],
    ['HRM, whose recursions are more than its cycles', { recursion: 'hrm', haltMaxSteps: 2 }],
    ['an unrolled recursion', { recursion: 'unrolled', haltMaxSteps: 1, gradient: 'full' }],
    ['an equilibrium', { recursion: 'equilibrium', haltMaxSteps: 1 }],
    ['an equilibrium of another solver', { recursion: 'equilibrium', haltMaxSteps: 1, solver: 'anderson' }],
  ];
  for (const [what, axes] of kinds)
    it(`finds every answer right where it is due: ${what}`, async () => {
      const { model, task } = await rightOne(axes);
      const before = tf.memory().numTensors;
      const { depth, puzzles } = measureRun(model, task);
      assert.equal(tf.memory().numTensors, before);
      assert.equal(depth.bySupervisionStep[model.config.haltMaxSteps - 1].exactAccuracy, 1);
      assert.deepEqual(
        puzzles.map(({ rightTrained }) => rightTrained),
        Array(6).fill(true),
      );
      model.dispose();
    });

  it('counts in calls of the network', async () => {
    const { model, task } = await rightOne({ recursion: 'hrm', haltMaxSteps: 1 });
    const { calls, accuracy } = measureRun(model, task).sets.test;
    assert.equal(calls, 8 / 6); // six updates of the latent state, two of them with one of the answer
    assert.equal(accuracy.length, 64 / calls);
    model.dispose();
  });

  it('disturbs an equilibrium where it has settled', async () => {
    const { model, task } = await rightOne({ recursion: 'equilibrium', haltMaxSteps: 1 });
    const { impulse } = measureRun(model, task);
    const again = { ...model.config, recursion: 'unrolled', hCycles: 1, lCycles: 1 } as const;
    const network = TinyRecursiveModel.fromStateDict(again, model.stateDict());
    const { normalised } = networkImpulseResponse(network, task.test, { at: 64, recursions: 2 });
    const second = normalised.map((values) => values[1]).sort((a, b) => a - b);
    assert(Math.abs(impulse!.median[1] - (second[2] + second[3]) / 2) < 1e-4);
    for (const each of [network, model]) each.dispose();
  });

  it('iterates an equilibrium that is a part as it does one of a configuration', async () => {
    const { model: named, task } = await rightOne({ recursion: 'equilibrium', haltMaxSteps: 1 });
    const { vocabSize, seqLen } = task.test;
    const shape = { vocabSize, seqLen, ...small, haltMaxSteps: 1 };
    const part = new TinyRecursiveModel(shape, 0, { recursion: deepEquilibrium({ unconverged: 'accept' }) });
    part.load(named.stateDict());
    const [ofPart, ofNamed] = [part, named].map((model) => {
      const { sets, puzzles, impulse } = measureRun(model, task);
      model.dispose();
      return { sets, puzzles, impulse };
    });
    assert.deepEqual(ofPart, ofNamed);
  });

  it('looks at the puzzles of other sets as at those of the test', async () => {
    const { model, task } = await rightOne({ recursion: 'unrolled', haltMaxSteps: 1, gradient: 'full' });
    const { test: harder } = await puzzleTask({
      kind: 'sudoku',
      size: 4,
      clues: 'minimal',
      train: 1,
      test: 7,
      seed: 3,
    });
    const { otherPuzzles } = measureRun(model, task, { harder });
    assert.deepEqual(otherPuzzles, { harder: measureRun(model, { ...task, test: harder }).puzzles });
    assert.equal(otherPuzzles!.harder.length, 7);
    model.dispose();
  });

  it('leaves nothing behind when a set does not fit', async () => {
    const { model, task } = await rightOne({ recursion: 'equilibrium', haltMaxSteps: 1 });
    const { test } = await puzzleTask({ kind: 'sudoku', size: 6, clues: 14, train: 1, test: 1, seed: 3 });
    const before = tf.memory().numTensors;
    assert.throws(() => measureRun(model, task, { larger: test }), /puzzles of 36 cells; the model takes 16/);
    assert.equal(tf.memory().numTensors, before);
    model.dispose();
  });

  it('takes for the poles as many puzzles that are right as wrong ones, of more than it measures', async () => {
    const task = await puzzleTask({ kind: 'parity', length: 4, train: 1, test: 100, seed: 3 });
    const { vocabSize, seqLen, labels } = task.test;
    const axes = { ...small, recursion: 'unrolled', hCycles: 1, lCycles: 1, haltMaxSteps: 1 } as const;
    const model = new TinyRecursiveModel({ vocabSize, seqLen, ...axes }, 3);
    const [{ cells }] = predict(model, task.test, 64).slice(-1);
    const rows = Array.from({ length: 100 }, (_, row) => row);
    const isRight = (row: number) => row % 4 === 3; // 25 of them
    labels.set(cells.map((cell, i) => (isRight(Math.floor(i / seqLen)) ? cell : (cell % 4) + 1)));
    const { puzzles } = measureRun(model, task);
    const expected = [...rows.filter(isRight).slice(0, 24), ...rows.filter((row) => !isRight(row)).slice(0, 24)];
    assert.deepEqual(
      puzzles.map(({ puzzle, right }) => [puzzle, right]),
      expected.sort((a, b) => a - b).map((row) => [row, isRight(row)]),
    );
    model.dispose();
  });

  it('counts what is right at each position of parity after each recursion, and the table says after how many calls', async () => {
    const task = await puzzleTask({ kind: 'parity', length: 5, train: 1, test: 40, seed: 3 });
    const { vocabSize, seqLen, labels } = task.test;
    // A recursion of two calls makes a supervision step, after each of which `predict` answers.
    const axes = { ...small, hCycles: 1, lCycles: 1, haltMaxSteps: 3 };
    const model = new TinyRecursiveModel({ vocabSize, seqLen, ...axes }, 3);
    const shares = predict(model, task.test, 32).map(({ cells }) =>
      Array.from({ length: 5 }, (_, position) => {
        const at = labels.filter((_, i) => i % 5 === position);
        return at.filter((label, row) => label === cells[5 * row + position]).length / 40;
      }),
    );
    assert(new Set(shares.map(String)).size > 4 && new Set(shares[4]).size > 3, `${shares.slice(0, 8)}`);
    const measurements = measureRun(model, task);
    assert.deepEqual(measurements.positions, shares);
    const stored = readResult(join(project, 'test', 'study', 'golden', 'tiny', 'runs', 'trm-1.json'));
    assert.deepEqual(
      tables['-positions']({ ...stored, measurements }),
      shares.flatMap((each, k) =>
        each.map((accuracy, i) => ({
          cell: 'trm',
          task: 'sudoku4',
          seed: 1,
          calls: 2 * (k + 1),
          position: i + 1,
          accuracy,
        })),
      ),
    );
    model.dispose();
  });

  it('leaves out of the impulse response a puzzle whose state is no number any more', async () => {
    const { model, task } = await rightOne({ haltMaxSteps: 1 });
    const recurse = model.recurse.bind(model);
    const spoil = (rows: number[]) => {
      const by = tf.tensor3d(rows, [6, 1, 1]);
      model.recurse = (...from) =>
        Object.fromEntries(Object.entries(recurse(...from)).map(([name, z]) => [name, tf.add(z, by) as tf.Tensor3D]));
    };
    spoil([0, 0, Number.NaN, 0, 0, 0]);
    const { impulse } = measureRun(model, task);
    assert.equal(impulse!.median[0], 1);
    for (const values of [impulse!.low, impulse!.median, impulse!.high]) assert(values.every(Number.isFinite));
    spoil(Array(6).fill(Number.NaN));
    assert.equal(measureRun(model, task).impulse, null);
    model.dispose();
  });

  it('looks at positions of sequences only', async () => {
    const { model, task } = await rightOne({ haltMaxSteps: 1 });
    assert.equal(measureRun(model, task).positions, null);
    model.dispose();
  });
});
