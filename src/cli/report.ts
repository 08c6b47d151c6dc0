import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Lock } from '../files/lock';
import { scratchPath, sweep } from '../files/scratch';
import { writeWhole } from '../files/writeWhole';
import { escapeText } from '../viz/escape';
import { diskTrouble, isFull } from './diskTrouble';
import { type ReportArguments, readArguments, usage } from './report/arguments';
import { choose, readNotebook, reportFiles } from './report/notebook';
import { writeFrontPage } from './report/pages';
import { checkParameters, execute, interruptAll, type RunEvent, wasInterrupted } from './report/runner';
import { saveOutputs } from './report/save';
import { UsageError } from './report/usage';

// npm run report: executes notebooks, writes their reports and the front page. Exit status: 0 all good, 1 a notebook
// failed or its report could not be written, 2 refused, 130 interrupted.

const shown = (path: string): string => relative(process.cwd(), path) || '.';

/** Does what changes the reports' folder, alone: several commands may be making reports at once. */
async function inTurn<Result>(reports: string, work: () => Result): Promise<Result> {
  for (;;) {
    const lock = Lock.take(join(reports, '.lock.json'));
    if (!(lock instanceof Lock)) {
      await setTimeout(20);
      continue;
    }
    try {
      return work();
    } finally {
      lock.release();
    }
  }
}

/** Puts a run's files in their places: a good run replaces the report, a failed one only the earlier failure. */
function publish(reports: string, name: string, scratch: string, good: boolean): string {
  const to = reportFiles(reports, name, good);
  // The page first: if all ends in between, a page without its notebook is one that the front page does not know yet.
  for (const file of ['html', 'executed'] as const) {
    const from = reportFiles(scratch, name)[file];
    if (existsSync(from)) renameSync(from, to[file]);
  }
  if (good) for (const path of Object.values(reportFiles(reports, name, false))) rmSync(path, { force: true });
  return to.html;
}

function explain(end: RunEvent): string {
  if (end.event === 'refused') return end.value;
  if (end.event !== 'failed') return end.event;
  const where = end.cell ? `in cell ${end.cell} of ${end.cells}: ` : '';
  return `${where}${[end.name, end.value].filter(Boolean).join(': ')}`;
}

/** Runs one notebook; says how far it is. Returns whether it was good. An interrupted run leaves everything as it was. */
async function reportOn(
  name: string,
  parameters: Record<string, string>,
  { notebooks, reports, save }: ReportArguments,
): Promise<boolean> {
  const [notebook, start] = [join(notebooks, `${name}.ipynb`), performance.now()];
  const say = (text: string) => console.log(`${name}: ${text}`);
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const scratch = scratchPath(join(reports, name));
  mkdirSync(scratch);
  try {
    readNotebook(notebook);
    const end = await execute(notebook, reportFiles(scratch, name), parameters, (event) => {
      if (event.event === 'cell') say(`cell ${event.cell} of ${event.cells}, ${seconds()}`);
    });
    if (wasInterrupted()) return false;
    if (end.event === 'failed' && isFull(end.code))
      throw Object.assign(new Error(`${name}: ${explain(end)}`), { code: end.code });
    const good = end.event === 'done';
    if (!good && !existsSync(reportFiles(scratch, name).html)) {
      writeWhole(
        reportFiles(scratch, name).html,
        `<!DOCTYPE html><meta charset="utf-8"><title>${escapeText(name)} (failed)</title><pre>${escapeText(explain(end))}</pre>`,
      );
    }
    if (good && save) saveOutputs(notebook, reportFiles(scratch, name).executed);
    const html = await inTurn(reports, () => publish(reports, name, scratch, good));
    const size = `${(statSync(html).size / 1e6).toFixed(1)} MB`;
    if (good) say(`done in ${seconds()} → ${shown(html)} (${size})`);
    else console.error(`${name}: FAILED ${explain(end)}\n  what there is: ${shown(html)}`);
    return good;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${name}: FAILED ${error.message}`);
    return false;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether notebooks have been run: before that, whatever is wrong is refused. */
let hasBegun = false;

async function main(given: string[]): Promise<number> {
  const options = readArguments(given);
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const names = choose(options.chosen, options.notebooks);
  const paths = names.map((name) => join(options.notebooks, `${name}.ipynb`));
  const parametersOf = await checkParameters(paths, options.parameters);
  mkdirSync(options.reports, { recursive: true });
  sweep(options.reports);
  if (options.save) sweep(options.notebooks);
  await inTurn(options.reports, () => writeFrontPage(options));

  const waiting = [...names];
  const failed: string[] = [];
  const worker = async () => {
    for (let name = waiting.shift(); name && !wasInterrupted(); name = waiting.shift()) {
      const own = parametersOf[join(options.notebooks, `${name}.ipynb`)];
      const good = await reportOn(name, own, options).catch((error) => {
        waiting.length = 0; // what stopped this one, a full disk, say, would stop the others after minutes each
        throw error;
      });
      if (!good) failed.push(name);
    }
  };
  hasBegun = true;
  await Promise.all(Array.from({ length: options.jobs }, worker));
  if (wasInterrupted()) {
    console.error('Interrupted; unfinished reports are as they were.');
    return 130;
  }
  await inTurn(options.reports, () => writeFrontPage(options));
  console.log(`Front page: ${shown(join(options.reports, 'index.html'))}`);
  if (failed.length > 0) console.error(`Failed: ${failed.sort().join(', ')}`);
  return failed.length > 0 ? 1 : 0;
}

process.once('SIGINT', interruptAll).once('SIGTERM', interruptAll);

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    const trouble = diskTrouble(error, 'npm run report -- --reports <folder>');
    console.error(trouble ?? (error instanceof UsageError ? error.message : error.stack));
    process.exitCode = hasBegun ? 1 : 2;
  },
);
