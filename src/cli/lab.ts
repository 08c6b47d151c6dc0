import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { rebuildOnChange } from './rebuildOnChange';
import { python } from './report/places';

// npm run lab: JupyterLab on the notebooks; after an edit in src/ the library is built, so that a restart of the kernel is enough.
// Arguments go to JupyterLab (npm run lab -- --no-browser --port 9000), except --no-watch, which leaves the building out.

const project = join(__dirname, '..', '..');
const kept = join(project, '.setup', 'jupyter');

const readOnlyProject =
  'This project cannot be written to: notebooks open and run, but nothing is saved, and settings last until JupyterLab ends. To keep work, copy the project to a place of your own.';

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A folder that goes with this process. */
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polezero-lab-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** JupyterLab keeps settings, open tabs and trust in the project, not in the home folder, unless told otherwise. */
function environment(): NodeJS.ProcessEnv {
  const forNow = isWritable(kept) ? undefined : temporary();
  if (forNow) console.log(readOnlyProject);
  const state = forNow ?? kept;
  return {
    JUPYTER_CONFIG_DIR: join(state, 'config'),
    JUPYTER_DATA_DIR: join(state, 'data'),
    JUPYTER_RUNTIME_DIR: join(state, 'runtime'),
    ...process.env,
    ...(forNow && { TMPDIR: forNow }), // where Jupyter puts, and leaves, the checkpoints of what it cannot write beside
    JUPYTER_CONFIG_PATH: [join(project, 'src', 'cli', 'lab'), process.env.JUPYTER_CONFIG_PATH]
      .filter(Boolean)
      .join(delimiter),
  };
}

const startServer = (given: string[]): ChildProcess =>
  spawn(python(), ['-m', 'jupyterlab', ...given], { cwd: project, env: environment(), stdio: 'inherit' });

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
