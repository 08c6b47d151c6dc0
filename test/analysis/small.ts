import { type Network, TinyRecursiveModel, type TrmConfig } from 'polezero/models';
import { tf } from 'polezero/nn';

export const config: TrmConfig = {
  vocabSize: 6,
  seqLen: 4,
  hiddenSize: 4,
  numHeads: 1,
  lLayers: 1,
  ffMultiple: 4,
  hCycles: 2,
  lCycles: 1,
  posEncodings: 'learned',
};

export const inputs = Int32Array.from({ length: 12 }, (_, i) => 1 + ((7 * i) % 5));

/** h ← hA + xB, at each position: a filter whose poles are A's eigenvalues. */
export function linearNetwork(a: number[][], b: number[][]): Network {
  const [matrix, input] = [a, b].map((values) => tf.tidy(() => tf.variable(tf.tensor2d(values))));
  const times = (z: tf.Tensor3D, weight: tf.Tensor) =>
    tf.reshape(tf.matMul(tf.reshape(z, [-1, a.length]), weight), z.shape) as tf.Tensor3D;
  return {
    parameters: { a: matrix, b: input },
    apply: (hidden, injection) => tf.tidy(() => tf.add(times(hidden, matrix), times(injection, input))),
    dispose: () => tf.dispose([matrix, input]),
  };
}

/** One state, one call of such a network per recursion. */
export const linearModel = (a: number[][], b: number[][], changes: Partial<TrmConfig> = {}): TinyRecursiveModel =>
  new TinyRecursiveModel(
    { ...config, hiddenSize: a.length, recursion: 'unrolled', lCycles: 1, hCycles: 1, ...changes },
    0,
    { networks: { L_level: linearNetwork(a, b) } },
  );

/** Weights times a factor: below 1 the network contracts. */
export function scaled(model: TinyRecursiveModel, factor: number): TinyRecursiveModel {
  for (const network of Object.values(model.networks))
    for (const weight of Object.values(network.parameters)) tf.tidy(() => weight.assign(weight.mul(factor)));
  return model;
}

/** The model, of which a recursion fails: the one after so many. */
export function failing(model: TinyRecursiveModel, after: number): TinyRecursiveModel {
  const recurse = model.recurse.bind(model);
  let count = 0;
  model.recurse = (...from) => {
    if (count++ === after) throw new Error('It fails.');
    return recurse(...from);
  };
  return model;
}
