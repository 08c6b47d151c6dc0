import { tf } from '../nn';
import { checkInteger, checkOptions } from '../numeric/check';
import { random } from '../numeric/random';
import { checkState, checkValue, type StateMap } from './fixedPoint';
import { offTape, pullback } from './tape';

export interface HutchinsonOptions {
  /** Random directions, at least two; default 32. */
  samples?: number;
  /** Of the directions; default 0. */
  seed?: number;
}

/** An estimate and its standard error. */
export interface Estimate {
  value: number;
  error: number;
}

/** One entry per sample. */
export interface Hutchinson {
  /** tr(J), the sum of all eigenvalues. */
  trace: Estimate[];
  /** ‖J‖²_F, at least the sum of the squares of their absolute values, and equal to it if J is normal. */
  squaredNorm: Estimate[];
}

/**
 * Estimates of the trace and of the squared Frobenius norm of the Jacobian J = ∂f/∂z at z, each sample's own, from products vᵀJ with random
 * signs v: E vᵀJv = tr(J), E‖vᵀJ‖² = ‖J‖²_F. What leading eigenvalues say of the slowest modes these say of all together, for a few products.
 * As a term of a loss take `jacobianRegularisation`.
 *
 * @param z - [batch, …]
 * @throws RangeError or TypeError for a bad argument
 * Source: M. F. Hutchinson, Commun. Statist. Simula. 18, 1989.
 */
export function hutchinson(f: StateMap, z: tf.Tensor, options: HutchinsonOptions = {}): Hutchinson {
  checkOptions(options, ['samples', 'seed']);
  checkState('z', z);
  const { samples = 32, seed = 0 } = options;
  checkInteger('samples', samples, 2);
  const source = random(seed);
  const { value, apply, dispose } = pullback(f, z);
  try {
    checkValue(value, z.shape);
    const draws = Array.from({ length: samples }, () => offTape(() => quadraticForms(apply, z, source.below)));
    const each = Array.from({ length: z.shape[0] }, (_, b) => b);
    return {
      trace: each.map((b) => estimate(draws.map(({ traces }) => traces[b]))),
      squaredNorm: each.map((b) => estimate(draws.map(({ squares }) => squares[b]))),
    };
  } finally {
    dispose();
  }
}

/** vᵀJv and ‖vᵀJ‖² of each sample, for random signs v. */
function quadraticForms(apply: (v: tf.Tensor) => tf.Tensor, z: tf.Tensor, below: (n: number) => number) {
  const [traces, squares] = tf.tidy(() => {
    const signs = Float32Array.from({ length: z.size }, () => 2 * below(2) - 1);
    const v = tf.tensor(signs, z.shape);
    const product = apply(v);
    const sums = (values: tf.Tensor) => tf.sum(tf.reshape(values, [z.shape[0], -1]), 1);
    return [sums(tf.mul(v, product)), sums(tf.square(product))];
  });
  const numbers = { traces: Array.from(traces.dataSync()), squares: Array.from(squares.dataSync()) };
  tf.dispose([traces, squares]);
  return numbers;
}

function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const value = values.reduce((sum, each) => sum + each, 0) / n;
  const squares = values.reduce((sum, each) => sum + (each - value) ** 2, 0);
  return { value, error: Math.sqrt(squares / (n - 1) / n) };
}
