import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { project, sittings, tinyStudy } from '../study/tiny';
import { until } from '../support/until';
import { SlurmCluster } from './SlurmCluster';
import { whyNoSlurm } from './slurmPackages';

const tiny = JSON.parse(readFileSync(tinyStudy, 'utf8'));
const profile = join(project, 'studies', 'slurm');
const inOrder = ['trm-1', 'tied-2-1', 'trm-2', 'tied-2-2'];
/** One run for each node. */
const firstSeed = inOrder.slice(0, 2);

let folder: string;
let cluster: SlurmCluster;

/** The study in a folder of its own. */
class Place {
  private readonly own: string;

  constructor(
    name: string,
    private readonly jobs: string[],
  ) {
    this.own = join(folder, name);
    mkdirSync(this.own);
    const has = (prefix: string, suffix: string | number) =>
      jobs.some((job) => job.startsWith(prefix) && job.endsWith(`-${suffix}`));
    const seeds = tiny.seeds.filter((seed: number) => has('', seed));
    const cells = tiny.cells.filter(({ name }: { name: string }) => has(`${name}-`, seeds[0]));
    writeFileSync(join(this.own, 'tiny.json'), JSON.stringify({ ...tiny, seeds, cells }));
  }

  /** In a process group of its own, as a terminal starts it. */
  private spawn(more: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const places = ['--results', join(this.own, 'results'), '--work', join(this.own, 'work')];
    const args = [join(project, 'dist', 'cli', 'study.js'), join(this.own, 'tiny.json'), ...places, ...more];
    return spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  }

  here = () => this.spawn([], process.env);

  /** On the cluster; what is given goes to Snakemake. */
  onCluster = (...more: string[]) =>
    this.spawn(
      ['--profile', profile, '--', '--slurm-init-seconds-before-status-checks', '5', ...more],
      cluster.environment,
    );

  private work = (job: string, file: string) => join(this.own, 'work', 'tiny', ...job.split(/-(?=\d+$)/), file);
  private result = (job: string) => join(this.own, 'results', 'tiny', 'runs', `${job}.json`);
  log = (job: string) => readFileSync(this.work(job, 'log'), 'utf8');

  /** Whether a run has a checkpoint but no end. */
  isUnderWay = (job: string) =>
    existsSync(this.work(job, 'seconds.json')) && !existsSync(this.work(job, 'model.safetensors'));

  /** The node that a run is on. */
  nodeOf = (job: string): string => JSON.parse(readFileSync(this.work(job, 'lock.json'), 'utf8')).host;

  /** The process of a run: the namespace of a node hides others from it, not it from others. */
  processOf(job: string): number {
    const wanted = ['run', join(this.own, 'tiny.json'), ...job.split(/-(?=\d+$)/)].join('\0');
    const found = readdirSync('/proc').find((pid) => {
      const path = join('/proc', pid, 'cmdline');
      return /^\d+$/.test(pid) && existsSync(path) && readFileSync(path, 'utf8').includes(`study.js\0${wanted}\0`);
    });
    assert(found, `no process of ${job}`);
    return Number(found);
  }

  /** Each result without what differs from one time to the next. */
  results = () =>
    this.jobs.map((job) => {
      const { seconds, finished, machine, ...rest } = JSON.parse(readFileSync(this.result(job), 'utf8'));
      return rest;
    });

  /** A table without a column of seconds. */
  table = () => readFileSync(join(this.own, 'results', 'tiny-depth.csv'), 'utf8');

  /** Nothing ran twice: one sitting for each run; of a disturbed one two, the second from a checkpoint on, and of what ran beside it no more. */
  ranOnce(disturbed?: string): void {
    for (const job of this.jobs) {
      const each = sittings(join(this.own, 'work'), job);
      assert.equal(each[0], 0, `${job}: ${each}`);
      if (job === disturbed) assert(each.length === 2 && each[1] > 0, `${job}: ${each}`);
      else assert(each.length <= (disturbed === undefined ? 1 : 2), `${job}: ${each}`);
    }
  }

  snakemake = () => readFileSync(join(this.own, 'work', 'tiny', 'snakemake.log'), 'utf8');
}

