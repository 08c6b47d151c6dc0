import util from 'node:util';

// Whatever loads @tensorflow/tfjs-node, here or through danfojs-node, comes after this module: import it first.

// tfjs-node 4.22 calls two functions that Node 22 warns of and Node 23 removed.
const withdrawn: Record<string, (value: unknown) => boolean> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
};
for (const [name, check] of Object.entries(withdrawn)) {
  Object.defineProperty(util, name, { value: check, configurable: true, writable: true });
}

// A project that uses the library brings TensorFlow.js itself: filters do well without its half a gigabyte.
try {
  require.resolve('@tensorflow/tfjs-node');
} catch (cause) {
  throw new Error('This part of polezero needs @tensorflow/tfjs-node: npm install @tensorflow/tfjs-node@4.22.0', {
    cause,
  });
}

// The library greets on stderr with its processor features; warnings and errors stay.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
