// npm run fuzz -- [target …] [options]: tries the targets with random cases, and says how to have one again that fails. Exit status: 0, 1 if a case
// failed, 2 for a wrong command.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { Target } from './Target';
import { targets } from './targets';
import { watch } from './watch';

const usage = `Usage: npm run fuzz -- [target …] [options]

Tries targets with random cases, all of them if none is named: ${Object.keys(targets).join(', ')}.

  --cases n     so many cases of each (default 2000, or as many as fit into --seconds)
  --seconds s   for so long each
  --seed n      the cases of this seed; printed, and chosen by the clock unless given
  --path p      only this case, as it is printed when it fails
  --help        this text`;

class UsageError extends Error {}

interface Plan {
  names: string[];
  cases: number;
  seconds?: number;
  seed: number;
  path?: string;
}

function count(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`--${name} is ${text}; it must be an integer in [${least}, ${most}].`);
}

/** The plan of a command line; undefined if it asks for help. */
function plan(given: string[]): Plan | undefined {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { cases: text, seconds: text, seed: text, path: text, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return undefined;
  const unknown = positionals.find((name) => !(name in targets));
  if (unknown !== undefined)
    throw new UsageError(`There is no target ${unknown}; there are ${Object.keys(targets).join(', ')}.`);
  const names = positionals.length > 0 ? positionals : Object.keys(targets);
  const { path } = values;
  if (path !== undefined && (names.length !== 1 || values.seed === undefined || !/^\d+(:\d+)*$/.test(path)))
    throw new UsageError('--path is like 17:0:3; it needs one target and the --seed that was printed with it.');
  const [seconds, cases, seed] = (['seconds', 'cases', 'seed'] as const).map((name) => {
    const value = values[name];
    if (value === undefined) return undefined;
    return count(name, value, name === 'seed' ? -(2 ** 31) : 1, name === 'seconds' ? 1e6 : 2 ** 31 - 1);
  });
  return {
    names,
    cases: cases ?? (seconds === undefined ? 2000 : 2 ** 31 - 1),
    seconds,
    seed: seed ?? Date.now() % 2 ** 31,
    path,
  };
}

/** Tells the watch of every case before it is tried. */
function watched(property: Target['property'], begin: () => void): Target['property'] {
  return new Proxy(property, {
    get(target, key) {
      if (key === 'run')
        return (value: unknown) => {
          begin();
          return target.run(value);
        };
      const member = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** Whether all cases of a target went well. */
async function tried(name: string, { cases, seconds, seed, path }: Plan): Promise<boolean> {
  const { open } = await targets[name]();
  const target = await open();
  const command = `npm run fuzz -- ${name} --seed ${seed}`;
  console.log(`${name}: ${target.about}; seed ${seed}`);
  const { begin, stop } = watch(command);
  const start = performance.now();
  try {
    const property = watched(target.property, begin) as fc.IAsyncProperty<unknown>;
    const details = await fc.check(property, {
      seed,
      numRuns: cases,
      // A path alone would go on from a case that goes well, to those that it could be made smaller to.
      ...(path === undefined
        ? {}
        : { examples: fc.sample(property, { seed, path, numRuns: 1 }), endOnFailure: true, numRuns: 1 }),
      ...(seconds === undefined ? {} : { interruptAfterTimeLimit: 1000 * seconds }),
    });
    const took = ((performance.now() - start) / 1000).toFixed(0);
    const made = target.summary?.() ?? '';
    console.log(`  ${details.numRuns} cases in ${took} s${made && `; ${made}`}`);
    if (!details.failed) return true;
    const { counterexample, counterexamplePath, errorInstance } = details;
    console.error(`  FAILED: ${fc.stringify(counterexample)}`);
    console.error(`  ${(errorInstance as Error | null)?.stack ?? String(errorInstance)}`);
    console.error(`  Again: ${command} --path ${counterexamplePath}`);
    return false;
  } finally {
    stop();
    await target.close?.();
  }
}

async function main(given: string[]): Promise<number> {
  const found = plan(given);
  if (found === undefined) {
    console.log(usage);
    return 0;
  }
  const failed: string[] = [];
  for (const name of found.names) if (!(await tried(name, found))) failed.push(name);
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status), // the kernel's compiler keeps the process alive
  (error: Error) => {
    const isUsage = error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
    console.error(isUsage ? `${error.message}\n\n${usage}` : error.stack);
    process.exit(2);
  },
);
