import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

// The real set-up's code in a folder of its own, with stand-ins for npm and Python that do what the case needs:
// what is tested here is how it fails, resumes and waits. That it sets up the project is what every other test rests on.

const project = join(__dirname, '..', '..', '..');
export const scratch = mkdtempSync(join(tmpdir(), 'polezero set-up '));
after(() => rmSync(scratch, { recursive: true, force: true }));

let cases = 0;
export type Programs = Record<string, string>;

/** A new project folder, and a folder of programs that comes first, or alone, on the PATH. */
export function stage(programs: Programs) {
  const folder = join(scratch, `project ${++cases}`);
  const bin = join(scratch, `bin ${cases}`);
  for (const path of [
    'src/cli/setup.mjs',
    'src/cli/setup',
    'src/files/processes.cjs',
    'package.json',
    'package-lock.json',
    'requirements.txt',
    'requirements-tensorflow.txt',
    'tsconfig.json',
  ])
    cpSync(join(project, path), join(folder, path), { recursive: true });
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) addProgram(bin, name, script);
  for (const name of ['sh', 'sleep', 'mkdir', 'cat', 'rm', 'cp', 'dirname'])
    symlinkSync(findOnPath(name), join(bin, name));
  return { folder, bin };
}

export function addProgram(bin: string, name: string, script: string) {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

export function findOnPath(name: string): string {
  const found = (process.env.PATH ?? '').split(':').find((folder) => existsSync(join(folder, name)));
  assert(found, `${name} is on the PATH`);
  return join(found, name);
}

/** Stands in for `npm ci`: notes that it ran, then makes what the next steps look for, a compiler included: of one file it makes one. */
export const installs = `
echo run >> npm-runs
mkdir -p node_modules/polezero node_modules/typescript/bin
echo '{}' > node_modules/polezero/package.json
cat > node_modules/typescript/bin/tsc <<'TSC'
const out = process.argv[process.argv.indexOf('--outDir') + 1];
require('fs').mkdirSync(out + '/dsp', { recursive: true });
const source = __dirname + '/../../../src/new.ts';
const text = require('fs').existsSync(source) ? require('fs').readFileSync(source, 'utf8') : '';
require('fs').writeFileSync(out + '/dsp/index.js', text.padEnd(2000, '-'));
TSC
echo '{}' > node_modules/.package-lock.json`;

/**
 * Stand-ins for all that a whole set-up runs. As the real ones, each writes its files one by one in their places, and what a later step uses must
 * be whole; `npm-runs` and `downloads` tell how often.
 */
const everything: Programs = {
  npm: `set -e
echo run >> npm-runs
rm -rf node_modules
tf=node_modules/@tensorflow/tfjs-node
mkdir -p node_modules/polezero node_modules/typescript/bin $tf/binding
echo '{}' > node_modules/polezero/package.json
cat > $tf/index.js <<'JS'
for (const file of ['deps/lib/libtensorflow.so', 'deps/include/c_api.h', 'lib/napi-v8/tfjs_binding.node'])
  if (require('fs').readFileSync(__dirname + '/' + file, 'utf8').trim() !== 'whole') throw Error(file);
exports.getBackend = () => 'tensorflow';
JS
cat > node_modules/typescript/bin/tsc <<'JS'
const out = process.argv[process.argv.indexOf('--outDir') + 1];
for (const file of ['dsp/index.js', 'nn/tensorflow.js']) {
  require('fs').mkdirSync(require('path').dirname(out + '/' + file), { recursive: true });
  require('fs').writeFileSync(out + '/' + file, '// whole');
}
JS
echo '{}' > node_modules/.package-lock.json`,

  python3: `set -e
case "$1 $2" in
  -c*) echo 3 11 2; echo python3;;
  '-m venv') mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;
  '-m pip') case "$*" in
    *download*) echo run >> downloads; mkdir -p .setup/download; echo whole > .setup/download/tensorflow_cpu-1.whl;;
    *./report*) t=.venv/share/jupyter/nbconvert/templates/polezero; mkdir -p $t; echo whole > $t/index.html.j2;;
    *) echo whole > .venv/bin/jupyter;;
  esac;;
  *unpack_tensorflow*)
    mkdir -p "$3/lib" "$3/include"
    cat "$2"/tensorflow_cpu-*.whl > "$3/lib/libtensorflow.so"
    echo whole > "$3/include/c_api.h";;
esac`,

  'c++': `[ "$1" = --version ] && exit
while [ "$1" != -o ]; do shift; done
echo whole > "$2"`,
};

const staticFiles = `import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
mkdirSync(process.argv[2], { recursive: true });
for (const name of ['plotly', 'mathjax']) {
  const path = process.argv[2] + '/' + name + '.js.gz.b64';
  writeFileSync(path + '.new', 'whole\\n');
  renameSync(path + '.new', path);
}`;

/** A new project folder in which everything that a user gets can be set up. */
export function stageEverything() {
  const place = stage(everything);
  mkdirSync(join(place.folder, 'report'));
  writeFileSync(join(place.folder, 'report', 'static.mjs'), staticFiles);
  return place;
}

/** The environment in which the stand-in for a compiler is found. */
export const withCompiler = { CXX: 'c++' };

export interface Result {
  code: number | null;
  output: string;
}

export function start(
  folder: string,
  bin: string,
  args: string[],
  env: Record<string, string> = {},
  options: { detached?: boolean } = {},
) {
  const child = spawn(process.execPath, [join(folder, 'src/cli/setup.mjs'), ...args], {
    cwd: folder,
    env: { PATH: bin, HOME: scratch, ...env },
    ...options,
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise<Result>((resolve) => child.on('close', (code) => resolve({ code, output })));
  return { child, ended, printed: () => output };
}

export const setUp = ({ folder, bin }: { folder: string; bin: string }, args: string[], env?: Record<string, string>) =>
  start(folder, bin, args, env).ended;

const linesOf = (file: string) => readFileSync(file, 'utf8').trim().split('\n').length;
export const runsOfNpm = (folder: string) => linesOf(join(folder, 'npm-runs'));
export const downloads = (folder: string) => linesOf(join(folder, 'downloads'));
