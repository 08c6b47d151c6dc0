import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tf } from 'polezero/nn';
import { TrainingRun, type TrainingRunOptions } from 'polezero/training';
import type { Target } from '../Target';
import { anyJson } from './damage';

/** Values that a field may have in something small. */
type Valid = Record<string, fc.Arbitrary<unknown>>;

const among = fc.constantFrom<unknown[]>;
const rate = among(0, 1e-3, 0.1);

const model: Valid = {
  hiddenSize: among(4, 8, 12, 16),
  numHeads: among(1, 2, 4),
  expansion: among(0.5, 1, 4),
  lLayers: among(1, 1, 1, 2, 0),
  hLayers: among(0, 1, 2),
  hCycles: among(1, 2, 3),
  lCycles: among(1, 2, 3),
  puzzleEmbLen: among(0, 1, 2),
  puzzleEmbNdim: among(0, 4, 8, 12),
  numPuzzleIdentifiers: among(1, 3),
  posEncodings: among('rope', 'learned', 'none'),
  mixer: among('attention', 'mlp'),
  ffMultiple: among(1, 4, 8),
  haltMaxSteps: among(1, 2, 3),
  haltExplorationProb: among(0, 0.5, 1),
  recursion: among('trm', 'trm', 'singleZ', 'hier6', 'hrm', 'transformer', 'unrolled', 'equilibrium'),
  gradient: among('last', 'full', 'implicit'),
  tied: among(true, false),
  feedback: among(true, false),
  injection: among('every', 'start'),
  solver: among('picard', 'anderson', 'broyden', 'newtonKrylov'),
  actContinue: among(true, false),
};

const trainer: Valid = {
  batchSize: among(1, 2, 5),
  optimizer: among('adamATan2', 'adamW'),
  learningRate: rate,
  weightDecay: rate,
  beta1: among(0, 0.9),
  beta2: among(0, 0.95),
  warmUpSteps: among(0, 1, 5),
  minRatio: among(0, 0.5, 1),
  totalSteps: among(6, 100),
  puzzleEmbLearningRate: rate,
  puzzleEmbWeightDecay: rate,
  emaRate: among(false, 0, 0.9),
  unrolledSteps: among(0, 2),
  threads: fc.constant(1),
};

const tasks: Record<string, Valid> = {
  sudoku: {
    size: fc.constant(4),
    clues: among(6, 8, 'minimal'),
    train: among(2, 5),
    test: among(1, 2),
    seed: among(0, 2 ** 32 - 1),
  },
  maze: {
    size: among(4, 5),
    minPathLength: among(1, 3),
    canvas: among(5, 6),
    train: among(2, 5),
    test: among(1, 2),
    seed: among(0, 7),
  },
  parity: {
    length: among(1, 4),
    pole: among(1, 0.5),
    train: among(1, 5),
    test: among(1, 2),
    seed: among(0, 2 ** 32 - 1),
  },
  csv: {
    path: among('no/such/file.csv'),
    puzzle: among('sudoku', 'maze'),
    train: among(1, 5),
    test: among(1, 2),
    seed: fc.constant(0),
  },
};

/** Of one kind: what is needed is there as a rule, other fields now and then. */
const valid = (fields: Valid, needed: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(fc.record(fields), fc.record(Object.fromEntries(Object.keys(fields).map((name) => [name, fc.nat(99)]))))
    .map(([values, chances]) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => chances[name] < (needed.includes(name) ? 99 : 15))),
    );

/** Something wrong in an object: another value for a field, or a field that nobody knows. */
const wrong = (fields: Valid) =>
  fc
    .tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...Object.keys(fields)) },
        { weight: 1, arbitrary: fc.constantFrom('seed', 'vocabSize', 'seqLen', 'hidden_size', '__proto__', 'x') },
      ),
      // Two threads or more are processes of their own: as right as they are, they take seconds.
      anyJson,
    )
    .filter(([name, value]) => name !== 'threads' || (value !== 2 && value !== 3));

const spoilt = (fields: Valid, needed: readonly string[]) =>
  fc
    .tuple(
      valid(fields, needed),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(wrong(fields), { minLength: 1, maxLength: 2 }) },
      ),
    )
    .map(([values, changes]) => {
      const spoilt = { ...values };
      for (const [name, value] of changes)
        Object.defineProperty(spoilt, name, { value, enumerable: true, configurable: true, writable: true });
      return spoilt;
    });

type Made = typeof valid;
const taskOf = (made: Made, ...kinds: string[]) =>
  fc.constantFrom(...kinds).chain((kind) =>
    made(tasks[kind], ['size', 'length', 'train', 'test', 'path', 'puzzle', 'clues']).map((task) => ({
      kind,
      ...task,
    })),
  );
const modelOf = (made: Made) =>
  made(model, ['hiddenSize', 'numHeads', 'ffMultiple', 'hCycles', 'lCycles', 'haltMaxSteps', 'lLayers']);
/** Without what the recursion does not have, for which most models would be refused. */
function fitting(made: Record<string, unknown>): Record<string, unknown> {
  const { hCycles, lCycles, lLayers, gradient, ...deep } = made;
  if (made.recursion === 'transformer') return deep;
  const { hLayers, ...others } = made;
  if (gradient === 'implicit') return { ...others, recursion: 'equilibrium' };
  return made.recursion === 'hrm' ? made : others;
}
const trainerOf = (made: Made) => made(trainer, ['batchSize']);

