import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { depthCurve } from 'polezero/analysis';
import { predict, TinyRecursiveModel, type TrmConfig } from 'polezero/models';
import { tf } from 'polezero/nn';
import { generateParity, generateSudoku, sudokuSet } from 'polezero/tasks';
import { evaluate } from 'polezero/training';
import { assertClose } from '../dsp/golden';
import { withoutLeak } from '../fixedpoint/support';
import { failing, config as small } from './small';

const set = sudokuSet(Array.from({ length: 7 }, (_, seed) => generateSudoku({ size: 4, clues: 8, seed })));
const config: TrmConfig = { ...small, seqLen: 16, hiddenSize: 8, numHeads: 2, haltMaxSteps: 3 };

const curveOf = (changes: Partial<TrmConfig>, options = {}) => {
  const model = new TinyRecursiveModel({ ...config, ...changes }, 1);
  const curve = withoutLeak(() => depthCurve(model, set, { batchSize: 3, ...options }));
  model.dispose();
  return curve;
};

describe('depthCurve', () => {
  const variants: Partial<TrmConfig>[] = [
    {},
    { injection: 'start' },
    { tied: false },
    { feedback: false },
    { recursion: 'unrolled', lCycles: 2, injection: 'start', tied: false },
    { recursion: 'hrm', hLayers: 1, lCycles: 2 },
    { recursion: 'transformer', lLayers: 0, hLayers: 1, hCycles: 1 },
  ];
  for (const changes of variants)
    it(`scores after each supervision step what evaluate does: ${JSON.stringify(changes)}`, () => {
      const model = new TinyRecursiveModel({ ...config, ...changes }, 1);
      const { bySupervisionStep } = evaluate(model, set);
      const perStep = changes.recursion === 'hrm' ? 4 : changes.recursion === 'transformer' ? 1 : 2;
      const { accuracy, exactAccuracy } = depthCurve(model, set, { recursions: 3 * perStep, batchSize: 3 });
      bySupervisionStep.forEach((step, i) => {
        assertClose([accuracy[(i + 1) * perStep - 1]], [step.accuracy], 1e-12, `${i}`);
        assert.equal(exactAccuracy[(i + 1) * perStep - 1], step.exactAccuracy);
      });
      model.dispose();
    });

  it('of a model trained in one supervision step reads the puzzle no second time beyond its depth', () => {
    const changes = { recursion: 'unrolled', injection: 'start', hCycles: 2, haltMaxSteps: 1 } as const;
    const deep = curveOf({ ...changes, hCycles: 7 }, { recursions: 7 });
    const shallow = curveOf(changes, { recursions: 7 });
    assert.deepEqual(shallow, deep);
    const again = curveOf({ ...changes, haltMaxSteps: 2 }, { recursions: 7 });
    assert.deepEqual(again.residual[0].slice(0, 2), shallow.residual[0].slice(0, 2));
    assert.notDeepEqual(again.residual[0].slice(2), shallow.residual[0].slice(2));
  });

  it('tells of each puzzle whether it is right, and how far all its states moved', () => {
    const model = new TinyRecursiveModel(config, 1);
    const { exact, exactAccuracy, residual } = depthCurve(model, set, { recursions: 5 });
    exactAccuracy.forEach((share, k) =>
      assertClose([share], [exact.reduce((sum, ofPuzzle) => sum + ofPuzzle[k], 0) / set.size], 1e-12),
    );
    tf.tidy(() => {
      const x = model.inputEmbedding(tf.tensor2d(set.inputs, [7, 16], 'int32'));
      let carry = model.initialCarry(7);
      const flat = ({ zH, zL }: typeof carry, row: number) =>
        [zH, zL].flatMap((z) => Array.from(z.slice(row, 1).dataSync()));
      for (let k = 0; k < 5; k++) {
        const next = model.recurse(x, carry, k % 2);
        for (let row = 0; row < 7; row++) {
          const [before, after] = [flat(carry, row), flat(next, row)];
          const moved = Math.hypot(...after.map((value, i) => value - before[i]));
          assertClose([residual[row][k]], [moved / Math.hypot(...after)], 1e-5, `${row} ${k}`);
        }
        carry = next;
      }
    });
    model.dispose();
  });

  it('does not depend on how many puzzles are taken at a time', () => {
    const [three, all] = [curveOf({}, { recursions: 4 }), curveOf({}, { recursions: 4, batchSize: 64 })];
    assert.deepEqual(three.exact, all.exact);
    three.residual.forEach((values, row) => assertClose(values, all.residual[row], 1e-4));
  });

  it('knows a right answer: the labels are made to be what the model says first', () => {
    const model = new TinyRecursiveModel(config, 1);
    const solved = { ...set, labels: new Int32Array(set.labels.length) };
    tf.tidy(() => {
      const x = model.inputEmbedding(tf.tensor2d(set.inputs, [7, 16], 'int32'));
      const { logits } = model.outputs(model.recurse(x, model.initialCarry(7), 0));
      const answer = tf.argMax(logits, -1).dataSync() as Int32Array;
      solved.labels.set(answer.map((token) => Math.max(token, 1)));
      const wrong = new Set(Array.from(answer, (token, i) => (token === 0 ? Math.floor(i / 16) : -1)));
      const { exact, accuracy } = depthCurve(model, solved, { recursions: 2 });
      exact.forEach((ofPuzzle, row) => assert.equal(ofPuzzle[0], wrong.has(row) ? 0 : 1));
      const zeros = answer.reduce((sum, token) => sum + Number(token === 0), 0);
      assertClose([accuracy[0]], [1 - zeros / answer.length], 1e-12);
    });
    model.dispose();
  });

  it('counts at each position the puzzles that are right there, of those that are asked', () => {
    const parity = generateParity({ length: 5, size: 40 });
    parity.labels.forEach((_, i) => {
      if (i % 5 === 2 && i < 5 * 15) parity.labels[i] = 0; // 25 of 40 are asked for the third
    });
    const axes = { seqLen: 5, vocabSize: 5, hiddenSize: 16, ffMultiple: 16, hCycles: 1, lCycles: 1 };
    const model = new TinyRecursiveModel({ ...config, ...axes }, 3);
    const { byPosition } = depthCurve(model, parity, { recursions: 6, batchSize: 16 });
    const expected = predict(model, parity, 6).map(({ cells }) => {
      const right = [0, 0, 0, 0, 0];
      for (let row = 0; row < 40; row++)
        for (let position = 0; position < 5; position++) {
          const label = parity.labels[5 * row + position];
          if (label !== 0 && cells[5 * row + position] === label) right[position]++;
        }
      return Float64Array.from(right, (count, position) => count / (position === 2 ? 25 : 40));
    });
    assert.deepEqual(byPosition, expected);
    assert(new Set(expected.map(String)).size > 3 && new Set(expected[2]).size > 3, `${expected}`);
    model.dispose();
  });

  it('leaves nothing behind where a recursion fails', () => {
    const model = failing(new TinyRecursiveModel(config, 1), 5);
    withoutLeak(() => assert.throws(() => depthCurve(model, set, { batchSize: 3 }), /fails/));
    model.dispose();
  });

  it('says what is wrong with an argument', () => {
    const model = new TinyRecursiveModel({ ...config, seqLen: 9 });
    assert.throws(() => depthCurve(model, set), /set has puzzles of 16 cells; the model takes 9/);
    const short = { ...set, seqLen: 9, labels: set.labels.slice(1) };
    assert.throws(() => depthCurve(model, short), /set has 111 labels; it must have 63, size × seqLen/);
    const fits = { ...set, seqLen: 9, size: 7, inputs: set.inputs.slice(0, 63), labels: set.labels.slice(0, 63) };
    const wrong: [object, RegExp][] = [
      [
        { size: 0, inputs: new Int32Array(), labels: new Int32Array() },
        /inputs has 0 numbers; it must be puzzles of 9/,
      ],
      [{ inputs: fits.inputs.slice(9) }, /set has 54 inputs; it must have 63, size × seqLen/],
      [{ inputs: fits.inputs.map((token, i) => (i === 4 ? 6 : token)) }, /inputs\[4\] is 6; .* token in \[0, 5\]/],
    ];
    for (const [change, message] of wrong)
      withoutLeak(() => assert.throws(() => depthCurve(model, { ...fits, ...change }), message));
    assert.throws(() => depthCurve(model, set, { recursions: 0 }), /recursions is 0/);
    assert.throws(() => depthCurve(model, set, { steps: 3 } as object), /Unknown option 'steps'/);
    model.dispose();
  });
});
