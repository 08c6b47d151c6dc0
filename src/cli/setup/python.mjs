import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { command } from './command.mjs';
import { inProject, venvProgram } from './paths.mjs';
import { Problem } from './problem.mjs';
import { digest, readStamp } from './stamp.mjs';

/**
 * The first Python that is new enough: POLEZERO_PYTHON if set, else those on the PATH.
 * @param {[number, number]} oldest
 * @param {string} [needer] what needs one that new, if not everything does
 */
export function findPython(oldest = [3, 10], needer) {
  const wanted = process.env.POLEZERO_PYTHON;
  const names = wanted ? [wanted] : ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
  const found = [];
  for (const name of names) {
    const result = spawnSync(name, ['-c', 'import sys; print(*sys.version_info[:3]); print(sys.executable)'], {
      encoding: 'utf8',
    });
    if (result.status !== 0) continue;
    const [version, path] = result.stdout.trim().split('\n');
    const [major, minor] = version.split(' ').map(Number);
    if (major === oldest[0] && minor >= oldest[1]) return path;
    found.push(`${name} is ${version.replaceAll(' ', '.')}`);
  }
  throw new Problem(
    `No Python ${oldest.join('.')} or newer was found${needer ? `, which ${needer} needs` : ''}${found.length ? ` (${found.join(', ')})` : wanted ? ` at POLEZERO_PYTHON=${wanted}` : ''}.`,
    'Install one (Debian, Ubuntu: apt install python3 python3-venv; elsewhere: python.org), or name one in POLEZERO_PYTHON.',
  );
}

/**
 * @param {string} requirements
 * @param {string} log
 */
const install = (requirements, log) =>
  command(
    venvProgram('python'),
    ['-m', 'pip', 'install', '--disable-pip-version-check', '--require-hashes', '-r', requirements],
    {
      log,
      doing: `Installing the Python packages of ${requirements}`,
      cure: 'Run the command again.',
    },
  );

/**
 * JupyterLab, nbconvert, papermill and Plotly's renderer in the project's own environment.
 * @type {import('./steps.mjs').Step}
 */
export const python = {
  name: 'python',
  title: 'Python environment (JupyterLab, nbconvert, papermill)',
  needs: [],
  inputs: () => digest(['requirements.txt'], [inProject()]), // an environment knows its own path: a moved folder gets a new one
  outputs: () => [venvProgram('python'), venvProgram('jupyter')],
  async run() {
    rmSync(inProject('.venv'), { recursive: true, force: true });
    const cure = 'See what it printed; on Debian and Ubuntu: apt install python3-venv.';
    await command(findPython(), ['-m', 'venv', '.venv'], {
      log: 'python',
      doing: 'Making the Python environment',
      cure,
    });
    await install('requirements.txt', 'python');
  },
};

/**
 * What only the tests need: kernel conformance suites, nbmake, nbval, SciPy.
 * @type {import('./steps.mjs').Step}
 */
export const pythonForTests = {
  name: 'python-test',
  title: 'Python packages for the tests',
  needs: ['python'],
  inputs: () => digest(['requirements-test.txt'], [readStamp('python')]),
  outputs: () => [venvProgram('pytest')],
  run: () => install('requirements-test.txt', 'python-test').then(() => {}),
};
