import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inState } from './paths.mjs';

// One set-up at a time. The lock is a file that names its owner and the programs it runs; an owner that no longer lives (kill -9, power)
// loses it to the next comer, who first ends whatever the dead one's programs still do.

const lockFile = () => inState('lock.json');

/**
 * Distinguishes a process from a later one with the same number.
 * @param {number} pid
 */
function startTime(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[19];
  } catch {
    return '';
  }
}

/** @param {{pid: number, started: string}} owner */
function lives({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  return started === startTime(pid);
}

const self = { pid: process.pid, started: startTime(process.pid) };
/** @type {{pid: number, started: string}[]} */
let children = [];

const scratch = () => inState(`lock.${process.pid}`);
const writeScratch = () => writeFileSync(scratch(), JSON.stringify({ ...self, children }));

function rewrite() {
  writeScratch();
  renameSync(scratch(), lockFile());
}

/** @param {number} pid */
export function rememberChild(pid) {
  children.push({ pid, started: startTime(pid) });
  rewrite();
}

/** @param {number} pid */
export function forgetChild(pid) {
  children = children.filter((child) => child.pid !== pid);
  rewrite();
}

/**
 * Ends the programs that this set-up has started.
 * @param {NodeJS.Signals} signal
 */
export function endChildren(signal) {
  for (const child of children) killGroup(child, signal);
}

/**
 * @param {{pid: number, started: string}} child
 * @param {NodeJS.Signals} signal
 */
function killGroup(child, signal) {
  if (!lives(child)) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // it ended meanwhile
  }
}

function tryToTake() {
  writeScratch();
  try {
    linkSync(scratch(), lockFile()); // atomic, and the file is whole at once
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(scratch(), { force: true });
  }
}

const readOwner = (/** @type {string} */ file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // released between two looks
  }
};

function takeFromTheDead() {
  const aside = inState(`lock.dead.${process.pid}`);
  try {
    renameSync(lockFile(), aside);
  } catch {
    return; // another comer was quicker
  }
  const owner = readOwner(aside);
  if (owner && lives(owner)) {
    try {
      linkSync(aside, lockFile()); // it was the quicker comer's new lock: put it back
    } catch {
      // it wrote its lock anew meanwhile
    }
  } else {
    for (const child of owner?.children ?? []) killGroup(child, 'SIGKILL');
  }
  rmSync(aside, { force: true });
}

/**
 * Runs `work` while no other set-up of this folder runs.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function exclusively(work) {
  mkdirSync(inState(), { recursive: true });
  for (let waited = false; !tryToTake(); ) {
    const owner = readOwner(lockFile());
    if (owner && !lives(owner)) takeFromTheDead();
    else {
      if (!waited && owner)
        console.log(`Another set-up of this folder is running (process ${owner.pid}); waiting for it.`);
      waited = true;
      await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile(), { force: true });
  }
}
