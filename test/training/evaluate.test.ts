import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { haltedRows, predict, TinyRecursiveModel } from 'polezero/models';
import { generateSudoku, sudokuSet } from 'polezero/tasks';
import { evaluate } from 'polezero/training';

const set = sudokuSet(Array.from({ length: 11 }, (_, seed) => generateSudoku({ size: 4, clues: 8, seed })));
const config = { vocabSize: 6, seqLen: 16, hiddenSize: 16, numHeads: 2, hCycles: 1, lCycles: 1, ffMultiple: 16 };

describe('evaluate', () => {
  it('scores every supervision step as counting by hand does', () => {
    const model = new TinyRecursiveModel({ ...config, haltMaxSteps: 3 }, 1);
    const { count, bySupervisionStep } = evaluate(model, set, { batchSize: 4 });
    assert.equal(count, 11);
    predict(model, set).forEach(({ cells }, step) => {
      const right = set.labels.map((label, i) => Number(label === cells[i]));
      const accuracy = right.reduce((sum, value) => sum + value, 0) / right.length;
      const exact = Array.from({ length: 11 }, (_, row) => right.subarray(16 * row, 16 * row + 16).every(Boolean));
      assert(Math.abs(bySupervisionStep[step].accuracy - accuracy) < 1e-12);
      assert.equal(bySupervisionStep[step].exactAccuracy, exact.filter(Boolean).length / 11);
    });
    model.dispose();
  });

  it('does not depend on how many puzzles are taken at a time', () => {
    const model = new TinyRecursiveModel({ ...config, haltMaxSteps: 2 }, 2);
    assert.deepEqual(evaluate(model, set, { batchSize: 3 }), evaluate(model, set));
    model.dispose();
  });

  it('takes a puzzle as halted at its first step above zero, or at the last', () => {
    const model = new TinyRecursiveModel({ ...config, haltMaxSteps: 4 }, 3);
    assert.equal(evaluate(model, set).atHalt.steps, 4);
    const state = model.stateDict();
    state['model.inner.q_head.bias'].data.fill(5);
    model.load(state);
    const { atHalt, bySupervisionStep } = evaluate(model, set);
    assert.equal(atHalt.steps, 1);
    assert.equal(atHalt.accuracy, bySupervisionStep[0].accuracy);
    model.dispose();
  });

  it('takes a puzzle as halted where training does: with actContinue, where halting is worth more than going on', () => {
    const model = new TinyRecursiveModel({ ...config, haltMaxSteps: 4, actContinue: true }, 3);
    const state = model.stateDict();
    const haltsAfter = (qHalt: number, qContinue: number) => {
      state['model.inner.q_head.weight'].data.fill(0);
      state['model.inner.q_head.bias'].data.set([qHalt, qContinue]);
      model.load(state);
      const { steps } = evaluate(model, set).atHalt;
      const [{ qHalt: halt, qContinue: goOn }] = predict(model, set, 1);
      const { halted } = {
        halted: haltedRows({ ...model.config, haltExplorationProb: 0 }, Int32Array.of(1), halt, goOn, 0),
      };
      assert.equal(steps, halted[0] ? 1 : 4);
      return steps;
    };
    assert.equal(haltsAfter(-1, -2), 1);
    assert.equal(haltsAfter(1, 2), 4);
    model.dispose();
  });

  it('refuses what is out of range', () => {
    const model = new TinyRecursiveModel(config);
    assert.throws(() => evaluate(model, set, { steps: 0 }), /steps is 0/);
    const none = { ...set, size: 0, inputs: new Int32Array(0), labels: new Int32Array(0) };
    assert.throws(() => evaluate(model, none), /RangeError: set has no puzzles; it must have at least one/);
    assert.throws(() => evaluate(model, set, { batch: 1 } as object), /Unknown option 'batch'/);
    model.dispose();
  });
});
