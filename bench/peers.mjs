// Peers that are programs of their own: where they are, and how they are asked.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { denoFolder, peerProgram } from '../src/cli/setup/peers.mjs';
import { option, project } from './measure.mjs';

/** The exit status of a comparison whose peer could not be installed. */
export const peerMissing = 3;

/** Has the set-up install a peer on first use, in .setup/peers; without it this comparison ends here, having said why, and only this one. */
function install(name) {
  const args = [join(project, 'src', 'cli', 'setup.mjs'), `peer-${name}`];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', process.stderr, process.stderr] });
  if (status === 0) return;
  console.error(`This comparison needs ${name}, which is not there: it is left out.`);
  process.exit(peerMissing);
}

/** The Python of a peer's environment: 'scipy', 'torch' (with torchdeq) or 'jupyter'; --python=… names another one that has the same packages. */
export function peerPython(name) {
  const given = option('python');
  if (given) return given;
  install(name);
  return peerProgram(name);
}

/** Deno's program. */
export function denoProgram() {
  install('deno');
  const packages = join(denoFolder(), 'node_modules', '@deno');
  const [platform] = readdirSync(packages);
  return join(packages, platform, process.platform === 'win32' ? 'deno.exe' : 'deno');
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