const anyPart = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: anyJson });
const seeds = among(0, 3, 2 ** 32 - 1);
/** Every field is valid; what they mean together need not be. */
const soundRun = fc.record({
  task: taskOf(valid, 'sudoku', 'maze', 'parity'),
  model: modelOf(valid).map(fitting),
  trainer: trainerOf(valid),
  seed: seeds,
});
const spoiltRun = fc.record({
  task: anyPart(taskOf(spoilt, 'sudoku', 'sudoku', 'maze', 'parity', 'parity', 'csv')),
  model: anyPart(modelOf(spoilt)),
  trainer: anyPart(trainerOf(spoilt)),
  seed: fc.oneof({ weight: 10, arbitrary: seeds }, { weight: 1, arbitrary: anyJson }),
});
const anyRun = fc.oneof(soundRun, spoiltRun) as fc.Arbitrary<Record<'task' | 'model' | 'trainer' | 'seed', unknown>>;

/** What is wrong in an object of options, field by field, beside what its fields mean together. */
const integer = (least: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 32;
const real = (holds: (value: number) => boolean) => (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && holds(value);
const oneOf =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const rules: Record<string, Record<string, (value: unknown) => boolean>> = {
  model: {
    hiddenSize: integer(1),
    numHeads: integer(1),
    expansion: real((x) => x > 0),
    lLayers: integer(0),
    hLayers: integer(0),
    hCycles: integer(1),
    lCycles: integer(1),
    puzzleEmbLen: integer(0),
    puzzleEmbNdim: integer(0),
    numPuzzleIdentifiers: integer(1),
    posEncodings: oneOf('rope', 'learned', 'none'),
    mixer: oneOf('attention', 'mlp'),
    ffMultiple: integer(1),
    haltMaxSteps: integer(1),
    haltExplorationProb: real((x) => x >= 0 && x <= 1),
    recursion: oneOf('trm', 'singleZ', 'hier6', 'hrm', 'transformer', 'unrolled', 'equilibrium'),
    gradient: oneOf('last', 'full', 'implicit'),
    tied: oneOf(true, false),
    feedback: oneOf(true, false),
    injection: oneOf('every', 'start'),
    solver: oneOf('picard', 'anderson', 'broyden', 'newtonKrylov'),
    actContinue: oneOf(true, false),
  },
  trainer: {
    batchSize: integer(1),
    optimizer: oneOf('adamATan2', 'adamW'),
    learningRate: real((x) => x >= 0),
    weightDecay: real((x) => x >= 0),
    beta1: real((x) => x >= 0 && x < 1),
    beta2: real((x) => x >= 0 && x < 1),
    warmUpSteps: Number.isSafeInteger,
    minRatio: real((x) => x >= 0 && x <= 1),
    totalSteps: Number.isSafeInteger,
    puzzleEmbLearningRate: real((x) => x >= 0),
    puzzleEmbWeightDecay: real((x) => x >= 0),
    emaRate: (value) => value === false || real((x) => x >= 0 && x < 1)(value),
    unrolledSteps: Number.isSafeInteger,
    threads: integer(1),
  },
  task: {
    kind: oneOf('sudoku', 'maze', 'parity', 'csv'),
    size: integer(4),
    clues: (value) => value === 'minimal' || integer(0)(value),
    train: integer(1),
    test: integer(1),
    seed: integer(0),
    minPathLength: integer(1),
    canvas: integer(4),
    length: integer(1),
    pole: real((x) => x >= 0 && x <= 1),
    path: (value) => typeof value === 'string',
    puzzle: oneOf('sudoku', 'maze'),
  },
};

function checkAccepted(run: Record<string, unknown>): void {
  assert(integer(0)(run.seed), `seed ${run.seed} was accepted`);
  for (const [part, rule] of Object.entries(rules)) {
    for (const [name, value] of Object.entries(run[part] as object))
      assert(Object.hasOwn(rule, name) && rule[name](value), `${part}.${name} = ${JSON.stringify(value)} was accepted`);
  }
}

const names = [
  ...new Set(Object.values(rules).flatMap((rule) => Object.keys(rule))),
  'seed',
  'task',
  'model',
  'trainer',
  'option',
  'mazes',
  'vocabSize',
  'seqLen',
  'network',
  'no such file',
];

function checkRefused(error: unknown): void {
  assert(error instanceof Error);
  const about = `${error.name}: ${error.message}`;
  assert(
    names.some((name) => error.message.includes(name)),
    `names no field: ${about}`,
  );
  assert(
    !/Cannot read|is not a function|is not iterable|Cannot convert|Invalid (array|typed array) length|call stack|Tensor|tensor/.test(
      error.message,
    ),
    `a fault, no refusal: ${about}`,
  );
}

/** Configurations of tasks, models and trainers. */
export function open(): Target {
  const made = { trained: 0, refused: 0 };
  const property = fc.asyncProperty(anyRun, async (options) => {
    const before = tf.memory().numTensors;
    let run: TrainingRun;
    try {
      run = await TrainingRun.start(options as unknown as TrainingRunOptions);
    } catch (error) {
      checkRefused(error);
      assert.equal(tf.memory().numTensors, before, 'tensors were left behind by what was refused');
      made.refused++;
      return;
    }
    try {
      checkAccepted(options as Record<string, unknown>);
      const losses: number[] = [];
      await run.train(10, { onStep: ({ record }) => record && losses.push(record.loss) });
      const { learningRate = 0 } = options.trainer as { learningRate?: number };
      if (learningRate <= 0.1) assert(losses.length === 1 && losses.every(Number.isFinite), `the loss is ${losses}`);
    } finally {
      run.dispose();
    }
    assert.equal(tf.memory().numTensors, before, 'tensors were left behind');
    made.trained++;
  });
  return {
    about: 'random configurations: refused by the name of a field, or all of them valid and trained for a few steps',
    property,
    share: 60,
    summary: () => `${made.trained} trained, ${made.refused} refused`,
  };
}
