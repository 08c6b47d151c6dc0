import { type SolverName, solverNames } from '../fixedpoint';
import { swigluWidth } from '../nn/swiglu';
import { checkChoice, checkInteger, checkNumber, checkOptions, shown } from '../numeric/check';
import { type RecursionName, recursionNames, withAxes } from './recursions';

/** A model's shape, by the published names in camelCase. */
export interface TrmConfig {
  /** Classes of a cell, at least 2. */
  vocabSize: number;
  /** Cells of a puzzle. */
  seqLen: number;
  /** Width of every state; a multiple of `numHeads`. */
  hiddenSize: number;
  /** Heads of the attention. */
  numHeads: number;
  /** Inner width of a SwiGLU before the factor 2/3, as a multiple of its outer one; default 4. */
  expansion?: number;
  /** Blocks of the network; default 2, 4 for 'hrm', and 0 for 'transformer', which has only `hLayers`. */
  lLayers?: number;
  /** T: recursions of one supervision step; default 3, and 1 for 'unrolled', 'equilibrium' and 'transformer', which has no more. */
  hCycles?: number;
  /**
   * n: updates of the latent state per recursion; default 6, and 1 for 'equilibrium' and 'transformer'. Of 'equilibrium', calls while it is
   * unrolled (see `unrolledSteps`).
   */
  lCycles?: number;
  /** Positions before the first cell for the puzzle's embedding; 16 as published, 0 (default) is the fewest that hold `puzzleEmbNdim`. */
  puzzleEmbLen?: number;
  /** Numbers in a puzzle's embedding; 0 (default) for none. */
  puzzleEmbNdim?: number;
  /** Puzzles that have an embedding of their own; default 1. */
  numPuzzleIdentifiers?: number;
  /** How a position is told from another; default 'rope' with attention, 'none' with the MLP, to which 'rope' does nothing. */
  posEncodings?: 'rope' | 'learned' | 'none';
  /** What mixes positions: attention (default), or an MLP over the sequence (the published `mlp_t`). */
  mixer?: 'attention' | 'mlp';
  /** Inner widths are rounded up to a multiple of this; 256 (default) as published, smaller for small models. */
  ffMultiple?: number;
  /** N_sup: supervision steps at most; default 16, and 1 for 'unrolled' and 'equilibrium'. */
  haltMaxSteps?: number;
  /** How often training draws a least number of steps for a puzzle before it may halt; default 0.1. */
  haltExplorationProb?: number;
  /**
   * Which states there are and how they are updated; default 'trm'. 'unrolled' and 'equilibrium' have one state and run the same network n
   * times, or to its fixed point; the others are the published ablations and baselines.
   */
  recursion?: RecursionName;
  /**
   * Of all but 'transformer': whether the gradient goes through the last recursion of a supervision step (default, as published) or through
   * all of them. Of 'equilibrium' the last recursion is five turns more from where the solver stopped; 'implicit' is the exact gradient of an
   * equilibrium, by the implicit function theorem.
   */
  gradient?: 'last' | 'full' | 'implicit';
  /** Of 'trm' and 'unrolled': whether all calls of a supervision step share one network (default) or each has its own. */
  tied?: boolean;
  /** Of 'trm': whether the latent state z_L reads the answer z_H; default true. */
  feedback?: boolean;
  /** Of 'trm' and 'unrolled': whether each latent update reads the puzzle (default) or only the first of a supervision step. */
  injection?: 'every' | 'start';
  /**
   * Of 'equilibrium': by what z = f(z) is solved; default 'picard', plain iteration. Trained by it, a network comes to rest by itself; other
   * solvers also find equilibria that do not attract, and leave it free not to.
   */
  solver?: SolverName;
  /** Blocks of the network `H_level`, of the recursions that have one; default 4 for 'hrm', 8 for 'transformer', else 0. */
  hLayers?: number;
  /** Whether halting is weighed against a learnt value of going on (HRM's Q-learning); default false, true for 'hrm' and 'transformer'. */
  actContinue?: boolean;
}

const defaults = {
  expansion: 4,
  lLayers: 2,
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
  hLayers: 0,
  actContinue: false,
} as const;

