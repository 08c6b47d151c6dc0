// What a computation takes, in counts that no clock and no other process can change: blocks of JavaScript that were executed, bytes of typed arrays
// and of tensors, multiplications in products of matrices. Counting slows everything down: never in a process that measures times.
import { Session } from 'node:inspector';

const session = new Session();
session.connect();

/** The inspector answers at once within its own thread. */
function ask(method, parameters) {
  let answer;
  session.post(method, parameters, (error, result) => {
    if (error) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer;
}

/** Has blocks counted from here on; before the library is loaded, for V8 marks the blocks of what it compiles from then on. */
export function countFromHere() {
  ask('Profiler.enable');
  ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
}

/**
 * How many blocks of code were executed: the bodies of functions, loops and branches, as V8 counts them for coverage. It grows as the number of
 * operations does, but not for what Node's own code does (sort, copy, fill).
 */
export function countBlocks(call) {
  ask('Profiler.takePreciseCoverage'); // which sets all to zero
  call();
  const { result } = ask('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => !url.startsWith('node:') && url !== import.meta.url)
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}

let arrayBytes = 0;

/** Has every typed array that is made from here on counted; before the library is loaded. */
export function countTypedArrays() {
  for (const name of ['Float64Array', 'Float32Array', 'Int32Array', 'Uint32Array', 'Uint8Array']) {
    const counted = new Proxy(globalThis[name], {
      construct(target, args, newTarget) {
        const array = Reflect.construct(target, args, newTarget);
        if (!(args[0] instanceof ArrayBuffer)) arrayBytes += array.byteLength;
        return array;
      },
    });
    globalThis[name].prototype.constructor = counted; // what slice and map make
    globalThis[name] = counted;
  }
}

/** Bytes of all typed arrays that were made, including those that were given back. */
export function countBytes(call) {
  const before = arrayBytes;
  call();
  return arrayBytes - before;
}

const size = (shape) => shape.reduce((product, length) => product * length, 1);

/** Of the product of matrices (or of stacks of them) with these numbers of elements. */
function multiplications(a, b, out) {
  const stacked = size(out.slice(0, -2));
  return Math.sqrt((size(a) * size(b) * size(out)) / stacked);
}

/**
 * Watches TensorFlow itself, so that nothing escapes; before anything makes a tensor.
 *
 * @returns a function that runs a call and returns its peak of bytes and of tensors above what there was before, how many operations it ran, and
 *   how many multiplications its products of matrices have
 */
export function watchTensors(tf) {
  const backend = tf.backend();
  const { binding } = backend;
  const alive = new Map();
  let now = { bytes: 0, operations: 0, multiplications: 0, peakBytes: 0, peakTensors: 0 };
  const born = (id, shape) => {
    alive.set(id, shape);
    now.bytes += 4 * size(shape);
    now.peakBytes = Math.max(now.peakBytes, now.bytes);
    now.peakTensors = Math.max(now.peakTensors, alive.size);
  };
  const watched = {
    createTensor(shape, ...rest) {
      const id = binding.createTensor(shape, ...rest);
      born(id, shape);
      return id;
    },
    executeOp(name, attributes, inputs, outputs) {
      const results = binding.executeOp(name, attributes, inputs, outputs);
      now.operations++;
      for (const { id, shape } of results) born(id, shape);
      if (/MatMul/.test(name)) {
        const [a, b] = inputs.map((id) => alive.get(id));
        now.multiplications += multiplications(a, b, results[0].shape);
      }
      return results;
    },
    deleteTensor(id) {
      now.bytes -= 4 * size(alive.get(id) ?? [0]);
      alive.delete(id);
      return binding.deleteTensor(id);
    },
  };
  for (const name of Object.getOwnPropertyNames(binding))
    watched[name] ??= typeof binding[name] === 'function' ? binding[name].bind(binding) : binding[name];
  backend.binding = watched;
  return (call) => {
    const before = { bytes: now.bytes, tensors: alive.size };
    now = { bytes: now.bytes, operations: 0, multiplications: 0, peakBytes: now.bytes, peakTensors: alive.size };
    call();
    const { operations, multiplications, peakBytes, peakTensors } = now;
    return {
      operations,
      multiplications,
      bytes: peakBytes - before.bytes,
      tensors: peakTensors - before.tensors,
    };
  };
}
