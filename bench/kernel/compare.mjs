// Compares this project's kernel with stock tslab, Deno's and Python's, in one run: npm run bench -- kernel
// Prints a table and writes bench/results/kernel.json and kernel.md. The peers take turns, so that a busy moment of the machine meets them all.
// A check, or --quick, times only.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checking, inTurns, project, quick, roundsOf, save, say, summary } from '../measure.mjs';
import { denoProgram, peerPython } from '../peers.mjs';
import { partsOf } from '../profile.mjs';
import { tableOf } from './table.mjs';

const built = join(project, 'build', 'test', 'kernel', 'conformance');
const suites = {
  typescript: join(project, 'test', 'kernel', 'conformance', 'jupyter_kernel_test_suite.py'),
  python: join(project, 'bench', 'kernel', 'ipykernel_suite.py'),
};
const starts = roundsOf(7);
const cells = roundsOf(30, 11);
const secondsPerCheck = 20;

if (!existsSync(join(built, 'client.js'))) {
  console.error(`${built} is missing: run 'node src/cli/setup.mjs bench' first.`);
  process.exit(1);
}
const { KernelClient } = await import(join(built, 'client.js'));
const { checks } = await import(join(built, 'checks.js'));
const { deno, ipykernel, ours, stock } = await import(join(built, 'kernels.js'));

/** As many requests as may wait for a kernel that starts: tslab as it comes breaks on more. */
const mostUnanswered = 8;

/** Starts a kernel and asks, as front ends do, until its outputs arrive: the subscription to them takes its time. */
async function start({ argv }) {
  const client = await KernelClient.start(argv, { cwd: project });
  const isHeard = () => client.published.some(({ header }) => header.msg_type === 'status');
  for (let sent = 0; !isHeard() && !client.hasExited; ) {
    if (sent < client.replies.length + mostUnanswered) {
      await client.send('kernel_info_request', {});
      sent++;
    }
    await client.until(isHeard, 'a status', 50).catch(() => {});
  }
  return client;
}

