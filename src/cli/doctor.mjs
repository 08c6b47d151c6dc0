// One line per part: version, where, works or how to mend it. Node built-ins only, so that it can tell why a set-up failed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inProject, inState, root, venvProgram } from './setup/paths.mjs';
import { findPython } from './setup/python.mjs';

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', timeout: 60_000 });
  if (result.error || result.status !== 0)
    throw new Error(lastLine(result.stderr) || result.error?.message || `exit ${result.status}`);
  return result.stdout.trim();
}

const lastLine = (/** @type {string | undefined} */ text) => text?.trim().split('\n').at(-1) ?? '';
const version = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(inProject('node_modules', name, 'package.json'), 'utf8')).version;
const setUp = 'npm run setup';

/** @type {[string, () => string, string][]} part, how it is tried (throws, or its version and place), cure */
const parts = [
  ['Node', () => `${process.versions.node} (${process.execPath})`, 'install Node 20.19 or newer'],
  ['npm', () => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['--version']), 'install npm'],
  [
    'Python',
    () => run(findPython(), ['-c', 'import sys; print(sys.version.split()[0], f"({sys.executable})")']),
    'apt install python3 python3-venv',
  ],
  [
    'C++ compiler',
    () => run(process.env.CXX || 'g++', ['--version']).split('\n')[0],
    'apt install g++, or name one in CXX',
  ],
  [
    'npm packages',
    () => ['tslab', 'danfojs-node', 'plotly.js-dist'].map((name) => `${name} ${version(name)}`).join(', '),
    setUp,
  ],
  ['TensorFlow', tensorflow, `rm -r .setup/tensorflow; ${setUp}`],
  [
    'library',
    () =>
      run(process.execPath, [
        '-p',
        "require('polezero/package.json').version + ', ' + Object.keys(require('polezero/dsp')).length + ' functions in polezero/dsp'",
      ]),
    setUp,
  ],
  [
    'JupyterLab',
    () =>
      run(venvProgram('python'), [
        '-c',
        'import jupyterlab, nbconvert, papermill; print(jupyterlab.__version__ + ", nbconvert " + nbconvert.__version__ + ", papermill " + papermill.__version__)',
      ]),
    `rm -r .venv; ${setUp}`,
  ],
  ['Plotly renderer', plotlyRenderer, `rm -r .venv; ${setUp}`],
  ['kernel', kernel, setUp],
  [
    'report template',
    () =>
      run(venvProgram('python'), [
        '-c',
        'from nbconvert import HTMLExporter; e = HTMLExporter(template_name="polezero"); e.template; print(e.template_name)',
      ]),
    setUp,
  ],
];

function tensorflow() {
  const code =
    "const {tf} = require('polezero/nn'); console.log(tf.getBackend(), tf.version['tfjs-node'], tf.backend().binding.TF_Version ?? '')";
  const [backend, binding, library] = run(process.execPath, ['-e', code]).split(' ');
  if (backend !== 'tensorflow') throw new Error(`backend '${backend}'`);
  return `tfjs-node ${binding}, library ${library} (${relative(root, inState('tensorflow'))})`;
}

function plotlyRenderer() {
  const folder = inProject('.venv', 'share', 'jupyter', 'labextensions', 'jupyterlab-plotly');
  return `jupyterlab-plotly ${JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).version}`;
}

function kernel() {
  const file = inProject('.venv', 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');
  const { argv, display_name: name } = JSON.parse(readFileSync(file, 'utf8'));
  const missing = argv.slice(0, 2).find((/** @type {string} */ path) => !existsSync(path));
  if (missing) throw new Error(`${missing} is gone`);
  const answer = run(venvProgram('python'), ['-c', probe]);
  return `${name}: ${answer} (${relative(root, file)})`;
}

const probe = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=60)
try:
    client.execute_interactive("6 * 7", timeout=60, output_hook=lambda m: print(m["content"]["data"]["text/plain"], end="") if m["msg_type"] == "execute_result" else None)
    print(" is 6 * 7, in TypeScript " + client.kernel_info(reply=True, timeout=10)["content"]["language_info"]["version"])
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
`;

let broken = 0;
for (const [name, attempt, cure] of parts) {
  try {
    console.log(`✓ ${name.padEnd(16)} ${attempt()}`);
  } catch (error) {
    broken++;
    console.log(`✗ ${name.padEnd(16)} ${/** @type {Error} */ (error).message}\n  ${''.padEnd(16)} cure: ${cure}`);
  }
}
if (broken)
  console.log(
    `\n${broken} of ${parts.length} parts do not work. Mend the first one first; the set-up's output is in .setup/logs.`,
  );
process.exitCode = broken ? 1 : 0;
