// Cells of the study of unrolling at reduced size: seconds each, and yet the same networks, run the same way.
import { join } from 'node:path';
import { readStudy, resolveRun } from 'polezero/study';
import { type RunFile, TrainingRun } from 'polezero/training';
import { project } from './tiny';

export const cells = [
  'trm',
  'tied',
  'untied',
  'tied-start',
  'tied-last',
  'equilibrium',
  'equilibrium-implicit',
  'trm-no-feedback',
  'trm-full-start',
  'parity-tied',
  'maze-tied',
] as const;

/** What is stored of each: what was run, and what came of it. */
export interface Reference {
  run: RunFile;
  /** Mean losses of ten steps each. */
  losses: number[];
  /** Right cells of the test puzzles, after each supervision step. */
  accuracy: number[];
}

export function reduced(cell: (typeof cells)[number]): RunFile {
  const run = resolveRun(readStudy(join(project, 'studies', 'unrolling.json')), cell, 1);
  const task = { ...run.task, train: 200, test: 50 } as RunFile['task'];
  const { unrolledSteps, ...trainer } = run.trainer;
  // Half of the steps of an equilibrium are those where a solver stops.
  const unrolled = unrolledSteps === undefined ? {} : { unrolledSteps: 20 };
  return {
    ...run,
    task,
    model: { ...run.model, hiddenSize: 16, ffMultiple: 16 },
    trainer: { ...trainer, ...unrolled },
    steps: 40,
  };
}

export async function train(run: RunFile): Promise<Reference> {
  const { steps, evaluateEvery: _, checkpointEvery: __, ...options } = run;
  const training = await TrainingRun.start(options);
  try {
    await training.train(steps);
    const losses = training.curves.training.map(({ loss }) => loss);
    const { bySupervisionStep } = training.evaluate();
    return { run, losses, accuracy: bySupervisionStep.map(({ accuracy }) => accuracy) };
  } finally {
    training.dispose();
  }
}
