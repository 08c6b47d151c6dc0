// A project that uses the library, as package.test.ts puts it into a folder of its own, checks its types and runs it: something of every
// subpath. The names behind `type` are there for the type checker.
import assert from 'node:assert/strict';
import { type Interval, studentInterval } from 'polezero/analysis';
import { butter, type FirwinOptions, firwin, freqz, lfilter, sosfilt } from 'polezero/dsp';
import { type FixedPointResult, fixedPoint, implicitFixedPoint } from 'polezero/fixedpoint';
import { type MimeBundle, displaySymbol as symbolOfKernel } from 'polezero/kernel';
import { type StateDict, TinyRecursiveModel, type TrmConfig, trmLoss } from 'polezero/models';
import { AdamW, countParameters, tf } from 'polezero/nn';
import { fftReal, type Random, random } from 'polezero/numeric';
import { netCalls, type StudyCell } from 'polezero/study';
import { decodeSudoku, generateSudoku, isSolvedSudoku, type Puzzle, solveSudoku } from 'polezero/tasks';
import { TrainingRun, type TrainingRunOptions } from 'polezero/training';
import { axes, type Data, displaySymbol, Figure, table } from 'polezero/viz';

function filters(): void {
  const options: FirwinOptions = { fs: 52, window: ['kaiser', 6] };
  const { h } = freqz(firwin(101, 5, options), [1], { w: [0, 5, 6], fs: 52 });
  const gains = Array.from(h.re, (re, i) => Math.hypot(re, h.im[i]).toFixed(4));
  assert.deepEqual(gains, ['1.0000', '0.5000', '0.0007']);
  const noise: Random = random(1);
  const x = Float64Array.from({ length: 64 }, () => noise.normal());
  const [once, again] = [sosfilt(butter(2, 0.3), x).y, lfilter([0.5, 0.5], [1], x).y];
  assert(once.every(Number.isFinite) && Math.abs(again[1] - (x[0] + x[1]) / 2) < 1e-15);
  assert(Math.abs(fftReal(x, 64).re[0] - x.reduce((sum, value) => sum + value, 0)) < 1e-12);
}

/** x = cos(θx), and how x moves with θ: in closed form x′ = −x sin(θx) / (1 + θ sin(θx)). */
function equilibrium(): void {
  const zero = tf.zeros([1, 1]);
  const forward = { tol: 1e-6 };
  const [x, slope] = tf.tidy(() => {
    const solve = (theta: tf.Tensor) => implicitFixedPoint((z) => tf.cos(tf.mul(theta, z)), zero, { forward });
    const { value, grad } = tf.valueAndGrad((theta) => tf.sum(solve(theta)))(tf.scalar(0.8));
    return [value.dataSync()[0], grad.dataSync()[0]];
  });
  const sine = Math.sin(0.8 * x);
  assert(Math.abs(x - Math.cos(0.8 * x)) < 1e-5);
  assert(Math.abs(slope - (-x * sine) / (1 + 0.8 * sine)) < 1e-4);
  const plain: FixedPointResult = fixedPoint((z) => tf.cos(z), zero);
  assert.deepEqual(plain.converged, [true]);
  tf.dispose([plain.z, zero]);
}

async function training(): Promise<void> {
  const options: TrainingRunOptions = {
    task: { kind: 'sudoku', size: 4, train: 40, test: 8 },
    model: { hiddenSize: 16, numHeads: 2, haltMaxSteps: 2, ffMultiple: 8 },
    trainer: { batchSize: 16, learningRate: 3e-3, optimizer: 'adamW', warmUpSteps: 5 },
    seed: 1,
  };
  const run = await TrainingRun.start(options);
  await run.train(60);
  const losses = run.curves.training.map(({ loss }) => loss);
  assert(losses[losses.length - 1] < 0.92 * losses[0], losses.join(' '));
  const weights: StateDict = run.averaged();
  const config: TrmConfig = run.model.config;
  const { test } = run.task;
  const model = TinyRecursiveModel.fromStateDict(config, weights);
  assert.equal(countParameters(model.parameters), countParameters(run.model.parameters));
  tf.tidy(() => {
    const inputs = tf.tensor2d(test.inputs, [test.size, test.seqLen], 'int32');
    const labels = tf.tensor2d(test.labels, [test.size, test.seqLen], 'int32');
    const out = model.supervisionStep(inputs, model.initialCarry(test.size));
    assert(Number.isFinite(trmLoss(out, labels).total.dataSync()[0]));
  });
  model.dispose();
  run.dispose();
  const optimizer = new AdamW({});
  optimizer.dispose();
}

function rest(): void {
  const puzzle: Puzzle = generateSudoku({ size: 4, seed: 2 });
  assert(isSolvedSudoku(puzzle.solution));
  assert.equal(solveSudoku(puzzle.puzzle).solution, puzzle.solution);
  assert.equal(typeof decodeSudoku, 'function');
  const interval: Interval = studentInterval([1, 2, 3]);
  assert(interval.low < 2 && interval.high > 2);
  const cell: Pick<StudyCell, 'name'> = { name: 'tied' };
  assert.equal(typeof netCalls, 'function');
  const data: Partial<Data>[] = [{ y: [1, 2], name: cell.name }];
  const figure = new Figure({ data: data as Data[], layout: { title: { text: 'A line' }, yaxis: axes.number('y') } });
  const bundle: MimeBundle = figure[displaySymbol]();
  assert((symbolOfKernel as symbol) === displaySymbol && 'application/vnd.plotly.v1+json' in bundle);
  assert.match(String(table([{ window: 'hann', taps: 51 }])), /hann/);
}

async function main(): Promise<void> {
  filters();
  equilibrium();
  await training();
  rest();
  assert.equal(tf.memory().numTensors, 0);
  console.log('all of it works');
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
