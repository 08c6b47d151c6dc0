import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { countChanges, fullDisk, killedAt, Offline, readOnly, saysFull } from '../support/faults';
import { until } from '../support/until';
import { type Collection, code, type Finished, makeCollection, markdown, notebookText } from './collection';

// Everything that can go wrong around a report, and what must be left of it afterwards: the last good one.

const project = resolve(__dirname, '../../..');
const page = [
  markdown('# Page\n\n> **Question.** Which?'),
  code('const which: number = 1; // integer in [0, 9]; ; of the run', 'parameters'),
  code("console.log('this is run ' + which);"),
];

let collection: Collection;
let first: Finished;

before(async () => {
  collection = makeCollection();
  collection.write('01-page', page);
  writeFileSync(collection.notebook('02-cut'), notebookText(page).slice(0, 500));
  first = await collection.run();
});
after(() => collection.remove());

const notebooks = () => join(collection.folder, 'notebooks');
const hidden = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('.'));
const scratch = () => hidden(collection.report('.'));
/** Which run a report is of, by its page and by its notebook. */
const runs = () =>
  ['01-page.html', '01-page.ipynb'].map(
    (file) => /this is run (\d)/.exec(collection.read(collection.report(file)))?.[1],
  );
/** A run that makes no report: its notebook is damaged. It writes the front page anew all the same. */
const another = () => collection.run('02');

const isAlive = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
/** What is preloaded into the command: runs `act` after its renames, told what was renamed to what. */
function afterRenames(name: string, act: string): Record<string, string> {
  const file = join(collection.folder, `${name}.js`);
  writeFileSync(
    file,
    `const fs = require('node:fs');
     const { join, dirname } = require('node:path');
     const { renameSync } = fs;
     const wait = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
     fs.renameSync = (from, to) => {
       renameSync(from, to);
       (${act})(from, to);
     };`,
  );
  return { NODE_OPTIONS: `--require "${file}"` };
}

