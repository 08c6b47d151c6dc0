// npm run study -- <study> runs all cells of a study with all its seeds. Exit status: 0 at the end, 1 failed, 2 refused, 130 interrupted (Ctrl-C: runs
// are saved first).

import { diskTrouble } from './diskTrouble';
import { UsageError } from './report/usage';

// Of networks this small one thread of TensorFlow makes more steps a second than two; said before it is loaded.
process.env.TF_NUM_INTRAOP_THREADS ??= '1';
process.env.TF_NUM_INTEROP_THREADS ??= '1';

// What is said is of less worth than the run: a log on a full disk, or a reader that has left, does not end it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

async function main([command, ...rest]: string[]): Promise<number> {
  if (command === 'run') return (await import('./study/runJob.js')).runJob(rest);
  if (command === 'collect') return (await import('./study/runCollect.js')).runCollect(rest);
  if (command === 'cost') return (await import('./study/runCost.js')).runCost(rest);
  if (command === 'time') return (await import('./study/runTime.js')).runTime(rest);
  const { runStudy } = await import('./study/runStudy.js');
  return runStudy(command === undefined ? [] : [command, ...rest]);
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    console.error(diskTrouble(error, '--results <folder> and --work <folder>') ?? error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
