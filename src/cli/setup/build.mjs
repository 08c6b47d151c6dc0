import { existsSync, renameSync, rmSync } from 'node:fs';
import { command } from './command.mjs';
import { inProject } from './paths.mjs';
import { digest } from './stamp.mjs';

const compile = (/** @type {string} */ project, /** @type {string} */ outDir, /** @type {string} */ log) =>
  command(
    process.execPath,
    [inProject('node_modules', 'typescript', 'bin', 'tsc'), '-p', project, '--outDir', outDir],
    {
      log,
      doing: `Compiling ${project}`,
      cure: 'Mend the type errors above.',
    },
  );

/**
 * The library: src → dist. Swapped in whole, so that a failed build leaves the last good one.
 * @type {import('./steps.mjs').Step}
 */
export const build = {
  name: 'build',
  title: 'library',
  needs: ['packages'],
  inputs: () => digest(['src', 'tsconfig.json', 'package.json']),
  outputs: () => [inProject('dist', 'dsp', 'index.js')],
  async run() {
    const [dist, fresh, old] = ['dist', 'dist.new', 'dist.old'].map((name) => inProject(name));
    rmSync(fresh, { recursive: true, force: true });
    await compile('tsconfig.json', fresh, 'build');
    rmSync(old, { recursive: true, force: true });
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
    rmSync(old, { recursive: true, force: true });
  },
};

/**
 * The tests: test → build/test.
 * @type {import('./steps.mjs').Step}
 */
export const buildTests = {
  name: 'build-tests',
  title: 'tests',
  needs: ['build'],
  inputs: () => digest(['src', 'test', 'tsconfig.json']),
  outputs: () => [inProject('build', 'test')],
  async run() {
    rmSync(inProject('build', 'test'), { recursive: true, force: true });
    await compile('test/tsconfig.json', inProject('build', 'test'), 'build-tests');
  },
};
