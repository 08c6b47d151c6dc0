import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The values are computed by generate.py; the compiled tests read them where they lie.
const file = join(__dirname, '..', '..', '..', '..', 'test', 'dsp', 'golden', 'scipy.json');

/** Values that SciPy computed. */
export const golden = JSON.parse(readFileSync(file, 'utf8'));

/** Asserts that two arrays agree within `tolerance` of the larger array's largest value. */
export function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, message = ''): void {
  assert.equal(actual.length, expected.length, `${message} length`);
  const size = Math.max(1e-300, ...Array.from(expected, Math.abs));
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    assert(error <= tolerance * size, `${message} [${i}]: ${actual[i]}, expected ${expected[i]}; off by ${error / size} of ${size}`);
  }
}