describe('npm run report on a bad day', () => {
  it('names a damaged notebook, and makes the reports of the others', () => {
    assert.equal(first.status, 1);
    assert.match(first.stderr, /02-cut: FAILED .*02-cut\.ipynb is no JSON: .*; bring back/);
    assert.match(first.stdout, /01-page: done/);
    assert.match(collection.read(collection.report('index.html')), /<h2><a href="02-cut\.html">02-cut<\/a>/);
  });

  for (const [what, text] of [
    ['cut short', '{"cells": ['],
    ['of strange cells', '{"cells": [null, {"cell_type": 3}], "metadata": {}}'],
    ['of no cells', '[]'],
  ])
    it(`survives an executed notebook that is ${what}`, async () => {
      const file = collection.report('01-page.ipynb');
      const good = collection.read(file);
      writeFileSync(file, text);
      const { status, stderr } = await another();
      assert.equal(status, 1);
      assert.match(stderr, /Failed: 02-cut/);
      assert.match(collection.read(collection.report('index.html')), /not run yet: npm run report -- 01/);
      writeFileSync(file, good);
    });

  it('killed in the middle of a run, leaves the last report, and nothing running or lying about', async () => {
    const pids = join(collection.folder, 'pids');
    const busy = `require('node:fs').writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + process.ppid + '\\n');\nwhile (true) {}`;
    collection.write('01-page', [...page, code(busy)]);
    const { finished, kill } = collection.start('01');
    await until('the cell runs', () => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'));
    const [kernel, runner] = readFileSync(pids, 'utf8').split(' ').map(Number);
    kill();
    await finished;
    await until('the kernel has ended', () => !isAlive(kernel));
    await until('the runner has ended', () => !isAlive(runner));
    assert.equal(scratch().length, 1);
    assert.deepEqual(runs(), ['1', '1']);
    collection.write('01-page', page);
    await another();
    assert.deepEqual(scratch(), []);
  });

  it('killed while it saves outputs, leaves the notebook as it was, and what it had begun until the next time', async () => {
    const before = collection.read(collection.notebook('01-page'));
    assert.equal((await collection.startWith(killedAt(notebooks(), 2), '--save', '01').finished).status, null);
    assert.equal(collection.read(collection.notebook('01-page')), before);
    assert.equal(hidden(notebooks()).length, 1);
    assert.equal((await collection.run('--save', '01')).status, 0);
    assert.match(collection.read(collection.notebook('01-page')), /this is run 1\\n/);
    assert.deepEqual(hidden(notebooks()), []);
    collection.write('01-page', page);
  });

  it('killed in the middle of writing, leaves a whole page and notebook, and nothing that the next run does not mend', async () => {
    const reports = collection.report('.');
    const changes = await countChanges(reports, (env) => collection.startWith(env, '01').finished);
    assert(changes > 20, `${changes} changes`);
    let cutShort = 0;
    const at = (share: number) => Math.round(share * changes);
    // While the page is exported, and all around its being put in its place.
    for (const change of [at(0.4), ...Array.from({ length: 5 }, (_, i) => at(0.66) + i)]) {
      const env = killedAt(reports, change);
      const { status } = await collection.startWith(env, '01', '-p', 'which=2').finished;
      assert.notEqual(status, 0, `killed at ${change} of ${changes}`);
      cutShort += scratch().length;
      for (const run of runs()) assert.match(run ?? 'none', /^[12]$/);
      for (const file of ['01-page.html', 'index.html'])
        assert.match(collection.read(collection.report(file)), /<\/html>\n?$/);
      JSON.parse(collection.read(collection.report('01-page.ipynb')));
    }
    assert(cutShort > 0, 'nothing was cut short');
    assert.equal((await collection.run('01')).status, 0);
    assert.deepEqual(runs(), ['1', '1']);
    assert.deepEqual(scratch(), []);
  });

  it('on a disk that is full where the notebooks are says so, and leaves the notebook as it was', async () => {
    const before = collection.read(collection.notebook('01-page'));
    const { status, stderr } = await collection.startWith(fullDisk(notebooks(), 100), '--save', '01').finished;
    assert.equal(status, 1);
    assert.match(stderr, /01-page\.ipynb was not written: ENOSPC/);
    assert.match(stderr, saysFull);
    assert.equal(collection.read(collection.notebook('01-page')), before);
    assert.deepEqual([...hidden(notebooks()), ...scratch()], []);
  });

  for (const share of [0, 0.01, 0.5, 1])
    it(`on a disk with room for ${share} of a page says so and keeps the last report`, async () => {
      const room = Math.round(share * statSync(collection.report('01-page.html')).size);
      const faults = fullDisk(collection.report('.'), room);
      const { status, stderr } = await collection.startWith(faults, '01', '-p', 'which=2').finished;
      assert.notEqual(status, 0);
      assert.match(stderr, saysFull);
      assert.doesNotMatch(stderr, /^ {4}at /m);
      assert.deepEqual(runs(), ['1', '1']);
      assert.deepEqual(scratch(), []);
      assert.match(collection.read(collection.report('index.html')), /<\/html>\n$/);
    });

  it('begins no other notebook when the report of one cannot be written', async () => {
    const file = join(collection.folder, 'full.js');
    writeFileSync(
      file,
      `const fs = require('node:fs');
       const { mkdirSync } = fs;
       fs.mkdirSync = (path, ...rest) => {
         if (/01-page/.test(path)) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
         return mkdirSync(path, ...rest);
       };`,
    );
    const others = ['03-other', '04-other', '05-other'];
    for (const name of others) collection.write(name, page);
    const env = { NODE_OPTIONS: `--require "${file}"` };
    const { status, stdout, stderr } = await collection.startWith(env, '01', '03', '04', '05', '--jobs', '2').finished;
    for (const name of others) rmSync(collection.notebook(name));
    assert.equal(status, 1);
    assert.match(stderr, saysFull);
    assert.doesNotMatch(stdout + stderr, /0[45]-other/);
  });

  it('into a folder that cannot be written to refuses at once, and says what to do', async () => {
    const { status, stderr, stdout } = await collection.startWith(readOnly(collection.report('.')), '01').finished;
    assert.equal(status, 2);
    assert.match(stderr, /read-only file system[\s\S]*cannot be written to\. Make it writable.*--reports <folder>/i);
    assert.doesNotMatch(stdout + stderr, /cell 1|^ {4}at /m);
  });

  it('needs neither a network nor a project that can be written to', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'reports-'));
    const offline = new Offline();
    try {
      const env = { ...readOnly(project), ...offline.environment };
      const { status, stderr } = await collection.startWith(env, '01', '--reports', join(elsewhere, 'new')).finished;
      assert.equal(status, 0, stderr);
      assert.match(readFileSync(join(elsewhere, 'new', '01-page.html'), 'utf8'), /this is run 1/);
      assert.deepEqual(offline.attempts(), []);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('twice at once keeps page and notebook of one run together', async () => {
    const [paused, begun] = ['paused', 'begun'].map((name) => join(collection.folder, name));
    // The other is held in its cell until the one stops between its two files, and that until the other has its own ready, and some more.
    const held = `if (which === 4) {
      require('node:fs').writeFileSync(${JSON.stringify(begun)}, '');
      while (!require('node:fs').existsSync(${JSON.stringify(paused)})) await new Promise((go) => setTimeout(go, 50));
    }`;
    collection.write('01-page', [...page, code(held)]);
    const env = afterRenames(
      'pause',
      `(from, to) => {
        if (!to.endsWith('01-page.html')) return;
        fs.writeFileSync(${JSON.stringify(paused)}, '');
        const folder = dirname(to);
        const others = () => fs.readdirSync(folder).filter((name) => name.startsWith('.01-page') && !from.includes(name));
        const isReady = () => others().some((name) => fs.existsSync(join(folder, name, '01-page.html')));
        for (let i = 0; i < 1200 && !isReady(); i++) wait(100);
        wait(2000);
      }`,
    );
    const late = collection.start('01', '-p', 'which=4');
    await until('the other is in its cell', () => existsSync(begun));
    const early = collection.startWith(env, '01', '-p', 'which=3');
    const [one, other] = await Promise.all([early.finished, late.finished]);
    collection.write('01-page', page);
    assert.deepEqual([one.status, other.status], [0, 0], one.stderr + other.stderr);
    assert.deepEqual(runs(), ['4', '4']);
    assert.match(collection.read(collection.report('index.html')), /with which = 4/);
    assert.deepEqual(scratch(), []);
  });

  it('killed between the files of a report, leaves a whole page, and the next run of the notebook mends it', async () => {
    const [, before] = runs();
    const env = afterRenames(
      'die',
      "(from, to) => to.endsWith('01-page.html') && process.kill(process.pid, 'SIGKILL')",
    );
    assert.equal((await collection.startWith(env, '01', '-p', 'which=5').finished).status, null);
    assert.deepEqual(runs(), ['5', before]);
    assert.match(collection.read(collection.report('01-page.html')), /<\/html>/);
    await collection.run('01', '-p', 'which=6');
    assert.deepEqual(runs(), ['6', '6']);
    assert.match(collection.read(collection.report('index.html')), /with which = 6/);
    assert.deepEqual(scratch(), []);
  });
});

describe('saveOutputs', () => {
  const { saveOutputs } = require(join(project, 'dist', 'cli', 'report', 'save.js'));

  it('refuses to put outputs under code that was edited meanwhile', () => {
    const executed = join(collection.folder, 'executed.ipynb');
    writeFileSync(executed, notebookText(page));
    saveOutputs(collection.notebook('01-page'), executed);
    const edited = notebookText([page[0], page[1], code("console.log('edited ' + which);")]);
    writeFileSync(collection.notebook('01-page'), edited);
    assert.throws(
      () => saveOutputs(collection.notebook('01-page'), executed),
      /was edited while it ran; its outputs are not saved/,
    );
    assert.equal(collection.read(collection.notebook('01-page')), edited);
  });
});
