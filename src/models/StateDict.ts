import * as tf from '@tensorflow/tfjs-node';
import { shown } from '../numeric/check';

/** Named arrays, with the names and layouts ([out, in]) of the published PyTorch checkpoints. */
export type StateDict = Record<string, { shape: number[]; data: Float32Array }>;

/** What is published as one matrix and kept here as several, in the order of its rows. */
const fused: Record<string, readonly string[]> = {
  'qkv_proj.weight': ['q_proj.weight', 'k_proj.weight', 'v_proj.weight'],
  'gate_up_proj.weight': ['gate_proj.weight', 'up_proj.weight'],
};

/** The published name of a tensor and which part of it this is: one of several only if all of them are there, and alike. */
function publishedPlace(
  name: string,
  tensors: Record<string, tf.Tensor>,
): { published: string; part: number; parts: number } {
  for (const [whole, ends] of Object.entries(fused)) {
    const part = ends.findIndex((end) => name.endsWith(end));
    if (part < 0) continue;
    const stem = name.slice(0, -ends[part].length);
    const { shape } = tensors[name];
    const isAlike = (end: string) => stem + end in tensors && shown(tensors[stem + end].shape) === shown(shape);
    if (shape.length > 0 && ends.every(isAlike) && !(stem + whole in tensors))
      return { published: stem + whole, part, parts: ends.length };
  }
  return { published: name, part: 0, parts: 1 };
}

const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/**
 * The tensors as a state dict, with `prefix` before every name. `q_proj`, `k_proj` and `v_proj`, or `gate_proj` and `up_proj`, become one
 * matrix, as published, where all of them are there and equal in shape; tensors of a network of one's own that only share some of these names
 * keep them.
 */
export function toStateDict(tensors: Record<string, tf.Tensor>, prefix = ''): StateDict {
  const dict: StateDict = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    const { published, part, parts } = publishedPlace(name, tensors);
    const { shape } = tensor;
    dict[prefix + published] ??= {
      shape: parts === 1 ? shape : [shape[0] * parts, ...shape.slice(1)],
      data: new Float32Array(tensor.size * parts),
    };
    dict[prefix + published].data.set(tensor.dataSync(), part * tensor.size);
  }
  return dict;
}

/** What torch.compile and the published wrappers put before the names of the inner model. */
const wrappers = /^(_orig_mod\.)?(model\.)?(inner\.)?/;

/**
 * Gives variables their values from a state dict as {@link toStateDict} makes it, whichever of the published prefixes its names have.
 *
 * @throws RangeError if a tensor is missing, has another shape or is not among the variables; nothing is changed then
 */
export function fromStateDict(variables: Record<string, tf.Variable>, dict: StateDict): void {
  const given = new Map(Object.entries(dict).map(([name, value]) => [name.replace(wrappers, ''), value]));
  const used = new Set<string>();
  const values = Object.entries(variables).map(([name, variable]) => {
    const { published, part, parts } = publishedPlace(name, variables);
    const { shape: own, size: count } = variable;
    const value = given.get(published);
    if (!value) throw new RangeError(`The state dict has no '${published}'; it has ${[...given.keys()].join(', ')}.`);
    const shape = parts === 1 ? own : [own[0] * parts, ...own.slice(1)];
    if (shown(value.shape) !== shown(shape) || value.data.length !== size(shape))
      throw new RangeError(
        `'${published}' is ${value.data.length} numbers of shape ${shown(value.shape)}; this configuration needs ${shown(shape)}.`,
      );
    used.add(published);
    return value.data.subarray(part * count, (part + 1) * count);
  });
  const unknown = [...given.keys()].filter((name) => !used.has(name));
  if (unknown.length > 0)
    throw new RangeError(`The state dict also has ${unknown.join(', ')}, for which this configuration has no place.`);
  tf.tidy(() => {
    for (const [i, variable] of Object.values(variables).entries())
      variable.assign(tf.tensor(values[i], variable.shape));
  });
}