/** What differs by default in the variants that are not TRM; HRM's halves have four layers each; some answer in one supervision step. */
const variantDefaults: Partial<Record<RecursionName, Partial<TrmConfig>>> = {
  hrm: { lLayers: 4, hLayers: 4, actContinue: true },
  transformer: { lLayers: 0, hLayers: 8, hCycles: 1, lCycles: 1, actContinue: true },
  unrolled: { hCycles: 1, haltMaxSteps: 1 },
  equilibrium: { hCycles: 1, lCycles: 1, haltMaxSteps: 1 },
};

/** A configuration in which nothing is left to a default; {@link fullConfig} makes it. */
export type FullConfig = Required<TrmConfig>;

/** Of a side of a tensor, and of what is done one after the other: far beyond what anybody waits for. */
export const [widest, deepest] = [2 ** 24, 2 ** 16];

/**
 * The configuration with every default filled in.
 *
 * @throws RangeError or TypeError for a value out of range or an unknown key
 */
export function fullConfig(config: TrmConfig): FullConfig {
  checkOptions(config, ['vocabSize', 'seqLen', 'hiddenSize', 'numHeads', ...Object.keys(defaults)]);
  const { recursion = defaults.recursion } = config;
  checkChoice('recursion', recursion, recursionNames);
  const positions = config.mixer === 'mlp' ? { posEncodings: 'none' as const } : {};
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const full = { ...defaults, ...positions, ...variantDefaults[recursion], ...given } as FullConfig;

  checkInteger('vocabSize', full.vocabSize, 2, widest);
  for (const name of ['seqLen', 'hiddenSize', 'numHeads', 'ffMultiple', 'numPuzzleIdentifiers'] as const)
    checkInteger(name, full[name], 1, widest);
  for (const name of ['hCycles', 'lCycles', 'haltMaxSteps'] as const) checkInteger(name, full[name], 1, deepest);
  for (const name of ['lLayers', 'hLayers'] as const) checkInteger(name, full[name], 0, deepest);
  for (const name of ['puzzleEmbLen', 'puzzleEmbNdim'] as const) checkInteger(name, full[name], 0, widest);
  checkNumber('expansion', full.expansion, (e) => e > 0, 'positive');
  checkNumber('haltExplorationProb', full.haltExplorationProb, (p) => p >= 0 && p <= 1, 'in [0, 1]');
  checkChoice('posEncodings', full.posEncodings, ['rope', 'learned', 'none']);
  checkChoice('mixer', full.mixer, ['attention', 'mlp']);
  for (const name of ['actContinue', 'tied', 'feedback'] as const) checkChoice(name, full[name], [true, false]);
  checkChoice('gradient', full.gradient, recursion === 'equilibrium' ? ['last', 'full', 'implicit'] : ['last', 'full']);
  checkChoice('injection', full.injection, ['every', 'start']);
  checkChoice('solver', full.solver, solverNames());
  checkAxes(full);
  for (const name of layersOf(recursion))
    if (full[name] === 0)
      throw new RangeError(`${name} is 0; recursion '${recursion}' needs a network of at least one layer.`);
  if (recursion === 'hier6' && full.lCycles > 6)
    throw new RangeError(`lCycles is ${full.lCycles}; 'hier6' has 6 latent states and updates one a cycle: at most 6.`);
  checkHeads({ ...full, rotary: full.posEncodings === 'rope' });
  const whole = { ...full, puzzleEmbLen: puzzlePositions(full) };
  checkMatrices(whole);
  return whole;
}

/** A tensor of TensorFlow.js has fewer numbers. */
const largestTensor = 2 ** 31;

/** Throws unless every weight is a tensor that can be made, and has any numbers. */
function checkMatrices(full: FullConfig): void {
  const { hiddenSize, expansion, ffMultiple, vocabSize, seqLen, puzzleEmbLen, numPuzzleIdentifiers, puzzleEmbNdim } =
    full;
  const length = seqLen + puzzleEmbLen;
  const widths = { hiddenSize, ...(full.mixer === 'mlp' && { seqLen: length }) };
  for (const [name, dim] of Object.entries(widths)) checkSwiglu(name, dim, expansion, ffMultiple);
  checkMatrix(
    'hiddenSize',
    hiddenSize,
    Math.max(vocabSize, length, hiddenSize),
    `, with vocabSize ${vocabSize} and seqLen ${seqLen}`,
  );
  checkMatrix('numPuzzleIdentifiers', numPuzzleIdentifiers, puzzleEmbNdim, `, with puzzleEmbNdim ${puzzleEmbNdim}`);
}

