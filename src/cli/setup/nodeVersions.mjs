import { cpSync, mkdirSync } from 'node:fs';
import { command } from './command.mjs';
import { inProject, inState } from './paths.mjs';
import { digest } from './stamp.mjs';

const folder = () => inState('node-versions');

/**
 * The other Node releases that the tests try, from npm's packages of Node.
 * @type {import('./steps.mjs').Step}
 */
export const nodeVersions = {
  name: 'node-versions',
  title: 'other Node releases for the tests',
  needs: [],
  inputs: () => digest(['test/node-versions']),
  outputs: () =>
    process.platform === 'linux' && process.arch === 'x64'
      ? [inState('node-versions', 'node_modules', 'node-26', 'bin', 'node')]
      : [],
  async run() {
    if (process.platform !== 'linux' || process.arch !== 'x64') return;
    mkdirSync(folder(), { recursive: true });
    cpSync(inProject('test', 'node-versions'), folder(), { recursive: true });
    await command('npm', ['ci', '--ignore-scripts', '--prefix', folder()], {
      log: 'node-versions',
      doing: 'Installing other Node releases',
      cure: 'Run the command again.',
    });
  },
};
