import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lives, processOf } from '../../files/processes.cjs';
import { inState } from './paths.mjs';

// One set-up at a time. The lock is a file that names its owner and the programs it runs; an owner that no longer lives (kill -9, power)
// loses it to the next comer, who first ends whatever the dead one's programs still do.

const lockFile = () => inState('lock.json');

const self = processOf(process.pid);
/** @type {import('../../files/processes.cjs').Process[]} */
let children = [];

const scratch = () => inState(`lock.${process.pid}`);
const writeScratch = () => writeFileSync(scratch(), JSON.stringify({ ...self, children }));

function rewrite() {
  writeScratch();
  renameSync(scratch(), lockFile());
}

/** @param {number} pid */
export function rememberChild(pid) {
  children.push(processOf(pid));
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
 * @param {import('../../files/processes.cjs').Process} child
 * @param {NodeJS.Signals} signal
 */
function killGroup(child, signal) {
  if (!(Number.isInteger(child?.pid) && child.pid > 1)) return; // of a damaged lock; 0 and 1 would mean our own group, and all processes
  const { started } = processOf(child.pid);
  if (started && started !== child.started) return; // the number is another process's now; a group may outlive its first process
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

/**
 * Who has a lock; nothing if it was released between two looks. Locks appear whole: a broken one is left of a loss of power, and so is nobody's.
 * @param {string} file
 */
function readOwner(file) {
  const nobody = { pid: 0, started: '', children: [] };
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return typeof owner === 'object' && owner !== null ? owner : nobody;
  } catch (error) {
    return error instanceof SyntaxError ? nobody : undefined;
  }
}

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
    const left = owner?.children;
    for (const child of Array.isArray(left) ? left : []) killGroup(child, 'SIGKILL');
  }
  rmSync(aside, { force: true });
}

/** Removes what set-ups that were killed in the middle of writing their lock have left. */
function sweep() {
  for (const name of readdirSync(inState())) {
    const pid = /^lock\.(?:dead\.)?(\d+)$/.exec(name)?.[1];
    if (pid && !lives(processOf(Number(pid)))) rmSync(inState(name), { force: true });
  }
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
    sweep();
    return await work();
  } finally {
    rmSync(lockFile(), { force: true });
  }
}
