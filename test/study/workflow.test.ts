import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fullDisk, Offline, readOnly, saysFull } from '../support/faults';
import { until } from '../support/until';
import { lasting, project, sittings, tinyStudy } from './tiny';

const { lockOwner } = require(join(project, 'dist', 'files', 'lock.js'));

const tiny = JSON.parse(readFileSync(tinyStudy, 'utf8'));
const jobs = ['trm-1', 'tied-2-1', 'trm-2', 'tied-2-2'];

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'workflow-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A place with a study, its results and its work. */
function place(name: string, study: object = tiny) {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const file = join(own, 'tiny.json');
  writeFileSync(file, JSON.stringify(study));
  const [results, work] = [join(own, 'results'), join(own, 'work')];
  const runs = join(results, 'tiny', 'runs');
  return {
    file,
    results,
    work,
    runs,
    env: {} as Record<string, string>,
    result: (job: string) => join(runs, `${job}.json`),
    log: (job: string) => readFileSync(join(work, 'tiny', ...job.split(/-(?=\d+$)/), 'log'), 'utf8'),
  };
}
type Place = ReturnType<typeof place>;

class Command {
  text = '';
  readonly child: ChildProcess;

  /** In a process group of its own, as a terminal starts it. */
  constructor({ file, results, work, env }: Place, ...more: string[]) {
    const args = [join(project, 'dist', 'cli', 'study.js'), file, '--results', results, '--work', work, ...more];
    this.child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) stream.on('data', (chunk) => (this.text += chunk));
  }

  async end(): Promise<{ status: number | null; text: string }> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return { status: this.child.exitCode, text: this.text };
  }
}
const run = (where: Place, ...more: string[]) => new Command(where, ...more).end();

/** Whether a run has a checkpoint but no end. */
const isUnderWay = ({ work, result }: Place, job: string): boolean => {
  const own = join(work, 'tiny', ...job.split(/-(?=\d+$)/));
  return (
    existsSync(join(own, 'seconds.json')) && !existsSync(join(own, 'model.safetensors')) && !existsSync(result(job))
  );
};

/** Who runs the study there. */
const lockOf = ({ work }: Place) => join(work, 'tiny', 'lock.json');
const whole = ({ result }: Place) => jobs.map((job) => lasting(result(job)));
const times = ({ result }: Place) => jobs.map((job) => (existsSync(result(job)) ? statSync(result(job)).mtimeMs : 0));

