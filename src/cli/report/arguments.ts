import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPlaces, type Places } from './places';
import { UsageError } from './usage';

export const usage = `Usage: npm run report -- [notebooks] [options]

Executes notebooks (01 03; all if none are named) and writes reports/NN-name.html and reports/index.html.

  -p name=value      a parameter, for the notebooks that have it; may be repeated
  --jobs n           notebooks at a time (default 2)
  --save             also saves the outputs into the notebooks themselves
  --notebooks dir    where the notebooks are (default notebooks)
  --reports dir      where the reports go (default reports)
  --help             this text`;

export interface ReportArguments extends Places {
  /** Notebooks as the user named them. */
  chosen: string[];
  /** Values as typed; what they mean depends on the parameter. */
  parameters: Record<string, string>;
  jobs: number;
  save: boolean;
  help: boolean;
}

function parameter(text: string): [string, string] {
  const split = text.indexOf('=');
  if (split < 1) throw new UsageError(`-p ${text}: expected name=value, for example -p numTaps=31`);
  return [text.slice(0, split).trim(), text.slice(split + 1)];
}

function jobCount(text: string): number {
  const cores = availableParallelism();
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= cores) return count;
  throw new UsageError(`--jobs ${text}: must be a whole number in [1, ${cores}], the cores of this machine`);
}

/** Reads the command line. @throws {UsageError} for unknown options, with the valid ones */
export function readArguments(given: string[]): ReportArguments {
  try {
    const { values, positionals } = parseArgs({
      args: given,
      allowPositionals: true,
      options: {
        parameter: { type: 'string', short: 'p', multiple: true, default: [] },
        jobs: { type: 'string', default: String(Math.min(2, availableParallelism())) },
        save: { type: 'boolean', default: false },
        notebooks: { type: 'string', default: defaultPlaces.notebooks },
        reports: { type: 'string', default: defaultPlaces.reports },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.save && values.parameter.length > 0) {
      throw new UsageError('--save keeps the outputs of the default parameters: it cannot be combined with -p');
    }
    return {
      chosen: positionals,
      parameters: Object.fromEntries(values.parameter.map(parameter)),
      jobs: jobCount(values.jobs),
      save: values.save,
      help: values.help,
      notebooks: resolve(values.notebooks),
      reports: resolve(values.reports),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}
