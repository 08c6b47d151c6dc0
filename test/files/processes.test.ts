import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';

const { lives, processOf } = require(join(__dirname, '..', '..', '..', 'dist', 'files', 'processes.cjs'));

describe('lives', () => {
  it('tells a process from a later one with the same number', () => {
    const own = processOf(process.pid);
    assert(lives(own));
    assert(!lives({ ...own, started: '1' }));
  });

  it('knows one that has ended, and one whose end nobody took note of', async () => {
    // The shell becomes a program that never asks how its child ended: the child stays a zombie.
    const parent = spawn('sh', ['-c', 'sleep 300 & echo $!; exec sleep 300'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [said] = await once(parent.stdout!, 'data');
      const child = processOf(Number(said));
      assert(lives(child));
      process.kill(child.pid, 'SIGKILL');
      const state = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
      for (let i = 0; i < 600 && state() !== 'Z'; i++) await setTimeout(50);
      assert.equal(state(), 'Z');
      assert(!lives(child));
      const gone = processOf(parent.pid!);
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      assert(!lives(gone));
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('is not misled by what a damaged lock says', () => {
    for (const pid of [0, -1, undefined, 'x', null]) assert(!lives({ pid, started: '' }), String(pid));
  });
});