describe('npm run study', () => {
  const undisturbed = () => place('undisturbed');

  it('runs every cell with every seed, and says so', async () => {
    const where = undisturbed();
    const { status, text } = await run(where);
    assert.equal(status, 0, text);
    for (const job of jobs)
      assert.match(text, new RegExp(`^${job}: \\d+ s, [\\d.]+ % exactly right; \\d of 4 done`, 'm'));
    assert.match(text, /1 of 4 done, about \d+ min left/);
    assert.match(text, /^4 of 4 runs: /m);
    const { run: made, ...rest } = JSON.parse(readFileSync(where.result('tied-2-2'), 'utf8'));
    assert.deepEqual(made.trainer, { ...tiny.base.trainer, learningRate: 0.002 });
    assert.equal(rest.curves.evaluations.at(-1).step, 100);
    assert.equal(rest.measurements.depth.bySupervisionStep.length, 4);
    assert.equal(rest.netCalls, 2);
    for (const job of jobs) assert.deepEqual(sittings(where.work, job), [0], job);
    assert.match(rest.versions.libtensorflow, /^2\./);
    assert.doesNotMatch(JSON.stringify(rest), new RegExp(`${folder}|${project}`), 'paths of this machine');
    const lines = readFileSync(join(where.results, 'tiny.csv'), 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 5);
  });

  it('interrupted, killed, and started again, comes to the same and runs nothing twice', async () => {
    const where = place('killed');

    const first = new Command(where, '--cores', '2');
    await until('a run is under way', () => jobs.some((job) => isUnderWay(where, job)));
    process.kill(-first.child.pid!, 'SIGSTOP');
    const refused = await run(where);
    assert.equal(refused.status, 2, refused.text);
    assert.match(refused.text, /running already/);
    process.kill(-first.child.pid!, 'SIGCONT');
    process.kill(-first.child.pid!, 'SIGINT'); // Ctrl-C reaches all that a terminal has started
    const interrupted = await first.end();
    assert.equal(interrupted.status, 130, interrupted.text);
    assert.match(interrupted.text, /the same command goes on from here/);
    const saved = jobs.filter((job) => isUnderWay(where, job) && /^Interrupted;/m.test(where.log(job)));
    assert(saved.length > 0, 'no run was saved');

    const second = new Command(where, '--cores', '1');
    const fresh = jobs.filter((job) => !saved.includes(job) && !existsSync(where.result(job)));
    await until(
      'one is done and another under way',
      () => times(where).some(Boolean) && (fresh.length > 0 ? fresh : saved).some((job) => isUnderWay(where, job)),
    );
    process.kill(-second.child.pid!, 'SIGKILL');
    await second.end();
    const done = times(where);
    const before = jobs.map((job) => sittings(where.work, job));

    const { status, text } = await run(where);
    assert.equal(status, 0, text);
    assert.deepEqual(whole(where), whole(undisturbed()));
    for (const [i, job] of jobs.entries()) {
      const each = sittings(where.work, job);
      if (done[i]) assert.equal(times(where)[i], done[i], `${job} ran again`);
      if (done[i]) assert.deepEqual(each, before[i], `${job} was trained again`);
      // Two disturbances; each sitting goes on from the last checkpoint.
      assert(each.length <= 3 && each[0] === 0, `${job}: ${each}`);
      if (saved.includes(job)) assert(each[1] > 0, `${job}: ${each}`);
      for (let k = 1; k < each.length; k++) assert(each[k] >= each[k - 1], `${job}: ${each}`);
    }
    assert(
      saved.every((job) => /^Goes on from step \d+\.$/m.test(where.log(job))),
      'began anew',
    );
  });

  it('goes on by itself when only the command is killed, and nobody else may begin meanwhile', async () => {
    const where = place('orphaned');
    const { child } = new Command(where, '--cores', '2');
    await until('a run is under way', () => jobs.some((job) => isUnderWay(where, job)));
    process.kill(-child.pid!, 'SIGSTOP');
    child.kill('SIGKILL');
    const refused = await run(where);
    process.kill(-child.pid!, 'SIGCONT');
    assert.equal(refused.status, 2, refused.text);
    assert.match(refused.text, /running already/);
    await until('all is done', () => times(where).every(Boolean));
    await until('the lock is left', () => lockOwner(lockOf(where)) === undefined);
    const { status, text } = await run(where);
    assert.equal(status, 0, text);
    assert.deepEqual(whole(where), whole(undisturbed()));
    for (const job of jobs) assert.deepEqual(sittings(where.work, job), [0], job);
  });

  it('saves its runs and says so when Snakemake is killed', async () => {
    const where = place('beheaded');
    const command = new Command(where, '--cores', '2');
    await until('a run is under way', () => jobs.some((job) => isUnderWay(where, job)));
    process.kill(lockOwner(lockOf(where)).processes[1].pid, 'SIGKILL');
    const { status, text } = await command.end();
    assert.equal(status, 1, text);
    assert.match(text, /Snakemake was ended by SIGKILL; the same command goes on from here/);
    const again = await run(where);
    assert.equal(again.status, 0, again.text);
    assert.deepEqual(whole(where), whole(undisturbed()));
  });

  it('runs nothing where the results are, whatever the times of the files and without their work', async () => {
    const [from, where] = [undisturbed(), place('clone')];
    mkdirSync(where.runs, { recursive: true });
    for (const [i, job] of jobs.entries()) {
      copyFileSync(from.result(job), where.result(job));
      utimesSync(where.result(job), 1e9 - i, 1e9 - i);
    }
    const before = times(where);
    const { status, text } = await run(where);
    assert.equal(status, 0, text);
    assert.match(text, /^4 of 4 done;/m);
    assert.deepEqual(times(where), before);
    for (const table of ['tiny.csv', 'tiny-depth.csv', 'tiny.provenance.json'])
      assert.equal(readFileSync(join(where.results, table), 'utf8'), readFileSync(join(from.results, table), 'utf8'));
  });

  it('refuses results of cells that have changed, and runs those anew if it is told to', async () => {
    const from = undisturbed();
    const changed = structuredClone(tiny);
    changed.cells[1].steps = 10;
    const where = place('stale', changed);
    mkdirSync(where.runs, { recursive: true });
    for (const job of jobs) copyFileSync(from.result(job), where.result(job));
    const before = times(where);
    const refused = await run(where);
    assert.equal(refused.status, 2);
    assert.match(refused.text, /2 of 4 results .* changed: tied-2-1, tied-2-2\.[\s\S]*--rerun-stale/);
    assert.deepEqual(times(where), before);

    const { status, text } = await run(where, '--rerun-stale', '--seeds', '1');
    assert.equal(status, 0, text);
    assert.match(text, /^tied-2-1: .* 2 of 2 done/m);
    assert.match(text, /Left out, .*: tied-2-2\.json/);
    assert.equal(JSON.parse(readFileSync(where.result('tied-2-1'), 'utf8')).run.steps, 10);
    assert.deepEqual(
      times(where).filter((_, i) => i !== 1),
      before.filter((_, i) => i !== 1),
    );
  });

  it('says what failed and why, and does the rest', async () => {
    const failing = {
      ...tiny,
      seeds: [1],
      tasks: { ...tiny.tasks, own: { kind: 'csv', path: join(folder, 'none.csv'), puzzle: 'sudoku', test: 2 } },
      cells: [
        { name: 'broken', task: 'own' },
        { ...tiny.cells[1], steps: 10 },
      ],
    };
    const where = place('failing', failing);
    const { status, text } = await run(where, '--cores', '1');
    assert.equal(status, 1, text);
    assert.match(text, /^broken-1 failed; [\s\S]*none\.csv/m);
    assert.deepEqual(readdirSync(where.runs), ['tied-2-1.json']);
  });

  it('on a full disk says so, and comes to the same when there is room', async () => {
    const where = place('full');
    where.env = fullDisk(join(folder, 'full'), 150_000);
    const { status, text } = await run(where, '--seeds', '1');
    assert.equal(status, 1, text);
    assert.match(text, saysFull);
    where.env = {};
    const again = await run(where, '--seeds', '1');
    assert.equal(again.status, 0, again.text);
    for (const job of jobs.slice(0, 2))
      assert.deepEqual(lasting(where.result(job)), lasting(undisturbed().result(job)));
    assert.deepEqual(
      readdirSync(where.runs).sort(),
      jobs
        .slice(0, 2)
        .map((job) => `${job}.json`)
        .sort(),
    );
  });

  it('runs without a network, in a project that cannot be written to', async () => {
    const [from, where] = [undisturbed(), place('offline')];
    mkdirSync(where.runs, { recursive: true });
    for (const job of jobs.slice(1)) copyFileSync(from.result(job), where.result(job));
    const offline = new Offline();
    where.env = { ...offline.environment, ...readOnly(project) };
    const { status, text } = await run(where);
    assert.equal(status, 0, text);
    assert.deepEqual(lasting(where.result(jobs[0])), lasting(from.result(jobs[0])));
    assert.deepEqual(offline.attempts(), []);
  });

  for (const [what, text] of [
    ['cut short', '{"study":"tiny","ce'],
    ['empty', ''],
    ['of another kind', 'null'],
    ['a part of one', '{"cell":"trm","run":{},"measurements":{}}'],
  ])
    it(`names a result that is ${what}, keeps it, and says what to do`, async () => {
      const where = place('damaged');
      mkdirSync(where.runs, { recursive: true });
      writeFileSync(where.result('trm-1'), text);
      const refused = await run(where);
      assert.equal(refused.status, 1);
      assert.match(refused.text, /trm-1\.json is no .*; remove it to run that cell again\.\n$/);
      assert.equal(readFileSync(where.result('trm-1'), 'utf8'), text);
    });

  it('where it cannot write says so', async () => {
    const where = place('read-only');
    where.env = readOnly(join(folder, 'read-only'));
    const { status, text } = await run(where);
    assert.equal(status, 1);
    assert.match(text, /This place cannot be written to\. Make it writable.*--results <folder> and --work <folder>/);
  });

  it('takes a lock that is broken as nobody’s', async () => {
    const where = place('broken-lock');
    mkdirSync(join(where.work, 'tiny'), { recursive: true });
    writeFileSync(join(where.work, 'tiny', 'lock.json'), '{"host":"el');
    const { status, text } = await run(where, '--dry-run');
    assert.equal(status, 0, text);
    assert(!existsSync(join(where.work, 'tiny', 'lock.json')));
  });

  it('says what it would do, in parts, and on a cluster', async () => {
    const where = place('dry');
    const part = await run(where, '--dry-run', '--cells', 'tied-2', '--until', 'run');
    assert.equal(part.status, 0, part.text);
    assert.match(part.text, /^run +2$/m);
    assert.doesNotMatch(part.text, /^collect/m);
    const cluster = await run(where, '--dry-run', '--profile', join(project, 'studies', 'slurm'));
    assert.equal(cluster.status, 0, cluster.text);
    assert.match(cluster.text, /^run +4$/m);
    assert.match(cluster.text, /cpus_per_task=1/);
    assert(!existsSync(where.runs));
  });

  const refused: [string[], RegExp][] = [
    [['--cells', 'trx'], /--cells names trx; the study has trm, tied-2/],
    [['--seeds', '1,7'], /--seeds names 7; the study has 1, 2/],
    [['--cores', '0'], /--cores is 0/],
    [['--corez', '1'], /corez[\s\S]*Usage/],
    [['more'], /Usage/],
  ];
  for (const [args, message] of refused)
    it(`refuses ${args.join(' ')}`, async () => {
      const { status, text } = await run(place('refused'), ...args);
      assert.equal(status, 2);
      assert.match(text, message);
    });
});
