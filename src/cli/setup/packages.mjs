import { command } from './command.mjs';
import { inProject } from './paths.mjs';
import { Problem } from './problem.mjs';
import { digest } from './stamp.mjs';

/**
 * The npm packages, exactly as package-lock.json names them. No install scripts run: the one that is needed is tensorflow.mjs.
 * @type {import('./steps.mjs').Step}
 */
export const packages = {
  name: 'packages',
  title: 'npm packages',
  needs: [],
  inputs: () => digest(['package-lock.json'], [process.platform, process.arch]),
  outputs: () => [
    inProject('node_modules', '.package-lock.json'),
    inProject('node_modules', 'polezero', 'package.json'),
  ],
  async run() {
    await command('npm', ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'], {
      log: 'packages',
      doing: 'Installing the npm packages',
      cure: 'Run the command again.',
      missing: new Problem(
        'npm was not found.',
        'Install npm (it comes with Node; on Debian: apt install npm) and run the command again.',
      ),
    });
  },
};
