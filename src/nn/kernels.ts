import * as tf from '@tensorflow/tfjs-node';

// TensorFlow's operations without what tfjs wraps around them: attributes that TensorFlow infers by itself, a tensor object, a scope and a
// tape's node for every intermediate result. On small matrices that is half of the time of an operation.

/** A tensor inside TensorFlow. */
export interface Handle {
  id: number;
  shape: number[];
  dtype: number;
}

interface Attribute {
  name: string;
  type: number;
  value: boolean | number;
}

interface Binding {
  executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): Handle[];
  createTensor(shape: number[], dtype: number, values: Int32Array | Float32Array): number;
  deleteTensor(id: number): void;
  readonly [constant: `TF_${string}`]: number;
}

interface NodeBackend {
  binding: Binding;
  getInputTensorIds(tensors: tf.Tensor[]): number[];
  createOutputTensor(handle: Handle): tf.Tensor;
}

const backend = () => tf.backend() as unknown as NodeBackend;

/** Small tensors that never change, by their contents; made once and never freed. */
const constants = new Map<string, Handle>();

function constant(shape: number[], values: Int32Array | Float32Array): Handle {
  const key = `${values instanceof Int32Array ? 'i' : 'f'}${shape}:${values}`;
  let handle = constants.get(key);
  if (!handle) {
    const { binding } = backend();
    const dtype = values instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT;
    handle = { id: binding.createTensor(shape, dtype, values), shape, dtype };
    constants.set(key, handle);
  }
  return handle;
}

/** A list of integers, as operations take shapes, axes and orders. */
export const integers = (...values: number[]): Handle => constant([values.length], Int32Array.from(values));

/** A number that broadcasts. */
export const number = (value: number): Handle => constant([], Float32Array.of(value));

/** A small matrix of numbers. */
export const matrix = (rows: number[][]): Handle =>
  constant([rows.length, rows[0].length], Float32Array.from(rows.flat()));

/** The operations of one function; {@link kernels} frees all their results but those asked for. */
export class Kernels {
  private readonly node = backend();
  private readonly made: Handle[] = [];

  private run(name: string, inputs: Handle[], attributes: Attribute[] = []): Handle {
    const ids = inputs.map(({ id }) => id);
    const [result] = this.node.binding.executeOp(name, attributes, ids, 1);
    this.made.push(result);
    return result;
  }

  private flag(name: string, value: boolean): Attribute {
    return { name, type: this.node.binding.TF_ATTR_BOOL, value };
  }

  /** A tensor of tfjs as an argument. It stays its owner's. */
  of(tensor: tf.Tensor): Handle {
    const [id] = this.node.getInputTensorIds([tensor]);
    return { id, shape: tensor.shape, dtype: 0 };
  }

  /** Matrices: a b, each transposed first if so asked. */
  matMul(a: Handle, b: Handle, transposeA = false, transposeB = false): Handle {
    return this.run('MatMul', [a, b], [this.flag('transpose_a', transposeA), this.flag('transpose_b', transposeB)]);
  }

  /** The last two axes of higher tensors: a b. */
  batchMatMul(a: Handle, b: Handle, transposeA = false, transposeB = false): Handle {
    return this.run('BatchMatMulV2', [a, b], [this.flag('adj_x', transposeA), this.flag('adj_y', transposeB)]);
  }

  reshape(x: Handle, ...shape: number[]): Handle {
    return this.run('Reshape', [x, integers(...shape)]);
  }

  transpose(x: Handle, ...order: number[]): Handle {
    return this.run('Transpose', [x, integers(...order)]);
  }

  /** Over the last axis, which stays with length 1. */
  mean(x: Handle): Handle {
    return this.run('Mean', [x, integers(x.shape.length - 1)], [this.flag('keep_dims', true)]);
  }

  /** Over the last axis, which stays with length 1. */
  sum(x: Handle): Handle {
    return this.run('Sum', [x, integers(x.shape.length - 1)], [this.flag('keep_dims', true)]);
  }

  addAll(...terms: Handle[]): Handle {
    const { TF_ATTR_INT, TF_ATTR_TYPE, TF_FLOAT } = this.node.binding;
    return this.run('AddN', terms, [
      { name: 'N', type: TF_ATTR_INT, value: terms.length },
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    ]);
  }

  add = (a: Handle, b: Handle): Handle => this.run('AddV2', [a, b]);
  sub = (a: Handle, b: Handle): Handle => this.run('Sub', [a, b]);
  mul = (a: Handle, b: Handle): Handle => this.run('Mul', [a, b]);
  square = (x: Handle): Handle => this.run('Square', [x]);
  rsqrt = (x: Handle): Handle => this.run('Rsqrt', [x]);
  sigmoid = (x: Handle): Handle => this.run('Sigmoid', [x]);
  /** dy·y·(1 − y), the gradient of the sigmoid whose value was y. */
  sigmoidGrad = (y: Handle, dy: Handle): Handle => this.run('SigmoidGrad', [y, dy]);
  softmax = (x: Handle): Handle => this.run('Softmax', [x]);

  /** These results as tensors of tfjs, in whose scopes they are from now on; the others are freed. */
  end(results: Handle[]): tf.Tensor[] {
    const kept = new Set(results);
    for (const handle of this.made) if (!kept.has(handle)) this.node.binding.deleteTensor(handle.id);
    return results.map((handle) => this.node.createOutputTensor(handle));
  }
}

/** What a function returns of the operations that it runs. TensorFlow.js counts none of the others: they are freed, also if one of them fails. */
export function kernels(run: (k: Kernels) => Handle[]): tf.Tensor[] {
  const k = new Kernels();
  let results: Handle[] = [];
  try {
    results = run(k);
  } catch (error) {
    k.end([]);
    throw error;
  }
  return k.end(results);
}
