import { collect, readStudy } from '../../study';
import { UsageError } from '../report/usage';
import { parseOptions } from './options';
import { places, shown, studyPath } from './places';

export const usage = `Usage: npm run study -- collect <study> [--results folder]

Makes the tables data/results/<study>*.csv and data/results/<study>.provenance.json of the results that there are. The workflow does so at its
end; by hand it shows what there is of a study that is under way.`;

/** Makes the tables. */
export async function runCollect(given: string[]): Promise<number> {
  const { values, positionals } = parseOptions(given, places, usage);
  if (values.help || positionals.length !== 1) {
    if (!values.help) throw new UsageError(usage);
    console.log(usage);
    return 0;
  }
  const study = readStudy(studyPath(positionals[0]));
  const { written, runs, missing, others } = collect(study, values.results);
  if (others.length > 0) console.log(`Left out, being of no cell as the study has it now: ${others.join(', ')}.`);
  console.log(`${runs} of ${runs + missing.length} runs: ${written.map((path) => shown(path)).join(', ')}`);
  return 0;
}