async function finish(command: ChildProcess, place: Place, wanted = 0): Promise<void> {
  let text = '';
  for (const stream of [command.stdout!, command.stderr!]) stream.on('data', (chunk) => (text += chunk));
  await once(command, 'close');
  assert.equal(
    command.exitCode,
    wanted,
    `${text}\n${place.snakemake().slice(-4000)}\n${cluster.ask('squeue', '--states=all')}`,
  );
}

describe('a study on a Slurm cluster', { skip: whyNoSlurm() ?? false }, () => {
  let local: Place;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slurm-study-'));
    cluster = await SlurmCluster.start();
    local = new Place('local', inOrder);
    await finish(local.here(), local);
  });
  after(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes to the same results as here, in the same order', async () => {
    const place = new Place('plain', inOrder);
    await finish(place.onCluster(), place);
    assert.deepEqual(place.results(), local.results());
    assert.equal(place.table(), local.table());
    place.ranOnce();
    const submitted = [...place.snakemake().matchAll(/SLURM jobid \d+ \(log: .*\/([^/]+)\/\d+\.log\)/g)];
    assert.deepEqual(
      submitted.map(([, job]) => job.replace('_', '-')),
      inOrder,
    );
  });

  it('left alone by a command that was killed, is finished by the next one, and nothing runs twice', async () => {
    const place = new Place('killed', firstSeed);
    const first = place.onCluster();
    await until('a run is under way', () => firstSeed.some(place.isUnderWay));
    const job = firstSeed.find(place.isUnderWay)!;
    process.kill(-first.pid!, 'SIGKILL');
    await once(first, 'close');
    await finish(place.onCluster(), place);
    assert.deepEqual(place.results(), local.results().slice(0, 2));
    // Snakemake begins a job's log anew: no training is in it, for the job of the next command found the result.
    assert.doesNotMatch(place.log(job), /exact/);
    place.ranOnce();
  });

  it('interrupted, has the runs save their checkpoints, and goes on from them', async () => {
    const place = new Place('interrupted', firstSeed);
    const first = place.onCluster();
    await until('a run is under way', () => firstSeed.some(place.isUnderWay));
    const job = firstSeed.find(place.isUnderWay)!;
    first.kill('SIGINT');
    await finish(first, place, 130);
    await until('the run has left', () => /^Interrupted;/m.test(place.log(job)));
    await finish(place.onCluster(), place);
    assert.deepEqual(place.results(), local.results().slice(0, 2));
    // Snakemake begins a job's log anew.
    assert.match(place.log(job), /^Goes on from step \d+\.$/m);
    place.ranOnce(job);
  });

  it('has what ran on a node that lost its power run again elsewhere, from its checkpoint', async () => {
    const place = new Place('power', firstSeed);
    const command = place.onCluster();
    await until('a run is under way', () => firstSeed.some(place.isUnderWay));
    const job = firstSeed.find(place.isUnderWay)!;
    const node = place.nodeOf(job);
    await cluster.cutPower(node);
    assert(place.isUnderWay(job));
    await finish(command, place);
    cluster.startNode(node);
    assert.deepEqual(place.results(), local.results().slice(0, 2));
    assert.match(place.log(job), /^Goes on from step \d+\.$/m);
    place.ranOnce(job);
  });

  it('has a run that meets its time limit save its checkpoint and go on in the next job', async () => {
    const place = new Place('limit', ['trm-1']);
    // Slurm's limits are whole minutes, and it looks every half one.
    const command = place.onCluster('--set-resources', 'run:runtime=1', '--retries', '20');
    await until('the run is under way', () => place.isUnderWay('trm-1'));
    // It stands still until Slurm, which wakes what it is about to end, does so.
    process.kill(place.processOf('trm-1'), 'SIGSTOP');
    await until('the run has left', () => /^Interrupted;/m.test(place.log('trm-1')));
    await finish(command, place);
    assert.match(place.snakemake(), /status is: 'TIMEOUT'/);
    assert.deepEqual(place.results(), local.results().slice(0, 1));
    assert.match(place.log('trm-1'), /^Goes on from step \d+\.$/m);
    place.ranOnce('trm-1');
  });
});
