import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from 'polezero/nn';

export { assertClose } from '../../dsp/golden';

// The compiled tests read the values where they lie.
const read = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', '..', '..', 'test', 'nn', 'golden', name), 'utf8'));

/** Values that PyTorch computed in float64, by generate.py. */
export const layers = read('layers.json');

/** Steps of the optimisers in float64, by generate.py. */
export const optimizers = read('optimizers.json');

/** Uniform numbers in [0, 1): the same as the generating scripts draw. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Uniform numbers of the given standard deviation, as the generating scripts fill their inputs. */
export function fill(shape: readonly number[], std: number, seed: number): Float32Array {
  const uniform = mulberry32(seed);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (2 * uniform() - 1) * Math.sqrt(3) * std);
}

/** A case of layers.json: inputs from the seeds 1, 2, … and the gradients of Σ f·w for a w from seed 100. */
export interface Case {
  shapes: number[][];
  y: number[];
  gradients: number[][];
}

/** The value of `f` on a case's inputs and its gradients, as plain numbers. */
export function evaluate(f: (...inputs: tf.Tensor[]) => tf.Tensor, { shapes }: Case, scale = 1) {
  const before = tf.memory().numTensors;
  const tensors = tf.tidy(() => {
    const inputs = shapes.map((shape, i) => {
      const std = i === 0 ? scale : shape[shape.length - 1] ** -0.5;
      return tf.tensor(fill(shape, std, 1 + i), shape);
    });
    const y = f(...inputs);
    const w = tf.tensor(fill(y.shape, 1, 100), y.shape);
    return [y, ...tf.grads(f)(inputs, w)];
  });
  const [y, ...gradients] = tensors.map((tensor) => tensor.dataSync());
  tf.dispose(tensors);
  return { y, gradients, leaked: tf.memory().numTensors - before };
}
