import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { readResult } from 'polezero/study';
import { printed } from '../lab/server';
import { tinyStudy } from '../study/tiny';
import { Offline } from '../support/faults';

// Every command that the documents name is in this table: it is run here as it is written, or the test is named that runs it, or the reason
// is given why none does. A command that is new in a document, or changed, fails until the table knows it.

const project = join(__dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(join(project, file), 'utf8');
const documents = [
  'README.md',
  'environment.md',
  'CONTRIBUTING.md',
  'data/README.md',
  'data/results/README.md',
  'docs/what-we-found.md',
];

/** The lines of the fenced blocks for a shell, and what stands in backticks and begins with a program's name. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].filter(([, language]) =>
    ['sh', ''].includes(language),
  );
  const fenced = blocks.flatMap(([, , block]) => block.trim().split('\n'));
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const inline = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words);
  const program = /^(npm|npx|node|uv|pip|cp|mkdir|rm|kill|apt|xcode-select|\.venv\/bin\/\w+) (?!run$)/;
  return [...fenced, ...inline].map((line) => line.replace(/ +#.*$/, '')).filter((line) => program.test(line));
}

let scratch: string;
before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'commands-'));
});
after(() => rmSync(scratch, { recursive: true, force: true }));

/** No command needs one, once all is set up; npm would look for a newer npm. */
const network = new Offline();
const env = { ...process.env, ...network.environment, npm_config_update_notifier: 'false' };

/** Runs a command of a document in the project's folder; returns what it prints. */
function shell(command: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: project, encoding: 'utf8', env });
  assert.equal(status, 0, `${command}\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** In place of the folder that a document trains in, one that is thrown away. */
const elsewhere = (command: string) => command.replace('runs/mine', join(scratch, 'runs', 'mine'));

/** A study's results and runs, thrown away too. */
const ofStudy = () => `--results ${join(scratch, 'results')} --work ${join(scratch, 'work')}`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** The address is printed a moment before the server listens. */
async function firstAnswer(address: string, attempts = 300): Promise<Response> {
  try {
    return await fetch(address);
  } catch (error) {
    if (attempts === 0) throw error;
    await setTimeout(200);
    return firstAnswer(address, attempts - 1);
  }
}

/** Started as it is written, but for a browser that nobody would see; its address answers; ended as by closing its terminal. */
async function startLab(command: string): Promise<void> {
  const root = process.getuid?.() === 0 ? '--allow-root' : '';
  const options = `-- --no-browser --ip=127.0.0.1 --port=${await freePort()} ${root}`;
  const program = spawn('sh', ['-c', `${command} ${options}`], {
    cwd: project,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  try {
    const [address] = await printed(program, /http:\/\/127\.0\.0\.1:\d+\/lab\?token=\w+/);
    assert.equal((await firstAnswer(address)).status, 200);
  } finally {
    process.kill(-program.pid!, 'SIGTERM');
    await ended;
  }
}

type Way = { run: (command: string) => unknown } | { in: string; as: RegExp } | { not: string };
const changesPins = { not: 'asks the registries and changes what is pinned' };
const setUp = { not: 'a step of the set-up, which has run before any test can' };
const system = { not: 'changes the system, outside the folder' };
const rewrites = { not: 'takes minutes and rewrites golden values' };

const table: Record<string, Way> = {
  'npm run report': { in: 'notebooks/notebooks', as: /'report\.js'/ },
  'npm run report -- 01 -p attenuation=80': {
    run(command) {
      const reports = join(scratch, 'reports');
      assert.match(shell(`${command} --reports ${reports}`), /01-fir-window-method: done in /);
      assert.match(readFileSync(join(reports, 'index.html'), 'utf8'), /with attenuation = 80/);
      assert(existsSync(join(reports, '01-fir-window-method.html')));
    },
  },
  'npm run report -- NN -p numTaps=99': { in: 'report/report', as: /collection\.run\('-p', 'pole=0\.5'\)/ },
  'npm run report -- --reports <folder>': { in: 'report/breaking', as: /--reports/ },
  'npm run report -- --save NN': { in: 'report/report', as: /--save/ },
  'npm run lab': { run: startLab },
  'npm run lab -- --allow-root': { in: 'lab/running', as: /startLab\(/ },
  'npm run setup': { run: shell },
  'npm run build': { run: shell },
  'npm run doctor': { in: 'cli/doctor', as: /finds every part of this project working/ },
  'npm run lint': { not: '.ci/run runs it, before the tests' },
  'npm run format': { not: 'rewrites the sources; npm run lint tells whether it would' },
  'npm test': { not: 'is what runs this' },
  'npm test -- dsp': { not: 'is a part of what runs this' },
  'npm test -- slurm': { not: 'needs root, and up to a quarter of an hour; run it when what it tests has changed' },
  'node build/test/slurm/run.js <command …>': { not: 'as npm test -- slurm' },
  'npm run test:long': { not: 'takes hours' },
  'npm run test:long -- slurm': {
    // It takes a quarter of an hour; a suite that there is not is refused before anything runs.
    run: (command) => void assert.match(shell(`${command}s || true`), /There is no suite slurms; there are: .*slurm\./),
  },
  'npm install ../polezero': { in: 'library/package', as: /npm install <this folder>/ },
  'npm pack': { in: 'library/package', as: /'npm', 'pack'/ },
  'npm install ../polezero/polezero-0.1.0.tgz': { in: 'library/package', as: /packed\.filename/ },
  'npm install @tensorflow/tfjs-node@4.22.0': { not: 'downloads half a gigabyte, in part from outside the registries' },
  'mkdir -p runs/mine': { run: (command) => shell(elsewhere(command)) },
  'cp data/runs/sudoku6/run.json runs/mine': { run: (command) => shell(elsewhere(command)) },
  'npm run train -- runs/mine': {
    run(command) {
      const file = join(scratch, 'runs', 'mine', 'run.json');
      const { task, ...given } = JSON.parse(readFileSync(file, 'utf8'));
      const short = { ...given, task: { ...task, train: 80, test: 20 }, steps: 3 };
      writeFileSync(file, JSON.stringify(short));
      assert.match(shell(elsewhere(command)), /3\/3, test: exactly right .*\nDone: .*model\.safetensors/);
    },
  },
  'npm run train -- <folder>': { in: 'training/runFolder', as: /'train\.js'/ },
  'npm run train -- data/runs/<name>': { in: 'training/runFolder', as: /'train\.js'/ },
  'npm run study -- unrolling': {
    run: (command) =>
      void assert.match(shell(`${command} --dry-run --work ${join(scratch, 'dry')}`), /dry-run|Nothing to be done/),
  },
  'npm run study -- unrolling --profile studies/slurm': { in: 'study/workflow', as: /'--profile'/ },
  'npm run study -- run unrolling <cell> <seed>': {
    run(command) {
      const tiny = command.replace('unrolling', tinyStudy).replace('<cell>', 'tied-2').replace('<seed>', '1');
      assert.match(shell(`${tiny} ${ofStudy()}`), /^100\/100, exact .*\nDone: .*tied-2-1\.json$/m);
      assert.equal(readResult(join(scratch, 'results', 'tiny', 'runs', 'tied-2-1.json')).cell, 'tied-2');
    },
  },
  'npm run study -- collect unrolling': {
    run(command) {
      assert.match(shell(`${command.replace('unrolling', tinyStudy)} ${ofStudy()}`), /^1 of 4 runs: .*tiny\.csv/m);
      assert.match(readFileSync(join(scratch, 'results', 'tiny.csv'), 'utf8'), /^tied-2,sudoku4,1,/m);
    },
  },
  'npm run study -- time unrolling': { in: 'study/stepTimes', as: /'time'/ },
  'npm run study -- cost unrolling --runs 10000 --cores 200': { in: 'study/cost', as: /'cost'/ },
  'npm run study -- cost unrolling --seeds 1,2 --runs 88 --cores 2': {
    run: (command) => void assert.match(shell(command), /^88 runs like these:\n.* h on 2 cores$/m),
  },
  'npm run study': { in: 'study/workflow', as: /'study\.js'/ },
  'npm run train': { in: 'training/runFolder', as: /'train\.js'/ },
  'npm run bench': { in: 'bench/dsp', as: /--quick/ },
  'npm run bench -- <folder>': { in: 'bench/dsp', as: /--quick/ },
  'npm run bench -- --check': { in: 'bench/run', as: /bench\('--check'\)/ },
  'npm run bench -- scaling': { in: 'bench/scaling', as: /scaling/ },
  'npm run bench -- dsp --only=lfilter': { in: 'bench/dsp', as: /--only=lfilter/ },
  'node docs/found.mjs': { in: 'docs/readme', as: /'found\.mjs'/ },
  'node build/test/dsp/oracle/generate.js': rewrites,
  'npm run fuzz': {
    run: (command) => void assert.match(shell(`${command} -- --cases 1`), /^ {2}1 cases in .*solvers/ms),
  },
  'npm run fuzz -- filters': { run: (command) => void assert.match(shell(`${command} --cases 2`), /^ {2}2 cases in/m) },
  'npm run fuzz -- solvers --seconds 300': {
    run: (command) =>
      void assert.match(shell(command.replace('300', '1')), /^solvers: .*; seed \d+\n {2}\d+ cases in/m),
  },
  'npm run fuzz -- solvers --seed 7 --path 12:0': {
    run: (command) => void assert.match(shell(command), /^solvers: .*; seed 7\n {2}1 cases in/m),
  },
  'node build/test/study/generate.js': rewrites,
  '.venv/bin/jupyter lab': { in: 'lab/running', as: /startLab\(/ },
  '.venv/bin/jupyter nbconvert --to html notebooks/NN-name.ipynb': { in: 'report/report', as: /nbconvert/ },
  '.venv/bin/papermill in.ipynb out.ipynb -p name value': { in: 'report/parameters', as: /papermill/ },
  'uv pip compile --universal --generate-hashes --python-version 3.10 --no-header --no-annotate requirements.in -o requirements.txt':
    changesPins,
  'uv pip compile --universal --generate-hashes --python-version 3.10 --no-header --no-annotate requirements-test.in -o requirements-test.txt':
    changesPins,
  'uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate requirements-study.in -o requirements-study.txt':
    changesPins,
  'npm install --package-lock-only --ignore-scripts': changesPins,
  'npm ci --ignore-scripts': setUp,
  'pip install --require-hashes': setUp,
  'apt install python3 python3-venv': system,
  'apt install g++': system,
  'xcode-select --install': system,
  'kill -INT': { in: 'kernel/conformance/interrupt', as: /SIGINT/ },
  'rm -rf .setup .venv node_modules dist build': { not: 'takes away what the tests run on' },
};

const named = new Set(documents.flatMap((file) => commandsOf(read(file))));

describe('the commands that the documents name', () => {
  it('are all in the table, and the table names no others', () => {
    assert(named.size > 40);
    assert.deepEqual(Object.keys(table).sort(), [...named].sort());
  });

  for (const [command, way] of Object.entries(table)) {
    if ('not' in way) continue;
    if ('run' in way) {
      it(command, async () => {
        await way.run(command);
      });
    } else
      it(`${command}: by test/${way.in}.test.ts`, () => {
        assert.match(read(join('test', `${way.in}.test.ts`)), way.as);
      });
  }

  it('look for no network', () => {
    assert.deepEqual(network.attempts(), []);
  });
});
