import { rmSync } from 'node:fs';
import { command } from './command.mjs';
import { inProject, inState } from './paths.mjs';
import { findPython } from './python.mjs';
import { digest } from './stamp.mjs';

const program = (/** @type {string} */ name) =>
  process.platform === 'win32' ? inState('study', 'Scripts', `${name}.exe`) : inState('study', 'bin', name);

/**
 * Snakemake, in an environment of its own: its many packages have nothing to do with Jupyter's.
 * @type {import('./steps.mjs').Step}
 */
export const study = {
  name: 'study',
  title: 'Snakemake',
  needs: [],
  inputs: () => digest(['requirements-study.txt', 'src/cli/setup/study.mjs'], [inProject()]),
  outputs: () => [program('snakemake')],
  async run() {
    rmSync(inState('study'), { recursive: true, force: true });
    await command(findPython([3, 11], 'Snakemake'), ['-m', 'venv', inState('study')], {
      log: 'study',
      doing: 'Making the Python environment of Snakemake',
      cure: 'See what it printed; on Debian and Ubuntu: apt install python3-venv.',
    });
    await command(
      program('python'),
      ['-m', 'pip', 'install', '--disable-pip-version-check', '--require-hashes', '-r', 'requirements-study.txt'],
      { log: 'study', doing: 'Installing Snakemake', cure: 'Run the command again.' },
    );
  },
};
