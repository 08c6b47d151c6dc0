import { mkdirSync, rmSync } from 'node:fs';
import { command } from './command.mjs';
import { inProject, inState } from './paths.mjs';
import { findPython } from './python.mjs';
import { digest } from './stamp.mjs';

// What `npm run bench` compares with, each in an environment of its own: nothing else of the project sees it.

const cure = 'Run the command again; comparisons with other peers run without it.';

/**
 * A program of a peer's Python environment.
 * @param {string} name of the peer
 * @param {string} [program]
 */
export const peerProgram = (name, program = 'python') =>
  process.platform === 'win32'
    ? inState('peers', name, 'Scripts', `${program}.exe`)
    : inState('peers', name, 'bin', program);

/** The folder of Deno's packages. */
export const denoFolder = () => inState('peers', 'deno');

/**
 * @param {string} name
 * @param {string} title
 * @param {string[]} packages
 * @returns {import('./steps.mjs').Step}
 */
const pythonPeer = (name, title, packages) => ({
  name: `peer-${name}`,
  title,
  needs: [],
  inputs: () => digest([], [packages, inProject()]), // an environment knows its own path
  outputs: () => [peerProgram(name)],
  async run() {
    const folder = inState('peers', name);
    rmSync(folder, { recursive: true, force: true });
    await command(findPython([3, 11], title), ['-m', 'venv', folder], {
      log: 'peers',
      doing: `Making the Python environment of ${title}`,
      cure: 'See what it printed; on Debian and Ubuntu: apt install python3-venv.',
    });
    const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary=:all:'];
    await command(peerProgram(name), [...install, ...packages], { log: 'peers', doing: `Installing ${title}`, cure });
  },
});

export const scipyPeer = pythonPeer('scipy', 'SciPy', ['scipy==1.17.1', 'numpy==2.4.6']);

export const torchPeer = pythonPeer('torch', 'PyTorch and torchdeq (on Linux about 5 GB)', [
  'torch==2.15.0',
  'torchdeq==0.1.0',
  'numpy==2.4.6',
]);

export const jupyterPeer = pythonPeer('jupyter', 'ipykernel and jupyter_kernel_test', [
  'ipykernel==7.4.0',
  'jupyter-kernel-test==0.7.0',
  'jupyter-client==8.10.0',
]);

const denoVersion = '2.9.6';

/** @type {import('./steps.mjs').Step} */
export const denoPeer = {
  name: 'peer-deno',
  title: 'Deno',
  needs: [],
  inputs: () => digest([], [denoVersion]),
  outputs: () => [`${denoFolder()}/node_modules/@deno`],
  async run() {
    const folder = denoFolder();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const options = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
    await command('npm', ['install', ...options, `deno@${denoVersion}`], {
      log: 'peers',
      doing: 'Installing Deno',
      cure,
    });
  },
};
