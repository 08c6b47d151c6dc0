import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const project = join(__dirname, '..', '..', '..');

/** What `npm run lab` starts, on a folder of its own inside the project, so that notebooks find the packages and the data as ours do. */
export interface LabServer {
  /** The address that it prints. */
  url: string;
  /** What it prints until then. */
  said: string;
  /** Where the notebooks are. */
  folder: string;
  process: ChildProcess;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** Waits for `pattern` in what a program prints; fails when it ends before. */
export function printed(program: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (chunk: Buffer) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) resolve(match);
    };
    program.stdout?.on('data', look);
    program.stderr?.on('data', look);
    program.once('exit', () => reject(new Error(`ended without printing ${pattern}:\n${text}`)));
  });
}

/** Starts the launcher `lab` (a path) without a browser of its own, with more in its environment. */
export async function launchLab(
  lab: string,
  options: string[],
  env: Record<string, string> = {},
): Promise<ChildProcess & { url: string; said: string }> {
  const root = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const given = ['--no-browser', '--ip=127.0.0.1', `--port=${await freePort()}`, ...root, ...options];
  const launched = spawn(process.execPath, [lab, ...given], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const { 0: url, input: said } = await printed(launched, /http:\/\/127\.0\.0\.1:\d+\/lab\?token=\w+/);
    return Object.assign(launched, { url, said });
  } catch (error) {
    launched.kill();
    throw error;
  }
}

export async function startLab(env: Record<string, string> = {}): Promise<LabServer> {
  mkdirSync(join(project, 'build'), { recursive: true });
  const root = mkdtempSync(join(project, 'build', 'lab-'));
  const folder = join(root, 'notebooks');
  mkdirSync(folder);
  for (const name of ['data', 'studies']) symlinkSync(join(project, name), join(root, name));
  const launched = await launchLab(
    join(project, 'dist', 'cli', 'lab.js'),
    ['--no-watch', `--ServerApp.root_dir=${root}`],
    env,
  );
  return {
    url: launched.url,
    said: launched.said,
    folder,
    process: launched,
    async stop() {
      launched.kill();
      if (launched.exitCode === null) await once(launched, 'exit');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
