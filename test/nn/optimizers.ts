import {
  type AdamATan2,
  type EMA,
  type Gradients,
  type Optimizer,
  type Parameters,
  type SignSGD,
  tf,
} from 'polezero/nn';
import { assertClose, fill, optimizers as golden } from './golden';

const shapes: Record<string, number[]> = { a: [2, 3], b: [4] };

/** The parameters at their start; the caller disposes of them. */
export const startParameters = (): Parameters =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(golden.start[i], shape))),
    ]),
  );

const gradientsAt = (step: number): Gradients =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [name, tf.tensor(golden.gradients[step][i], shape)]),
  );

/** Three steps with given gradients, one of them always 0 and one 0 at first, against float64. */
export function checkOptimizer(make: (parameters: Parameters) => Optimizer, trace: number[][][]): void {
  const parameters = startParameters();
  const optimizer = make(parameters);
  trace.forEach((expected, step) => {
    const gradients = gradientsAt(step);
    optimizer.apply(gradients, golden.learningRate);
    Object.values(parameters).forEach((parameter, i) =>
      assertClose(parameter.dataSync(), expected[i], 1e-6, `step ${step + 1}, parameter ${i}`),
    );
    tf.dispose(gradients);
  });
  optimizer.dispose();
  tf.dispose(parameters);
}

/** AdamATan2 with the published decay rates and with others. */
export function checkAdamATan2(Tested: typeof AdamATan2): void {
  const { weightDecay, adamATan2, adamATan2Betas } = golden;
  checkOptimizer((parameters) => new Tested(parameters, { weightDecay }), adamATan2);
  checkOptimizer((parameters) => new Tested(parameters, { weightDecay, beta1: 0.8, beta2: 0.99 }), adamATan2Betas);
}

/** Three steps on a table, of rows that a batch uses once, twice and not at all. */
export function checkSignSGD(Tested: typeof SignSGD): void {
  const table = tf.tidy(() => tf.variable(tf.tensor2d(fill([5, 3], 1, 3), [5, 3])));
  const optimizer = new Tested(table, { weightDecay: golden.weightDecay });
  for (const { rows, gradients, table: expected } of golden.signSGD) {
    const tensor = tf.tensor2d(gradients, [4, 3]);
    optimizer.apply(rows, tensor, golden.learningRate);
    assertClose(table.dataSync(), expected, 1e-6);
    tensor.dispose();
  }
  table.dispose();
}

/** An average over three changes of the parameters. */
export function checkEMA(Tested: typeof EMA): void {
  const parameters = startParameters();
  const ema = new Tested(parameters, 0.9);
  for (let step = 0; step < 3; step++) {
    const next = gradientsAt(step);
    for (const [name, parameter] of Object.entries(parameters)) parameter.assign(next[name]);
    ema.update();
    tf.dispose(next);
  }
  const averages = () => Object.values(parameters).flatMap((parameter) => Array.from(parameter.dataSync()));
  const own = averages();
  assertClose(ema.during(averages), golden.ema, 1e-6);
  assertClose(averages(), own, 0);
  ema.dispose();
  tf.dispose(parameters);
}
