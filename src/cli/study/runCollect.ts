import { collect } from '../../study';
import { parseOneStudy } from './options';
import { places, shown } from './places';

export const usage = `Usage: npm run study -- collect <study> [--results folder]

Makes the tables data/results/<study>*.csv and data/results/<study>.provenance.json of the results that there are. The workflow does so at its
end; by hand it shows what there is of a study that is under way.`;

/** Makes the tables. */
export async function runCollect(args: string[]): Promise<number> {
  const given = parseOneStudy(args, places, usage);
  if (!given) return 0;
  const { values, study } = given;
  const { written, runs, missing, others } = collect(study, values.results);
  if (others.length > 0) console.log(`Left out, being of no cell as the study has it now: ${others.join(', ')}.`);
  console.log(`${runs} of ${runs + missing.length} runs: ${written.map((path) => shown(path)).join(', ')}`);
  return 0;
}
