import { measureStepTimes, stepTimesPath, writeStepTimes } from '../../study';
import { atLeastOne, parseOneStudy } from './options';
import { places, shown } from './places';

export const usage = `Usage: npm run study -- time <study> [--rounds n] [--results folder]

Times training steps of all cells of a study in turns, and writes data/results/<study>/times.json, from which the tables have the seconds of
each training (npm run study -- collect <study> puts them there). The machine should have nothing else to do meanwhile.

  --rounds n       how often each cell has its turn, of three steps (default 9)`;

const options = { results: places.results, rounds: { type: 'string', default: '9' } } as const;

/** Times the steps; says how far it is. */
export async function runTime(args: string[]): Promise<number> {
  const given = parseOneStudy(args, options, usage);
  if (!given) return 0;
  const { values, study } = given;
  const rounds = atLeastOne('rounds', values.rounds);
  const onRound = (round: number) => console.log(`round ${round} of ${rounds}`);
  const times = await measureStepTimes(study, { rounds, onRound });
  const path = stepTimesPath(values.results, study);
  writeStepTimes(path, times);
  const spreads = Object.values(times.cells).map(({ low, seconds, high }) => (high - low) / seconds);
  console.log(
    `${spreads.length} cells in ${shown(path)}; from quartile to quartile at most ${(100 * Math.max(...spreads)).toFixed(0)} % of the median.`,
  );
  return 0;
}
