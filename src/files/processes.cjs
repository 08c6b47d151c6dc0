// @ts-check
// Whose a lock is, and whether that process still lives. Plain JavaScript, since the set-up needs it before anything is compiled.
const { readFileSync } = require('node:fs');

/**
 * A process, told from a later one with the same number.
 * @typedef {{ pid: number, started: string }} Process
 */

/**
 * When a process started, and whether it has ended and nobody took note; where the system does not tell as Linux does, nothing.
 * @param {number} pid
 */
function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { started: fields[19], isZombie: fields[0] === 'Z' };
  } catch {
    return { started: '', isZombie: false };
  }
}

/**
 * @param {number} pid
 * @returns {Process}
 */
function processOf(pid) {
  return { pid, started: statOf(pid).started };
}

/** @param {Process} process */
function lives({ pid, started }) {
  if (!(Number.isInteger(pid) && pid > 0)) return false; // of a damaged lock; 0 and less would mean whole groups of processes
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  const now = statOf(pid);
  return started === now.started && !now.isZombie;
}

exports.processOf = processOf;
exports.lives = lives;
