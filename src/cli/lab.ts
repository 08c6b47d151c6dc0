import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { rebuildOnChange } from './rebuildOnChange';
import { python } from './report/places';

// npm run lab: JupyterLab on the notebooks; after an edit in src/ the library is built, so that a restart of the kernel is enough.
// Arguments go to JupyterLab (npm run lab -- --no-browser --port 9000), except --no-watch, which leaves the building out.

const project = join(__dirname, '..', '..');
const own = (folder: string): string => join(project, '.setup', 'jupyter', folder);

// JupyterLab keeps settings, open tabs and trust here, not in the home folder, unless told otherwise.
const environment = {
  JUPYTER_CONFIG_DIR: own('config'),
  JUPYTER_DATA_DIR: own('data'),
  JUPYTER_RUNTIME_DIR: own('runtime'),
  ...process.env,
  JUPYTER_CONFIG_PATH: [join(project, 'src', 'cli', 'lab'), process.env.JUPYTER_CONFIG_PATH]
    .filter(Boolean)
    .join(delimiter),
};

const startServer = (given: string[]): ChildProcess =>
  spawn(python(), ['-m', 'jupyterlab', ...given], { cwd: project, env: environment, stdio: 'inherit' });

/** By the set-up, which swaps the library in whole: a kernel that starts meanwhile never meets half of one. */
const build = (): ChildProcess =>
  spawn(process.execPath, [join(project, 'src', 'cli', 'setup.mjs'), 'build'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });

function main(given: string[]): void {
  const server = startServer(given.filter((argument) => argument !== '--no-watch'));
  const stopWatching = given.includes('--no-watch') ? () => {} : rebuildOnChange(join(project, 'src'), build);
  // Jupyter stops cleanly on SIGTERM, kernels included. Ctrl-C reaches it by itself, too: then this is its second signal, and does no harm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill('SIGTERM'));
  server.once('exit', (status) => {
    stopWatching();
    process.exitCode = status ?? 1;
  });
}

main(process.argv.slice(2));
