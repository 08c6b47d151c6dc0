// npm run train -- <folder>: trains the run that <folder>/run.json describes, and goes on where it was left. Exit status: 0 at its end, 1 failed,
// 2 refused, 130 interrupted (Ctrl-C: the run is saved first).

import { join } from 'node:path';
import { Lock } from '../files/lock';
import { pace } from '../viz/pace';
import { diskTrouble } from './diskTrouble';
import { timeLeft } from './timeLeft';

// Of networks this small one thread of TensorFlow makes more steps a second than two; said before it is loaded.
process.env.TF_NUM_INTRAOP_THREADS ??= '1';
process.env.TF_NUM_INTEROP_THREADS ??= '1';

const usage = `Usage: npm run train -- <folder>

Trains what <folder>/run.json describes: { task, model, trainer, seed, steps }. Beside it are written checkpoint.safetensors, from which the same
command goes on, training.csv, evaluations.csv, and at the end model.safetensors. For examples see data/runs.`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Two trainings in one folder would go on from each other's checkpoints. */
function enter(folder: string): Lock {
  const lock = Lock.take(join(folder, 'lock.json'));
  if (lock instanceof Lock) return lock;
  const [{ pid }] = lock.processes;
  throw new Error(
    `${folder} is being trained already (on ${lock.host}, process ${pid}). Wait for it, or end it with kill -INT ${pid}.`,
  );
}

// What is said is of less worth than the run: a log on a full disk, or a reader that has left, does not end it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

async function main(given: string[]): Promise<number> {
  if (given.length !== 1 || given[0].startsWith('-')) {
    console.log(usage);
    return given[0] === '--help' || given[0] === '-h' ? 0 : 2;
  }
  const [folder] = given;
  const { readRunFile, trainFolder } = await import('../training/index.js');
  readRunFile(folder);
  const lock = enter(folder);
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort()).once('SIGTERM', () => interrupt.abort());
  const measure = pace();
  const training = trainFolder(folder, {
    signal: interrupt.signal,
    onStep: ({ step, steps, record, evaluation }) => {
      const each = measure(step);
      if (record && step % 50 === 0 && !Number.isNaN(each))
        console.log(
          `${step}/${steps}, ${(1000 / each).toFixed(1)} steps/s, ${timeLeft((steps - step) * each)} left, loss ${record.loss.toFixed(4)}`,
        );
      if (!evaluation) return;
      const exact = evaluation.bySupervisionStep.map(({ exactAccuracy }) => percent(exactAccuracy));
      console.log(
        `${step}/${steps}, test: exactly right after 1 … ${exact.length} supervision steps: ${exact.join(', ')}`,
      );
    },
  });
  const finished = await training.finally(() => lock.release());
  console.log(finished ? `Done: ${folder}/model.safetensors` : 'Interrupted; the same command goes on from here.');
  return finished ? 0 : 130;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    console.error(diskTrouble(error, 'npm run train -- <folder>, with a copy of run.json in it') ?? error.message);
    process.exitCode = 1;
  },
);
