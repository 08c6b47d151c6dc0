import { type ParseArgsConfig, parseArgs } from 'node:util';
import { readStudy, type Study } from '../../study';
import { UsageError } from '../report/usage';
import { studyPath } from './places';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; allowPositionals: true; options: O & typeof help }>
>;

const help = { help: { type: 'boolean', short: 'h', default: false } } as const;

/** @throws UsageError with the usage, for an option that there is not */
export function parseOptions<O extends Options>(args: string[], options: O, usage: string): Parsed<O> {
  try {
    return parseArgs({ args, allowPositionals: true, options: { ...options, ...help } });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** @throws UsageError unless the text of an option is an integer of at least 1 */
export function atLeastOne(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`--${name} is ${text}; it must be an integer of at least 1.`);
}

/** The options that narrow a study to some of its runs. */
export const part = { cells: { type: 'string' }, seeds: { type: 'string' } } as const;

function chosen<Item extends string | number>(what: string, all: readonly Item[], list?: string): Item[] {
  if (list === undefined) return [...all];
  const wanted = list.split(',').map((each) => each.trim());
  const unknown = wanted.find((each) => !all.some((item) => String(item) === each));
  if (unknown !== undefined)
    throw new UsageError(`--${what} names ${unknown || 'nothing'}; the study has ${all.join(', ')}.`);
  return all.filter((item) => wanted.includes(String(item)));
}

/**
 * The cells and seeds that the options choose, in the study's order; all, if they are not given.
 *
 * @throws UsageError for one that the study has not
 */
export const chosenPart = (
  study: Study,
  { cells, seeds }: { cells?: string; seeds?: string },
): { cells: string[]; seeds: number[] } => ({
  cells: chosen(
    'cells',
    study.cells.map(({ name }) => name),
    cells,
  ),
  seeds: chosen('seeds', study.seeds, seeds),
});

/**
 * What a command about one study is given; nothing if it was asked for its usage, which is printed.
 *
 * @throws UsageError with the usage for anything else
 */
export function parseOneStudy<O extends Options>(
  args: string[],
  options: O,
  usage: string,
): { values: Parsed<O>['values']; study: Study } | undefined {
  const { values, positionals } = parseOptions(args, options, usage);
  const { help: isAsked } = values as { help?: boolean };
  if (positionals.length === 1 && !isAsked) return { values, study: readStudy(studyPath(positionals[0])) };
  if (!isAsked) throw new UsageError(usage);
  console.log(usage);
  return undefined;
}
