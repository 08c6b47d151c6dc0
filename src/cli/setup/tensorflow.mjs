import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from './command.mjs';
import { inProject, inState, venvProgram } from './paths.mjs';
import { digest, readStamp } from './stamp.mjs';

// tfjs-node's own installer fetches libtensorflow 2.9.1 from outside the package registries. The wheel of tensorflow-cpu carries a newer
// library and its headers; the addon is two C++ files on Node-API, so one binary serves every Node.

const addonFolder = () => inProject('node_modules', '@tensorflow', 'tfjs-node');
const requirements = 'requirements-tensorflow.txt';
const library = () => inState('tensorflow');
/** Says of which requirements the library is; inside it, so that neither comes or goes without the other. */
const pinned = (/** @type {string} */ folder) => join(folder, 'pinned');
const deps = () => join(addonFolder(), 'deps');
const addon = () => join(addonFolder(), 'lib', 'napi-v8', 'tfjs_binding.node');

const download = () =>
  command(
    venvProgram('python'),
    [
      '-m',
      'pip',
      'download',
      '--disable-pip-version-check',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
      '--platform',
      'manylinux_2_17_x86_64',
      '--python-version',
      '3.11',
      '-r',
      requirements,
      '-d',
      inState('download'),
    ],
    { log: 'tensorflow', doing: 'Downloading the TensorFlow library', cure: 'Run the command again.' },
  );

async function unpack() {
  const fresh = `${library()}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await command(
    venvProgram('python'),
    [inProject('src', 'cli', 'setup', 'unpack_tensorflow.py'), inState('download'), fresh],
    {
      log: 'tensorflow',
      doing: 'Unpacking the TensorFlow library',
      cure: 'Remove .setup/download and run the command again.',
    },
  );
  writeFileSync(pinned(fresh), digest([requirements]));
  rmSync(library(), { recursive: true, force: true });
  renameSync(fresh, library());
}

function isUnpacked() {
  try {
    return readFileSync(pinned(library()), 'utf8') === digest([requirements]);
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @param {string} target
 */
function link(path, target) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}

const compiler = () => process.env.CXX || 'g++';
const hasCompiler = () => spawnSync(compiler(), ['--version']).status === 0;

async function compile() {
  const folder = addonFolder();
  const fresh = `${addon()}.new`;
  mkdirSync(dirname(addon()), { recursive: true });
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => `${folder}/binding/${name}`);
  const includes = [folder, `${folder}/deps/include`, inProject('node_modules', 'node-api-headers', 'include')];
  await command(
    compiler(),
    [
      '-std=c++17',
      '-O2',
      '-fPIC',
      '-shared',
      '-DNAPI_VERSION=8',
      ...includes.map((path) => `-I${path}`),
      ...sources,
      `-L${folder}/deps/lib`,
      '-ltensorflow',
      '-ltensorflow_framework',
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
      '-o',
      fresh,
    ],
    {
      log: 'tensorflow',
      doing: 'Compiling the TensorFlow addon',
      cure: 'See what the compiler printed.',
    },
  );
  renameSync(fresh, addon());
}

async function fromWheel() {
  if (!isUnpacked()) await download().then(unpack);
  rmSync(inState('download'), { recursive: true, force: true }); // here also what a set-up that was killed just then has left
  link(deps(), library());
  await compile();
}

/** Where there is no compiler, and on other systems: a prebuilt library and addon, from outside the package registries. */
const fromItsOwnInstaller = () =>
  command('npm', ['rebuild', '@tensorflow/tfjs-node'], {
    log: 'tensorflow',
    doing: "Running tfjs-node's own installer",
    cure: 'Install a C++ compiler (Debian, Ubuntu: apt install g++; macOS: xcode-select --install), or name one in CXX, and run the command again.',
  });

const loads = () =>
  command(
    process.execPath,
    [
      '-e',
      "require('./dist/nn/tensorflow'); const tf = require('@tensorflow/tfjs-node'); if (tf.getBackend() !== 'tensorflow') throw Error(tf.getBackend())",
    ],
    { log: 'tensorflow', doing: 'Loading TensorFlow', cure: 'Remove .setup/tensorflow and run the command again.' },
  );

/**
 * The native TensorFlow library and its Node addon. Never another backend in its place.
 * @type {import('./steps.mjs').Step}
 */
export const tensorflow = {
  name: 'tensorflow',
  title: 'TensorFlow library and addon',
  needs: ['packages', 'python', 'build'],
  inputs: () =>
    digest([requirements, 'src/cli/setup/tensorflow.mjs'], [process.platform, process.arch, readStamp('packages')]),
  outputs: () => [addon(), deps()],
  async run() {
    if (process.platform === 'linux' && process.arch === 'x64' && hasCompiler()) await fromWheel();
    else await fromItsOwnInstaller();
    await loads();
  },
};
