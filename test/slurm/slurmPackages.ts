import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../study/tiny';

// Debian's packages of Slurm, unpacked beside the project's other tools: nothing is installed, no service of the system's is started or asked.

const wanted = ['slurmctld', 'slurmd', 'slurm-client', 'munge'];
const folder = join(project, '.setup', 'slurm');

function run(program: string, args: string[], cwd = '/'): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

const apt = (args: string[], cwd?: string) => run('apt-get', ['-o', 'APT::Sandbox::User=root', ...args], cwd);

/** What apt would install: the packages wanted and what they need that the system lacks. */
function missing(): string[] {
  const simulate = () => apt(['--simulate', '--no-install-recommends', 'install', ...wanted]);
  let said: string;
  try {
    said = simulate();
  } catch {
    apt(['update']); // a machine that never asked knows no packages
    said = simulate();
  }
  return [...said.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
}

/** Unpacks the packages once. */
function unpack(): void {
  if (existsSync(folder)) return;
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const names = missing();
  if (names.length > 0) apt(['download', ...names], fresh);
  for (const file of readdirSync(fresh)) {
    run('dpkg-deb', ['--extract', file, '.'], fresh);
    rmSync(join(fresh, file));
  }
  renameSync(fresh, folder);
}

const roots = [folder, '/'];

/** Of an installed or unpacked program; Debian gives Slurm's daemons names with -wlm. */
function program(name: string): string {
  const places = roots.flatMap((root) => ['bin', 'sbin'].map((bin) => join(root, 'usr', bin, name)));
  const found = places.flatMap((path) => [`${path}-wlm`, path]).find((path) => existsSync(path));
  if (!found) throw new Error(`There is no ${name} in ${places.join(', ')}.`);
  return found;
}

/** The folders of libraries that hold a file. */
const librariesWith = (wanted: RegExp): string[] =>
  roots
    .map((root) => join(root, 'usr', 'lib'))
    .filter((path) => existsSync(path))
    .flatMap((lib) => readdirSync(lib).map((name) => join(lib, name)))
    .filter((path) => /-linux-gnu$/.test(path))
    .flatMap((path) => [path, join(path, 'slurm-wlm'), join(path, 'slurm')])
    .filter((path) => existsSync(path) && readdirSync(path).some((file) => wanted.test(file)));

export interface SlurmPrograms {
  munged: string;
  slurmctld: string;
  slurmd: string;
  slurmstepd: string;
  /** Slurm's folder of plugins. */
  plugins: string;
  /** What a command of Slurm's needs to be found and to run. */
  environment: { PATH: string; LD_LIBRARY_PATH: string };
}

/** @throws Error if the packages cannot be had */
export function slurmPrograms(): SlurmPrograms {
  unpack();
  const [plugins] = librariesWith(/^auth_munge\.so$/);
  const libraries = [...librariesWith(/^libmunge\.so/), plugins];
  return {
    munged: program('munged'),
    slurmctld: program('slurmctld'),
    slurmd: program('slurmd'),
    slurmstepd: program('slurmstepd'),
    plugins,
    environment: {
      PATH: `${join(folder, 'usr', 'bin')}:${process.env.PATH}`,
      LD_LIBRARY_PATH: libraries.join(':'),
    },
  };
}

/** Why there can be no cluster on this machine, if so. */
export function whyNoSlurm(): string | undefined {
  if (process.platform !== 'linux') return 'Slurm runs on Linux only';
  if (process.getuid!() !== 0) return 'the virtual nodes are namespaces of Linux, which only root may make';
  for (const name of ['apt-get', 'dpkg-deb', 'unshare', 'setpriv'])
    if (spawnSync(name, ['--version']).error)
      return `there is no ${name}: the packages of Slurm are those of Debian and Ubuntu`;
  if (spawnSync('unshare', ['--uts', '--pid', '--fork', '--mount-proc', 'true']).status !== 0)
    return 'this system does not let root make namespaces';
  return undefined;
}
