import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deepEquilibrium, TinyRecursiveModel, type TrmConfig } from 'polezero/models';
import { tf } from 'polezero/nn';
import { netCalls } from 'polezero/study';

describe('netCalls', () => {
  // T = 2 recursions of n = 3 latent updates; what each does besides is in the papers.
  const expected: [TrmConfig['recursion'], number | null][] = [
    ['trm', 2 * (3 + 1)],
    ['singleZ', 2 * (3 + 1)],
    ['hier6', 2 * (3 + 1)],
    ['hrm', 2 * 3 + 2],
    ['transformer', 1],
    ['unrolled', 2 * 3],
    ['equilibrium', null],
  ];
  for (const [recursion, calls] of expected)
    it(`of '${recursion}' is ${calls ?? 'not fixed'}`, () => {
      const config = { vocabSize: 3, seqLen: 4, hiddenSize: 8, numHeads: 2, ffMultiple: 8 };
      const cycles = recursion === 'transformer' ? {} : { hCycles: 2, lCycles: 3 };
      const model = new TinyRecursiveModel({ ...config, ...cycles, recursion });
      const before = tf.memory().numTensors;
      assert.equal(netCalls(model), calls);
      assert.equal(tf.memory().numTensors, before);
      model.dispose();
    });

  it('is not fixed for an equilibrium that a model is given as a part', () => {
    const config = { vocabSize: 3, seqLen: 4, hiddenSize: 8, numHeads: 2, ffMultiple: 8 };
    const model = new TinyRecursiveModel(config, 0, { recursion: deepEquilibrium() });
    assert.equal(netCalls(model), null);
    model.dispose();
  });

  it('counts each network of its own once', () => {
    const axes = { recursion: 'trm', tied: false, feedback: false, injection: 'start' } as const;
    const model = new TinyRecursiveModel({
      vocabSize: 3,
      seqLen: 4,
      hiddenSize: 8,
      numHeads: 2,
      hCycles: 2,
      lCycles: 3,
      ...axes,
    });
    assert.equal(netCalls(model), Object.keys(model.networks).length);
    model.dispose();
  });
});
