// node build/test/slurm/run.js <command …> starts a Slurm of two virtual nodes, runs the command with it, and removes it again:
//   node build/test/slurm/run.js npm run study -- test/study/tiny.json --results /tmp/results --work /tmp/work --profile studies/slurm
// The exit status is the command's. Without a command, a shell.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SlurmCluster } from './SlurmCluster';
import { whyNoSlurm } from './slurmPackages';

async function main([program = 'bash', ...args]: string[]): Promise<number> {
  const why = whyNoSlurm();
  if (why) throw new Error(`No Slurm here: ${why}.`);
  const cluster = await SlurmCluster.start();
  try {
    const child = spawn(program, args, { stdio: 'inherit', env: cluster.environment });
    // The terminal sends Ctrl-C to the command, too, whose it is to end.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    const [status] = await once(child, 'close');
    return status ?? 1;
  } finally {
    await cluster.stop();
  }
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
