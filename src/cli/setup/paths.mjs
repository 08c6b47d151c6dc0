import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder; everything that the set-up writes is below it. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** @param {...string} parts */
export const inProject = (...parts) => join(root, ...parts);

/**
 * Stamps, lock, logs and the unpacked TensorFlow library: what survives an `npm ci`.
 * @param {...string} parts
 */
export const inState = (...parts) => inProject('.setup', ...parts);

/**
 * A program of the project's own Python environment.
 * @param {string} name
 */
export const venvProgram = (name) =>
  process.platform === 'win32' ? inProject('.venv', 'Scripts', `${name}.exe`) : inProject('.venv', 'bin', name);
