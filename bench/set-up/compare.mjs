// Compares the set-up of a fresh clone with setting up the same programs by hand, in one run: npm run bench -- set-up
// Prints a table and writes bench/results/set-up.json and set-up.md. Both find their packages in the caches of npm and pip, which a first round,
// not counted, fills; they take turns. It needs about 4 GB of disk for the while.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../src/cli/setup/python.mjs';
import { inTurns, project, quick, roundsOf, save, say, summary } from '../measure.mjs';
import { tableOf } from './table.mjs';

const rounds = roundsOf(3, 1);
const place = mkdtempSync(join(tmpdir(), 'polezero-set-up-'));
const program = (folder, name) =>
  process.platform === 'win32' ? join(folder, '.venv', 'Scripts', `${name}.exe`) : join(folder, '.venv', 'bin', name);

function run(folder, command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed in ${folder}:\n${`${stdout}${stderr}`.slice(-3000)}`);
  return stdout;
}

/** Milliseconds of some work. */
function timed(work) {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

const clone = (folder) => run(place, 'git', ['clone', '--quiet', '--no-hardlinks', project, folder]);
const setUp = (folder) => run(folder, process.execPath, [join('src', 'cli', 'setup.mjs')]);

/** The seconds of each part, as the set-up prints them. */
const partsOf = (printed) =>
  Object.fromEntries(
    [...printed.matchAll(/^ {2}([^\n]+): ([\d.]+) s$/gm)].map(([, name, time]) => [name, Number(time)]),
  );

/** The programs that the set-up installs, as named by hand: the same versions, with nothing checked, compiled or prepared. */
function handful(folder) {
  mkdirSync(folder);
  const { dependencies, devDependencies, overrides } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const { polezero, ...others } = devDependencies;
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'by-hand', private: true, dependencies, devDependencies: others, overrides }),
  );
  cpSync(join(project, 'requirements.in'), join(folder, 'requirements.in'));
}

/** Without scripts: that of tfjs-node fetches its library from elsewhere, at the speed of that place. */
const npmInstall = (folder) =>
  run(folder, 'npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']);
const pipInstall = (folder) =>
  run(folder, program(folder, 'python'), ['-m', 'pip', 'install', '--quiet', '-r', 'requirements.in']);

function byHand(folder) {
  npmInstall(folder);
  run(folder, findPython(), ['-m', 'venv', '.venv']);
  pipInstall(folder);
  run(folder, process.execPath, [
    join('node_modules', 'tslab', 'bin', 'tslab'),
    'install',
    '--sys-prefix',
    `--python=${program(folder, 'python')}`,
  ]);
}

/** What one does by hand to make sure that nothing is missing. */
function installAgain(folder) {
  npmInstall(folder);
  pipInstall(folder);
}

/** What both have in the end, to see that they are the same. */
function installed(folder) {
  const version = (name) =>
    JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
  const ask =
    'from importlib.metadata import version; print(version("jupyterlab"), version("nbconvert"), version("papermill"))';
  const [jupyterlab, nbconvert, papermill] = run(folder, program(folder, 'python'), ['-c', ask]).trim().split(' ');
  const kernels = Object.keys(
    JSON.parse(run(folder, program(folder, 'jupyter'), ['kernelspec', 'list', '--json'])).kernelspecs,
  );
  const npm = ['tslab', '@tensorflow/tfjs-node', 'plotly.js-dist', 'typescript'];
  return {
    ...Object.fromEntries(npm.map((name) => [name, version(name)])),
    jupyterlab,
    nbconvert,
    papermill,
    tslab: `${version('tslab')}${kernels.includes('tslab') ? '' : ', without its kernel'}`,
  };
}

function difference(ours, theirs) {
  for (const [name, version] of Object.entries(ours))
    if (theirs[name] !== version) throw new Error(`${name}: ${version} by the set-up, ${theirs[name]} by hand.`);
}

if (!existsSync(join(project, '.git'))) {
  console.error('The set-up is measured on a fresh clone, and this folder is no git repository.');
  process.exit(1);
}

/** One round: milliseconds of each side from nothing, and then when there is nothing left to do. */
function round(number) {
  const [ours, theirs] = [join(place, `set up ${number}`), join(place, `by hand ${number}`)];
  clone(ours);
  handful(theirs);
  try {
    let printed;
    const fresh = [
      timed(() => {
        printed = setUp(ours);
      }),
      timed(() => byHand(theirs)),
    ];
    difference(installed(ours), installed(theirs));
    const again = [timed(() => setUp(ours)), timed(() => installAgain(theirs))];
    say(`  ${(fresh[0] / 1000).toFixed(1)} s, by hand ${(fresh[1] / 1000).toFixed(1)} s`);
    return { fresh, again, parts: partsOf(printed) };
  } finally {
    for (const folder of [ours, theirs]) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  if (!quick) {
    say('a first round, which fills the caches');
    round(0);
  }
  say('set-up of a fresh clone, and by hand');
  const [taken] = await inTurns([() => round(1)], { rounds });
  const side = (kind, which) => summary(taken.map((times) => times[kind][which]));
  const rows = ['fresh', 'again'].map((kind) => ({ kind, ours: side(kind, 0), theirs: side(kind, 1) }));
  const parts = Object.keys(taken[0].parts).map((name) => ({
    name,
    seconds: summary(taken.map((times) => times.parts[name])),
  }));
  save('set-up', { rounds, rows, parts }, tableOf);
} finally {
  rmSync(place, { recursive: true, force: true });
}
