import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type SlurmPrograms, slurmPrograms } from './slurmPackages';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * A Slurm of its own: a controller and nodes of one processor each, on the loopback address, all of its files in one temporary folder. A node is a
 * namespace with its own host name and its own processes, as another computer has them; its file system is everybody's.
 */
export class SlurmCluster {
  private readonly daemons = new Map<string, ChildProcess>();

  private constructor(
    readonly folder: string,
    private readonly programs: SlurmPrograms,
    readonly nodes: readonly string[],
  ) {}

  /**
   * Starts one and waits until its nodes are idle.
   *
   * @throws Error, with what the daemons said, if it does not come up
   */
  static async start(nodes = ['node1', 'node2']): Promise<SlurmCluster> {
    const cluster = new SlurmCluster(mkdtempSync(join(tmpdir(), 'slurm-')), slurmPrograms(), nodes);
    try {
      await cluster.configure();
      cluster.startMunge();
      await cluster.until('munged answers', () => existsSync(cluster.path('munge.socket')));
      cluster.startDaemon('slurmctld', [cluster.programs.slurmctld, '-D']);
      for (const node of nodes) cluster.startNode(node);
      await cluster.until('all nodes are idle', () => nodes.every((node) => cluster.stateOf(node) === 'idle'));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  private path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  private get configuration(): string {
    return this.path('slurm.conf');
  }

  /** For a command that is to use this cluster. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.programs.environment, SLURM_CONF: this.configuration };
  }

  private async configure(): Promise<void> {
    for (const name of ['state', 'log', ...this.nodes.map((node) => `spool-${node}`)]) mkdirSync(this.path(name));
    const lines = [
      'ClusterName=test',
      `SlurmctldHost=${hostname()}(127.0.0.1)`,
      `SlurmctldPort=${await freePort()}`,
      'SlurmUser=root',
      'SlurmdUser=root',
      `AuthInfo=socket=${this.path('munge.socket')}`,
      `PluginDir=${this.programs.plugins}`,
      `StateSaveLocation=${this.path('state')}`,
      `SlurmdSpoolDir=${this.path('spool-%n')}`,
      `SlurmctldPidFile=${this.path('slurmctld.pid')}`,
      `SlurmdPidFile=${this.path('slurmd-%n.pid')}`,
      'MailProg=/bin/true',
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_Core_Memory',
      'SlurmdParameters=config_overrides',
      // A node that is silent for so many seconds is down; 300 by default.
      'SlurmdTimeout=20',
      'ReturnToService=2',
    ];
    for (const node of this.nodes)
      lines.push(
        `NodeName=${node} NodeHostname=${node} NodeAddr=127.0.0.1 Port=${await freePort()} CPUs=1 RealMemory=4000`,
      );
    lines.push('PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP');
    writeFileSync(this.configuration, `${lines.join('\n')}\n`);
  }

  /** A program in the foreground, which the kernel kills when this process ends, however it ends. */
  private startDaemon(name: string, command: string[]): void {
    const log = openSync(this.path('log', name), 'a');
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
      stdio: ['ignore', log, log],
      env: this.environment,
    });
    closeSync(log);
    this.daemons.set(name, child);
  }

  private startMunge(): void {
    const key = this.path('munge.key');
    writeFileSync(key, randomBytes(128), { mode: 0o400 });
    this.startDaemon('munged', [
      ...[this.programs.munged, '--foreground', '--force', `--key-file=${key}`],
      ...[`--socket=${this.path('munge.socket')}`, `--pid-file=${this.path('munged.pid')}`],
      ...[`--log-file=${this.path('log', 'munged.log')}`, `--seed-file=${this.path('munged.seed')}`],
    ]);
  }

  /** Switches a node on. */
  startNode(node: string): void {
    const { slurmd, slurmstepd } = this.programs;
    // Slurm's commands find the configuration where they look by themselves: what runs in a job has no SLURM_CONF. The shell is the namespace's
    // first process: it takes care of orphans, and everything in there ends with it.
    const boot = `set -e
      hostname "$0"
      if [ -d /etc/slurm ]; then mount --bind "$1" /etc/slurm; fi
      mount -t tmpfs none /run
      mkdir /run/slurm
      ln -s "$1" /run/slurm/conf
      shift
      "$@"
      exit`;
    this.startDaemon(node, [
      ...['unshare', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc'],
      ...['bash', '-c', boot, node, this.folder, slurmd, '-D', '-d', slurmstepd],
    ]);
  }

  /** Ends a node as a power cut does: all its processes, at once. */
  async cutPower(node: string): Promise<void> {
    await this.kill(node);
  }

  private async kill(name: string): Promise<void> {
    const child = this.daemons.get(name);
    this.daemons.delete(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** What a command of Slurm's prints; its errors, if it fails. */
  ask(program: string, ...args: string[]): string {
    const { stdout, stderr, status } = spawnSync(program, args, { env: this.environment, encoding: 'utf8' });
    return (status === 0 ? stdout : stderr).trim();
  }

  stateOf(node: string): string {
    return this.ask('sinfo', '--noheader', '--nodes', node, '--format', '%T');
  }

  private async until(what: string, holds: () => boolean): Promise<void> {
    for (let i = 0; i < 240; i++) {
      if (holds()) return;
      await setTimeout(250);
    }
    const logs = ['munged', 'slurmctld', ...this.nodes].map((name) => this.path('log', name));
    const said = logs
      .filter((path) => existsSync(path))
      .map((path) => `${path}:\n${readFileSync(path, 'utf8').slice(-2000)}`);
    throw new Error(`Slurm did not start (waited until ${what}).\n${said.join('\n')}`);
  }

  /** Ends all of it and removes its folder. */
  async stop(): Promise<void> {
    for (const name of [...this.daemons.keys()].reverse()) await this.kill(name);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