/** Runs jupyter_kernel_test in its own process, which finds the kernel by a kernelspec. */
async function runSuite({ id, kernel, language }) {
  const folder = mkdtempSync(join(project, 'build', 'kernelspec-'));
  const spec = join(folder, 'kernels', id);
  mkdirSync(spec, { recursive: true });
  const interrupt_mode = id === 'polezero' || id === 'deno' ? 'message' : 'signal';
  writeFileSync(
    join(spec, 'kernel.json'),
    JSON.stringify({ argv: kernel.argv, display_name: kernel.name, language, interrupt_mode }),
  );
  try {
    return await new Promise((resolve, reject) => {
      execFile(
        python,
        [join(project, 'bench', 'kernel', 'run_suite.py'), suites[language]],
        { env: { ...process.env, KERNEL: id, JUPYTER_PATH: folder, PYTHONDONTWRITEBYTECODE: '1' }, timeout: 900_000 },
        (error, stdout, stderr) =>
          error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(JSON.parse(stdout)),
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withinLimit(promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${secondsPerCheck} s`)), secondsPerCheck * 1000);
  });
  try {
    await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs our checks; after a failure on a fresh kernel, so that each fails for itself alone. */
async function runChecks({ kernel }) {
  const failing = [];
  let client = await start(kernel);
  for (const { name, run } of checks) {
    try {
      await withinLimit(run(client, kernel.code));
    } catch (error) {
      failing.push({
        name,
        error: String(error.message ?? error)
          .split('\n')[0]
          .slice(0, 200),
      });
      await client.stop();
      client = await start(kernel);
    }
  }
  await client.stop();
  return { total: checks.length, passed: checks.length - failing.length, failing };
}

/** Milliseconds from before the start of the process until the first cell's value is there. */
async function timeStart({ kernel }) {
  const begin = performance.now();
  const client = await start(kernel);
  try {
    // tslab as it comes prints a value; the others send it as a result.
    const isValue = ({ header, content }) =>
      header.msg_type === 'execute_result' || (header.msg_type === 'stream' && content.text?.includes('42'));
    await client.send('execute_request', {
      code: '6 * 7',
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    await client.until(() => client.published.some(isValue), 'the first result', 30_000);
    return performance.now() - begin;
  } finally {
    await client.stop();
  }
}

/** Milliseconds of one trivial cell, until the reply has come and the kernel is idle. */
async function timeCell(client, number) {
  const begin = performance.now();
  const { reply } = await client.execute(`${number} + 1`);
  if (reply.content.status !== 'ok') throw new Error(`A trivial cell failed: ${reply.content.evalue}`);
  return performance.now() - begin;
}

/** Trivial cells on all kernels in turn. */
async function timeCells(clients) {
  const samples = clients.map(() => []);
  for (let i = -3; i < cells; i++) {
    for (const [which, client] of clients.entries()) {
      const time = await timeCell(client, i + 100);
      if (i >= 0) samples[which].push(time); // the first few warm up
    }
  }
  return samples.map(summary);
}

/** Where our kernel's processor time goes: up to the first result, in trivial cells, and in these with the networks imported. */
async function profileOf({ id, kernel: { argv, ...kernel } }) {
  const folder = mkdtempSync(join(project, 'build', 'profile-'));
  const [node, ...rest] = argv;
  const now = () => Number(process.hrtime.bigint() / 1000n);
  const times = [now()];
  let client;
  try {
    client = await start({ ...kernel, argv: [node, '--cpu-prof', `--cpu-prof-dir=${folder}`, ...rest] });
    const some = async () => {
      for (let i = 0; i < cells; i++) await timeCell(client, i + 100);
      times.push(now());
    };
    await timeCell(client, 1);
    times.push(now());
    await some();
    await client.execute(importNetworks(id));
    times.push(now());
    await some();
    await client.request('shutdown_request', { restart: false }, 'control', 10_000);
    await client.until(() => client.hasExited, 'the kernel to exit', 20_000);
    const [file] = readdirSync(folder);
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const between = (i) => partsOf(profile, times[i], times[i + 1]);
    return { start: between(0), cell: between(1), cellWithNetworks: between(3) };
  } finally {
    await client?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function versionOf({ kernel }) {
  const client = await start(kernel);
  try {
    const { content } = (await client.request('kernel_info_request', {}, 'shell', 10_000)).reply;
    return `${content.implementation} ${content.implementation_version}`;
  } finally {
    await client.stop();
  }
}

const python = peerPython('jupyter');
const peers = [
  { id: 'polezero', name: 'polezero', language: 'typescript', kernel: ours() },
  { id: 'stock', name: 'stock tslab', language: 'typescript', kernel: stock },
  { id: 'deno', name: 'Deno', language: 'typescript', kernel: deno(denoProgram()) },
  {
    id: 'ipykernel',
    name: 'ipykernel',
    language: 'python',
    kernel: { ...ipykernel, argv: [python, ...ipykernel.argv.slice(1)] },
  },
];
const importNetworks = (id) =>
  `import * as tf from '${id === 'deno' ? 'npm:@tensorflow/tfjs-node' : '@tensorflow/tfjs-node'}'`;

say('kernel start to first result');
const startTimes = await inTurns(
  peers.map((peer) => () => timeStart(peer)),
  { rounds: starts },
);

say('time per trivial cell');
const clients = [];
for (const { kernel } of peers) clients.push(await start(kernel));
for (const client of clients) await client.execute('1 + 1');
const before = await timeCells(clients);

say('time per trivial cell with the networks imported');
const importing = [];
for (const [which, { id, language }] of peers.entries()) {
  if (language !== 'typescript') continue;
  const { reply } = await clients[which].execute(importNetworks(id));
  if (reply.content.status === 'ok') importing.push(which);
  else say(`${id} cannot import them: ${reply.content.ename}: ${String(reply.content.evalue).slice(0, 300)}`);
}
const after = peers.map(() => undefined);
for (const [i, times] of (await timeCells(importing.map((which) => clients[which]))).entries())
  after[importing[i]] = times;
for (const client of clients) await client.stop();

if (!checking) say('where our time goes');
const profile = checking ? undefined : await profileOf(peers[0]);

const results = [];
for (const [which, peer] of peers.entries()) {
  const version = await versionOf(peer);
  const times = { start: summary(startTimes[which]), cell: before[which], cellWithNetworks: after[which] };
  const result = { name: peer.name, version, milliseconds: times };
  results.push(result);
  if (quick || checking) continue;
  say(`${peer.name}: jupyter_kernel_test`);
  result.jupyterKernelTest = await runSuite(peer);
  say(`${peer.name}: the ${checks.length} checks`);
  result.conformance = await runChecks(peer);
}

save('kernel', { results, profile }, tableOf);
