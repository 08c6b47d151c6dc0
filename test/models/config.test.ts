import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullConfig, type TrmConfig } from 'polezero/models';

const base: TrmConfig = { vocabSize: 11, seqLen: 81, hiddenSize: 64, numHeads: 4 };

describe('fullConfig', () => {
  it('fills in what was published', () => {
    assert.deepEqual(fullConfig(base), {
      ...base,
      expansion: 4,
      lLayers: 2,
      hLayers: 0,
      hCycles: 3,
      lCycles: 6,
      puzzleEmbLen: 0,
      puzzleEmbNdim: 0,
      numPuzzleIdentifiers: 1,
      posEncodings: 'rope',
      mixer: 'attention',
      ffMultiple: 256,
      haltMaxSteps: 16,
      haltExplorationProb: 0.1,
      recursion: 'trm',
      gradient: 'last',
      tied: true,
      feedback: true,
      injection: 'every',
      solver: 'picard',
      actContinue: false,
    });
    assert.equal(fullConfig({ ...base, mixer: 'mlp' }).posEncodings, 'none');
    const { lLayers, hLayers, actContinue } = fullConfig({ ...base, recursion: 'hrm' });
    assert.deepEqual({ lLayers, hLayers, actContinue }, { lLayers: 4, hLayers: 4, actContinue: true });
    assert.equal(fullConfig({ ...base, puzzleEmbNdim: 65 }).puzzleEmbLen, 2);
    assert.equal(fullConfig({ ...base, expansion: undefined }).expansion, 4);
  });

  it('takes every full configuration that it gave', () => {
    for (const recursion of ['trm', 'singleZ', 'hier6', 'hrm', 'transformer', 'unrolled', 'equilibrium'] as const) {
      const full = fullConfig({ ...base, recursion });
      assert.deepEqual(fullConfig(full), full);
    }
  });

  it('says what is wrong', () => {
    const wrong = (changes: object, message: RegExp) =>
      assert.throws(() => fullConfig({ ...base, ...changes }), message);
    wrong({ hidden_size: 3 }, /TypeError: Unknown option 'hidden_size'; valid: vocabSize, seqLen/);
    wrong({ vocabSize: 1 }, /RangeError: vocabSize is 1; it must be an integer in \[2, 16777216\]/);
    wrong({ seqLen: 0 }, /RangeError: seqLen is 0/);
    wrong({ numHeads: 5 }, /RangeError: hiddenSize is 64; it must be a multiple of numHeads, which is 5/);
    wrong({ hiddenSize: 60, numHeads: 4 }, /RangeError: hiddenSize\/numHeads is 15; 'rope' turns pairs/);
    wrong({ mixer: 'conv' }, /RangeError: mixer is 'conv'; it must be one of 'attention', 'mlp'/);
    wrong({ recursion: 'rnn' }, /RangeError: recursion is 'rnn'; it must be one of 'trm', 'singleZ'/);
    wrong({ recursion: null }, /RangeError: recursion is null; it must be one of/);
    wrong({ puzzleEmbLen: 4 }, /RangeError: puzzleEmbLen is 4, but puzzleEmbNdim is 0/);
    wrong({ puzzleEmbLen: 1, puzzleEmbNdim: 128 }, /RangeError: puzzleEmbLen is 1; 128 numbers fill 2 positions of 64/);
    wrong({ haltExplorationProb: 1.5 }, /RangeError: haltExplorationProb is 1.5; it must be in \[0, 1\]/);
    wrong({ lLayers: 0 }, /RangeError: lLayers is 0; recursion 'trm' needs a network of at least one layer/);
    wrong({ recursion: 'transformer', hLayers: 0 }, /RangeError: hLayers is 0; recursion 'transformer' needs/);
    wrong({ recursion: 'hrm', lLayers: 0 }, /RangeError: lLayers is 0; recursion 'hrm' needs/);
    wrong({ recursion: 'hrm', hLayers: 0 }, /RangeError: hLayers is 0; recursion 'hrm' needs/);
    wrong(
      { hLayers: 4 },
      /RangeError: hLayers is 4; recursion 'trm' has no such choice, only hrm and transformer: leave/,
    );
    for (const change of [{ hCycles: 3 }, { lCycles: 6 }, { gradient: 'full' }])
      wrong(
        { recursion: 'transformer', ...change },
        /RangeError: \w+ is .*; recursion 'transformer' has no such choice, only trm and singleZ/,
      );
    wrong({ recursion: 'hier6', lCycles: 7 }, /RangeError: lCycles is 7; 'hier6' has 6 latent states/);
    wrong(
      { hiddenSize: 2 ** 53 },
      /RangeError: hiddenSize is 9007199254740992; it must be an integer in \[1, 16777216\]/,
    );
    wrong({ lLayers: 1e300 }, /RangeError: lLayers is 1e\+300; it must be an integer in \[0, 65536\]/);
    wrong(
      { hiddenSize: 65_536 },
      /RangeError: hiddenSize is 65536, with expansion 4.* must have fewer than 2147483648/,
    );
    wrong({ expansion: 1e300 }, /RangeError: hiddenSize is 64, with expansion 1e\+300/);
    wrong({ expansion: 1e-9 }, /RangeError: expansion is 1e-9; of hiddenSize 64 it leaves no inner width/);
    wrong({ numPuzzleIdentifiers: 2 ** 24, puzzleEmbNdim: 512 }, /RangeError: numPuzzleIdentifiers is 16777216, with/);
    wrong({ expansion: -1 }, /RangeError: expansion is -1; it must be positive/);
  });
});
