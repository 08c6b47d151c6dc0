import type { TrainingRunOptions } from 'polezero/training';

/** A run of a few milliseconds a step. */
export const small: TrainingRunOptions = {
  task: { kind: 'sudoku', size: 4, clues: 6, train: 40, test: 12, seed: 3 },
  model: { hiddenSize: 16, numHeads: 2, hCycles: 2, lCycles: 1, lLayers: 1, ffMultiple: 16, haltMaxSteps: 3 },
  trainer: { batchSize: 8, optimizer: 'adamW', learningRate: 3e-3, weightDecay: 0.1, warmUpSteps: 5, emaRate: 0.9 },
  seed: 5,
};
