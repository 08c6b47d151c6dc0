import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { tf } from '../nn';

/** Where a result comes from. */
export interface Origin {
  versions: Record<'polezero' | 'node' | 'tfjs-node' | 'libtensorflow' | 'typescript', string>;
  machine: { cpu: string; cores: number };
  /** Of the sources, with '+' where they were changed since; null outside a repository. */
  commit: string | null;
}

const project = join(__dirname, '..', '..');
const git = (...args: string[]) => spawnSync('git', args, { cwd: project, encoding: 'utf8' });

function commit(): string | null {
  const { status, stdout } = git('rev-parse', 'HEAD');
  if (status !== 0) return null;
  const changed =
    git('--no-optional-locks', 'status', '--porcelain', '--untracked-files=no', '--', 'src', 'package-lock.json')
      .stdout !== '';
  return stdout.trim() + (changed ? '+' : '');
}

const version = (file: string): string => JSON.parse(readFileSync(require.resolve(file), 'utf8')).version;

/** The compiler of the library; where that is only used, there may be none. */
function compilerVersion(): string {
  try {
    return version('typescript/package.json');
  } catch {
    return 'unknown';
  }
}

/** Of a result that this process is about to make: later the sources may be others. */
export function origin(): Origin {
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  const { model } = cpus()[0] ?? { model: 'unknown' };
  return {
    versions: {
      polezero: version('../../package.json'),
      node: process.versions.node,
      'tfjs-node': version('@tensorflow/tfjs-node/package.json'),
      libtensorflow: binding.TF_Version,
      typescript: compilerVersion(),
    },
    machine: { cpu: model.trim(), cores: cpus().length },
    commit: commit(),
  };
}
