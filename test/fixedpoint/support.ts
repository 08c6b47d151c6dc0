import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import { tf } from 'polezero/nn';
import { type Random, random } from 'polezero/numeric';

/** A matrix in float64; states are rows, so that f(z) = zA + b. */
export type Rows = number[][];

export const normalMatrix = (n: number, { normal }: Random): Rows =>
  Array.from({ length: n }, () => Array.from({ length: n }, normal));

export const eigenvalues = (a: Rows): { re: number; im: number }[] => {
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(new Matrix(a), {
    assumeSymmetric: false,
  });
  return realEigenvalues.map((re, i) => ({ re, im: imaginaryEigenvalues[i] }));
};

export const radiusOf = (a: Rows): number => Math.max(...eigenvalues(a).map(({ re, im }) => Math.hypot(re, im)));

/** A random matrix of spectral radius `rho`. */
export function withRadius(n: number, rho: number, seed: number): Rows {
  const a = normalMatrix(n, random(seed));
  const factor = rho / radiusOf(a);
  return a.map((row) => row.map((x) => x * factor));
}

/** The z with z = zA + b. */
export function affineSolution(a: Rows, b: number[][]): number[][] {
  const identityMinus = Matrix.eye(a.length).sub(new Matrix(a)).transpose();
  return b.map((row) => solve(identityMinus, Matrix.columnVector(row)).to1DArray());
}

/** f(z) = zA + b, which keeps its two tensors for the length of the test's process. */
export function affineMap(a: Rows, b: number[][]): (z: tf.Tensor) => tf.Tensor {
  const [matrix, offset] = [tf.tensor2d(a), tf.tensor2d(b)];
  return (z) => tf.matMul(z as tf.Tensor2D, matrix).add(offset);
}

export const maxDiff = (actual: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Array.from(actual).reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);

export const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

/** Runs, and throws if tensors were left behind. */
export function withoutLeak<T>(run: () => T): T {
  const before = tf.memory().numTensors;
  const result = run();
  const left = tf.memory().numTensors - before;
  if (left !== 0) throw new Error(`${left} tensors were left behind`);
  return result;
}

/** A variable that takes the place of its first value. */
export function variableOf(value: tf.Tensor): tf.Variable {
  const variable = tf.variable(value);
  value.dispose();
  return variable;
}
