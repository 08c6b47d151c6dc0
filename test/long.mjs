// npm run test:long -- [suite …]: what takes too long for every change, one suite after the other; hours for all of them. A line tells how each ended;
// what it printed is in build/long. Exit status: 0, 1 if one failed, 2 for a suite that there is not.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const logs = join(project, 'build', 'long');

const tests = (part, environment = {}) => ({ args: [join('test', 'run.mjs'), part], environment });

const suites = {
  parameters: tests(join('notebooks', 'parameters'), { PARAMETERS: 'all' }),
  lab: tests(join('lab', 'running'), { LAB: 'all' }),
  kills: tests(join('cli', 'wholeSetup'), { KILLS: '1' }),
  memory: tests(join('kernel', 'conformance', 'memory'), { CELLS: '20000' }),
  fuzz: { args: [join('build', 'test', 'fuzz', 'run.js')], environment: {} },
  slurm: tests('slurm'),
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites);
const unknown = wanted.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are: ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}

/** Runs a suite and prints how it ended. @returns whether it went well */
function run(name) {
  const { args, environment } = suites[name];
  const path = join(logs, `${name}.log`);
  const log = openSync(path, 'w');
  const begin = performance.now();
  const { status } = spawnSync(process.execPath, args, {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const minutes = ((performance.now() - begin) / 60_000).toFixed(0);
  const last = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1);
  console.log(
    `${name}: ${status === 0 ? 'done' : 'FAILED'} in ${minutes} min, ${relative(process.cwd(), path)}: ${last}`,
  );
  return status === 0;
}

mkdirSync(logs, { recursive: true });
const results = wanted.map(run);
process.exitCode = results.every(Boolean) ? 0 : 1;
