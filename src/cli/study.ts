// npm run study -- <study> runs all cells of a study with all its seeds. Exit status: 0 at the end, 1 failed, 2 refused, 130 interrupted (Ctrl-C: runs
// are saved first).

import { UsageError } from './report/usage';

// Of networks this small one thread of TensorFlow makes more steps a second than two; said before it is loaded.
process.env.TF_NUM_INTRAOP_THREADS ??= '1';
process.env.TF_NUM_INTEROP_THREADS ??= '1';

async function main([command, ...rest]: string[]): Promise<number> {
  const { runJob } = await import('./study/runJob.js');
  return command === 'run' ? runJob(rest) : 2;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
