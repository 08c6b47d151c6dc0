import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { python } from './kernels';

// What a Jupyter server does, in a process that can be killed: starts the kernel `tslab`, runs a cell, says its number, waits.
const server = `
import sys, time
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=60)
if sys.argv[1] == "busy":
    client.execute("while (true) {}")
    time.sleep(1)
print(manager.provisioner.pid, flush=True)
time.sleep(600)
`;

const isAlive = (pid: number) => {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

for (const state of ['idle', 'busy']) {
  it(`a kernel that is ${state} does not outlive the kill -9 of its server`, async () => {
    const parent = spawn(python, ['-c', server, state], { stdio: ['ignore', 'pipe', 'inherit'] });
    const kernel = await new Promise<number>((resolve, reject) => {
      parent.stdout.once('data', (chunk) => resolve(Number(chunk)));
      parent.once('exit', (status) => reject(new Error(`the server ended with ${status}`)));
    });
    assert(isAlive(kernel));
    parent.kill('SIGKILL');
    const deadline = Date.now() + 20_000;
    while (isAlive(kernel) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
    const survived = isAlive(kernel);
    if (survived) process.kill(kernel, 'SIGKILL');
    assert(!survived, 'the kernel lives on');
  });
}
