import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComplexArray } from 'polezero/numeric';

// The compiled tests read the values where they lie.
const read = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', '..', '..', 'test', 'dsp', 'golden', name), 'utf8'));

/** Values that SciPy computed, by generate.py. */
export const golden = read('scipy.json');

/** Values that SciPy computed, by generate_filtering.py. */
export const goldenFiltering = read('filtering.json');

/** Values that SciPy computed, by generate_fir.py. */
export const goldenFir = read('fir.json');

/** Values that SciPy computed, by generate_iir.py. */
export const goldenIir = read('iir.json');

/** Calls of every function with SciPy's results, by oracle/generate.ts. */
export const goldenCalls = read('calls.json');

/** Asserts that two arrays agree within `tolerance` of the larger array's largest value. */
export function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, message = ''): void {
  assert.equal(actual.length, expected.length, `${message} length`);
  const size = Math.max(1e-300, ...Array.from(expected, Math.abs));
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    assert(error <= tolerance * size, `${message} [${i}]: ${actual[i]}, expected ${expected[i]}; off by ${error / size} of ${size}`);
  }
}

/** Asserts that two sets of complex numbers agree, in whatever order, each within `tolerance` of its size. */
export function assertSameSet(actual: ComplexArray, expected: ComplexArray, tolerance: number, message = ''): void {
  assert.equal(actual.re.length, expected.re.length, `${message}: how many`);
  const left = Array.from(expected.re, (re, i) => ({ re, im: expected.im[i] }));
  for (const [i, re] of actual.re.entries()) {
    const distances = left.map((value) => Math.hypot(value.re - re, value.im - actual.im[i]));
    const nearest = distances.indexOf(Math.min(...distances));
    const [value] = left.splice(nearest, 1);
    const size = Math.hypot(value.re, value.im) || 1;
    assert(distances[nearest] <= tolerance * size, `${message}: ${re}, ${actual.im[i]}; off by ${distances[nearest] / size}`);
  }
}
