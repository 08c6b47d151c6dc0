import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { python } from './report/places';

// npm run lab: JupyterLab on the notebooks, and beside it the compiler, so that after an edit in src/ a restart of the kernel is enough.
// Arguments go to JupyterLab (npm run lab -- --no-browser --port 9000), except --no-watch, which leaves the compiler out.

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

/** The compiler itself: its launcher in bin/ starts it as a child, and would leave it behind when stopped. */
async function startCompiler(): Promise<ChildProcess> {
  const { default: getExePath } = await import(
    pathToFileURL(join(project, 'node_modules', 'typescript', 'lib', 'getExePath.js')).href
  );
  const options = ['--project', project, '--watch', '--preserveWatchOutput'];
  return spawn(getExePath(), options, { stdio: ['ignore', 'inherit', 'inherit'] });
}

async function main(given: string[]): Promise<void> {
  const server = startServer(given.filter((argument) => argument !== '--no-watch'));
  const compiler = given.includes('--no-watch') ? undefined : await startCompiler();
  // Jupyter stops cleanly on SIGTERM, kernels included. Ctrl-C reaches it by itself, too: then this is its second signal, and does no harm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill('SIGTERM'));
  server.once('exit', (status) => {
    compiler?.kill();
    process.exitCode = status ?? 1;
  });
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