/** Throws unless the weights of a SwiGLU are tensors that can be made, and have any numbers. */
export function checkSwiglu(name: string, dim: number, expansion: number, ffMultiple: number): void {
  const width = swigluWidth(dim, expansion, ffMultiple);
  if (width === 0) throw new RangeError(`expansion is ${expansion}; of ${name} ${dim} it leaves no inner width.`);
  checkMatrix(name, dim, width, `, with expansion ${expansion} and ffMultiple ${ffMultiple}`);
}

function checkMatrix(name: string, rows: number, columns: number, others: string): void {
  if (rows * columns >= largestTensor)
    throw new RangeError(
      `${name} is ${rows}${others}; a matrix would have ${rows * columns} numbers, and must have fewer than ${largestTensor}.`,
    );
}

/** Of the networks that a recursion runs. */
function layersOf(recursion: RecursionName): readonly ('lLayers' | 'hLayers')[] {
  if (recursion === 'transformer') return ['hLayers'];
  return recursion === 'hrm' ? ['lLayers', 'hLayers'] : ['lLayers'];
}

/** What repeats a network, in place of calling a deep one once. */
const repeating = recursionNames.filter((name) => name !== 'transformer');

const withAxis = {
  tied: withAxes,
  feedback: ['trm'],
  injection: withAxes,
  solver: ['equilibrium'],
  hLayers: ['hrm', 'transformer'],
  hCycles: repeating,
  lCycles: repeating,
  gradient: repeating,
} as const;

/** An axis that a recursion does not have must stay at its default, or a comparison along it would compare nothing. */
function checkAxes(full: FullConfig): void {
  const { recursion } = full;
  const own = { ...defaults, ...variantDefaults[recursion] };
  for (const [name, having] of Object.entries(withAxis) as [keyof typeof withAxis, readonly RecursionName[]][])
    if (full[name] !== own[name] && !having.includes(recursion))
      throw new RangeError(
        `${name} is ${shown(full[name])}; recursion '${recursion}' has no such choice, only ${having.join(' and ')}: leave it out.`,
      );
}

/** What heads need, of a block and of a whole model. */
type HeadShape = Pick<FullConfig, 'hiddenSize' | 'numHeads' | 'mixer'> & { rotary: boolean };

/** Throws unless the heads divide the state, in pairs of coordinates where these are turned. */
export function checkHeads({ hiddenSize, numHeads, mixer, rotary }: HeadShape): void {
  if (mixer === 'mlp') return;
  if (hiddenSize % numHeads !== 0)
    throw new RangeError(`hiddenSize is ${hiddenSize}; it must be a multiple of numHeads, which is ${numHeads}.`);
  if (rotary && (hiddenSize / numHeads) % 2 !== 0)
    throw new RangeError(
      `hiddenSize/numHeads is ${hiddenSize / numHeads}; 'rope' turns pairs of coordinates and needs an even one.`,
    );
}

/** The least number of positions is what holds the embedding. */
function puzzlePositions({ hiddenSize, puzzleEmbLen, puzzleEmbNdim }: FullConfig): number {
  const least = Math.ceil(puzzleEmbNdim / hiddenSize);
  if (puzzleEmbNdim === 0 && puzzleEmbLen > 0)
    throw new RangeError(
      `puzzleEmbLen is ${shown(puzzleEmbLen)}, but puzzleEmbNdim is 0: there is nothing to put there.`,
    );
  if (puzzleEmbLen !== 0 && puzzleEmbLen < least)
    throw new RangeError(
      `puzzleEmbLen is ${puzzleEmbLen}; ${puzzleEmbNdim} numbers fill ${least} positions of ${hiddenSize}.`,
    );
  return puzzleEmbLen === 0 ? least : puzzleEmbLen;
}
