// Peers that are programs of their own: where their packages are, and how they are asked.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { project } from './measure.mjs';

const pythonOf = (folder) => join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/**
 * The Python that has PyTorch and torchdeq: an environment of its own in .setup/peers, made on first use and only then, or again when other
 * versions are asked for.
 */
export function torchPython() {
  const packages = ['torch==2.15.0', 'torchdeq==0.1.0', 'numpy==2.4.6'];
  const folder = join(project, '.setup', 'peers', 'torch');
  const [python, stamp] = [pythonOf(folder), join(folder, `${packages.join(',')}.complete`)];
  if (existsSync(stamp)) return python;
  console.error(`Installing ${packages.join(', ')} into ${folder} (on Linux about 5 GB) …`);
  rmSync(folder, { recursive: true, force: true });
  execFileSync(pythonOf(join(project, '.venv')), ['-m', 'venv', folder], { stdio: 'inherit' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', ...packages], { stdio: 'inherit' });
  writeFileSync(stamp, '');
  return python;
}

/** A program that answers every line of JSON with one. */
export function startSide(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: project,
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} ${args[0]} has ended.`);
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}
