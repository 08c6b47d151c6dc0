import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
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
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';

const module_ = join(__dirname, '..', '..', '..', 'dist', 'files', 'lock.js');
const { Lock, lockOwner } = require(module_);

let path: string;
/** Ended with their test, whatever becomes of it. */
const children: ChildProcess[] = [];
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'lock-')), 'lock.json');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(join(path, '..'), { recursive: true });
});

/** Another process that has the lock and does nothing. */
async function holder() {
  const code = `const { Lock } = require(process.argv[1]);
    console.log(Lock.take(process.argv[2]) instanceof Lock); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', code, module_, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  assert.equal(String(said).trim(), 'true');
  return child;
}

describe('Lock', () => {
  it('is taken once, until it is released', () => {
    const lock = Lock.take(path);
    assert(lock instanceof Lock);
    assert.deepEqual(Lock.take(path).processes[0].pid, process.pid);
    lock.release();
    const next = Lock.take(path);
    assert(next instanceof Lock);
    next.release();
    assert.deepEqual(readdirSync(join(path, '..')), []);
  });

  it('is held while its process lives, and lost when that is killed', async () => {
    const child = await holder();
    assert.equal(Lock.take(path).processes[0].pid, child.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(lockOwner(path), undefined);
    const lock = Lock.take(path);
    assert(lock instanceof Lock);
    lock.release();
  });

  it('is held by a process that it was shared with, when the first is gone', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    children.push(other);
    await once(other, 'spawn');
    const lock = Lock.take(path);
    lock.share(other.pid);
    const owner = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(
      path,
      JSON.stringify({ ...owner, processes: [{ pid: process.pid, started: '1' }, owner.processes[1]] }),
    );
    assert.equal(Lock.take(path).processes[1].pid, other.pid);
    other.kill('SIGKILL');
    await once(other, 'exit');
    assert.equal(lockOwner(path), undefined);
    lock.release();
  });

  it('that the dead have left goes to one of many who come for it', async () => {
    const inside = join(path, '..', 'inside');
    // Each waits for its turn, is alone while it has the lock, and dies without giving it back.
    const code = `const { Lock } = require(process.argv[1]);
      const { mkdirSync, rmdirSync } = require('node:fs');
      const come = () => {
        if (!(Lock.take(process.argv[2]) instanceof Lock)) return setImmediate(come);
        mkdirSync(process.argv[3]);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        rmdirSync(process.argv[3]);
        process.kill(process.pid, 'SIGKILL');
      };
      process.stdin.once('end', come).resume();`;
    const crowd = Array.from({ length: 12 }, () => {
      const child = spawn(process.execPath, ['-e', code, module_, path, inside], {
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      children.push(child);
      return child;
    });
    const ends = crowd.map((child) => once(child, 'exit'));
    for (const child of crowd) child.stdin!.end();
    for (const [status, signal] of await Promise.all(ends)) assert.deepEqual([status, signal], [null, 'SIGKILL']);
  });

  it('that the dead have left is cleared by one comer at a time; by the next, if that one was killed', async () => {
    const child = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const clearing = Lock.take(`${path}.clearing`); // as of a comer who is in the middle of it
    const waits = holder();
    const first = await Promise.race([waits.then(() => 'taken'), setTimeout(1500, 'waiting')]);
    assert.equal(first, 'waiting');
    clearing.release();
    const second = await waits;
    assert.equal(Lock.take(path).processes[0].pid, second.pid);
    second.kill('SIGKILL');
    await once(second, 'exit');
    writeFileSync(`${path}.clearing`, readFileSync(path)); // its owner is dead
    const lock = Lock.take(path);
    assert(lock instanceof Lock);
    lock.release();
    assert.deepEqual(readdirSync(join(path, '..')), []);
  });

  it('is nobody’s when it is broken', () => {
    for (const content of [
      '',
      '{"host":"elsew',
      'null',
      '[]',
      '{"host":"elsewhere"}',
      '{"host":"elsewhere","processes":3}',
    ]) {
      writeFileSync(path, content);
      assert.equal(lockOwner(path), undefined, content);
      const lock = Lock.take(path);
      assert(lock instanceof Lock, content);
      lock.release();
    }
    assert.deepEqual(readdirSync(join(path, '..')), []);
  });

  it('of another computer is lost when it has not been touched for long', () => {
    const there = { host: 'elsewhere', processes: [{ pid: process.pid, started: '1' }] };
    writeFileSync(path, JSON.stringify(there));
    assert.deepEqual(Lock.take(path), there);
    const longAgo = Date.now() / 1000 - 3600;
    utimesSync(path, longAgo, longAgo);
    const lock = Lock.take(path);
    assert(lock instanceof Lock);
    lock.release();
    assert(!existsSync(path));
  });

  it('is nobody’s if it names nobody: the computer crashed before it was on the disk', () => {
    const mine = { pid: process.pid, started: '1' };
    const nobodys = ['', '{', 'null', '[]', '{}', { host: 'elsewhere' }, { host: 3, processes: [mine] }];
    // 0 and −1 would be all processes of a group, or of the computer.
    const groups = [0, -1, 1.5, '7'].map((pid) => ({ host: 'elsewhere', processes: [{ pid, started: '1' }] }));
    for (const content of [...nobodys, { host: 'elsewhere', processes: [] }, ...groups]) {
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      assert.equal(lockOwner(path), undefined, JSON.stringify(content));
      const lock = Lock.take(path);
      assert(lock instanceof Lock);
      lock.release();
    }
  });

  it('is touched while its process is busy', async () => {
    const busy = `const { Lock } = require(process.argv[1]); Lock.take(process.argv[2]);
      process.stdout.write('taken', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))`;
    const child = spawn(process.execPath, ['-e', busy, module_, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      const longAgo = Date.now() / 1000 - 3600;
      utimesSync(path, longAgo, longAgo);
      for (let i = 0; i < 1200 && statSync(path).mtimeMs / 1000 < longAgo + 1; i++) await setTimeout(50);
      assert(Date.now() - statSync(path).mtimeMs < 60_000);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
});
