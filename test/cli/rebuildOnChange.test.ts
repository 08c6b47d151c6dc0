import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs, { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it, mock } from 'node:test';
import { until } from '../support/until';

const { rebuildOnChange } = require(join(__dirname, '..', '..', '..', 'dist', 'cli', 'rebuildOnChange.js'));

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebuild-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

it('watches anew where a folder comes and goes before Node has looked into it', async () => {
  const watchers: { watcher: EventEmitter; notice: () => void; closed: boolean }[] = [];
  const watch = mock.method(fs, 'watch', (_folder: string, _options: object, notice: () => void) => {
    const own = { watcher: new EventEmitter(), notice, closed: false };
    watchers.push(own);
    return Object.assign(own.watcher, { close: () => (own.closed = true) });
  });
  let builds = 0;
  const end = rebuildOnChange(
    folder,
    () => {
      builds++;
      return spawn('true');
    },
    20,
  );
  try {
    for (let i = 0; i < 2; i++) watchers[0].watcher.emit('error', new Error('ENOENT')); // uncaught where nobody listens
    await until('it watches anew, and builds what it may have missed', () => watchers.length === 2 && builds === 1);
    assert.deepEqual([watchers[0].closed, watchers[1].closed], [true, false]);
    watchers[1].notice();
    await until('it builds what has changed', () => builds === 2);
  } finally {
    end();
    watch.mock.restore();
  }
  assert(watchers[1].closed);
});

it('builds after a change, once more for changes during the build, and not any more once ended', async () => {
  const [source, built, gate] = ['src', 'built', 'gate'].map((name) => join(folder, name));
  const file = join(source, 'deep', 'file.ts');
  mkdirSync(join(source, 'deep'), { recursive: true });
  writeFileSync(file, 'a');
  /** Reads what there is to build, and ends when the gate is opened. */
  const script = `{ cat ${file}; echo; } >> ${built}; while [ ! -e ${gate} ]; do sleep 0.02; done`;
  const builds = () => (existsSync(built) ? readFileSync(built, 'utf8').split('\n').filter(Boolean) : []);
  let running = 0;
  const end = rebuildOnChange(
    source,
    () => {
      assert.equal(running++, 0, 'two builds at once');
      return spawn('sh', ['-c', script]).once('close', () => running--);
    },
    20,
  );
  try {
    appendFileSync(file, 'b');
    await until('it has begun', () => builds().length === 1);
    for (const letter of 'cde') appendFileSync(file, letter);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(builds(), ['ab']);
    writeFileSync(gate, '');
    await until('it has built again', () => builds().length === 2 && running === 0);
    assert.deepEqual(builds(), ['ab', 'abcde']);
    writeFileSync(join(source, 'new.ts'), '');
    await until('the new file is built', () => builds().length === 3 && running === 0);
  } finally {
    end();
  }
  appendFileSync(file, 'f');
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(builds().length, 3);
});
