import { existsSync } from 'node:fs';
import { endChildren, exclusively } from './lock.mjs';
import { inState } from './paths.mjs';
import { explain, Problem, requireDiskSpace } from './problem.mjs';
import { readStamp, removeStamp, writeStamp } from './stamp.mjs';
import { stepsFor } from './steps.mjs';

/** @typedef {import('./steps.mjs').Step} Step */

const isDone = (/** @type {Step} */ step) =>
  readStamp(step.name) === step.inputs() && step.outputs().every((file) => existsSync(file));

/** @param {Step} step */
async function runStep(step) {
  if (isDone(step)) return;
  const started = Date.now();
  console.log(`  ${step.title} …`);
  removeStamp(step.name);
  const inputs = step.inputs();
  let minutes = 0;
  const signOfLife = setInterval(
    () => console.log(`  ${step.title}: still at work after ${++minutes} min; what it prints is in .setup/logs`),
    60_000,
  );
  await step.run().finally(() => clearInterval(signOfLife));
  writeStamp(step.name, inputs);
  console.log(`  ${step.title}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Runs every step as soon as the steps that it needs are done, in whatever order they are given.
 * @param {Step[]} steps
 */
export async function runAll(steps) {
  if (!existsSync(inState('stamps'))) requireDiskSpace(4);
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();
  /** @type {(step: Step) => Promise<void>} */
  const start = (step) => {
    const needs = steps
      .filter(({ name }) => step.needs.includes(name))
      .map((each) => running.get(each.name) ?? start(each));
    const done = running.get(step.name) ?? Promise.all(needs).then(() => runStep(step));
    running.set(step.name, done);
    return done;
  };
  steps.forEach(start);
  await Promise.allSettled(running.values()); // what runs beside a failed step may end well, and then need not run again
  await Promise.all(running.values());
}

/** @param {unknown} error */
function report(error) {
  const problem =
    error instanceof Problem
      ? error
      : explain('The set-up', String(/** @type {Error} */ (error).stack ?? error), 'Run `npm run doctor`.');
  if (problem.details) console.error(problem.details.replace(/^/gm, '    '));
  console.error(`${problem.message}\n  Cure: ${problem.cure}`);
}

/**
 * Brings the project's folder up to date: nothing to do takes well under a second.
 * @param {string[]} goals none: all that the notebooks need; `test`: what the tests need as well; `study`: what a
 *   study needs; `bench`: what the comparisons need, and `peer-…` what one of them compares with; `build`: the library alone
 */
export async function main(goals) {
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      endChildren(signal);
      process.exit(130);
    });
  }
  try {
    const steps = stepsFor(goals);
    if (steps.every(isDone)) return;
    console.log('Setting up (once; later starts skip what is unchanged):');
    const started = Date.now();
    await exclusively(() => runAll(steps));
    console.log(`Set up in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
}
