import { resolve } from 'node:path';
import { readStudy, resultPath, runCell } from '../../study';
import { pace } from '../../viz/pace';
import { UsageError } from '../report/usage';
import { timeLeft } from '../timeLeft';
import { parseOptions } from './options';
import { places, studyPath } from './places';

export const usage = `Usage: npm run study -- run <study> <cell> <seed> [result.json] [--results folder] [--work folder]

Trains one cell of a study (studies/<study>.json, or a path) with one seed, measures it and writes data/results/<study>/runs/<cell>-<seed>.json,
or the file that is named. Interrupted in whatever way, the same command goes on where it was; what is done is not done again.`;

/** One job of a study. Says how far it is. */
export async function runJob(given: string[]): Promise<number> {
  const { values, positionals } = parseOptions(given, places, usage);
  const [file, cell, seedText, to, ...more] = positionals;
  if (values.help || seedText === undefined || more.length > 0) {
    if (!values.help) throw new UsageError(usage);
    console.log(usage);
    return 0;
  }
  const [study, seed] = [readStudy(studyPath(file)), Number(seedText)];
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());
  const result = to ?? resultPath(values.results, study, cell, seed);
  const measure = pace();
  let hasBegun = false;
  const finished = await runCell(study, cell, seed, {
    work: values.work,
    result: resolve(result),
    signal: interrupt.signal,
    say: console.log,
    onStep: ({ step, steps, record, evaluation }) => {
      const each = measure(step);
      if (!hasBegun && step > 1) console.log(`Goes on from step ${step - 1}.`);
      hasBegun = true;
      if (record && step % 100 === 0 && !Number.isNaN(each))
        console.log(`${step}/${steps}, ${timeLeft((steps - step) * each)} left, loss ${record.loss.toFixed(4)}`);
      if (evaluation) console.log(`${step}/${steps}, exact ${evaluation.bySupervisionStep.at(-1)!.exactAccuracy}`);
    },
  });
  console.log(finished ? `Done: ${result}` : 'Interrupted; the same command goes on from here.');
  return finished ? 0 : 130;
}
