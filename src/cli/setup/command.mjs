import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { endChildren, forgetChild, rememberChild } from './lock.mjs';
import { inState, root } from './paths.mjs';
import { explain, Problem } from './problem.mjs';

/**
 * Runs a program with its output in `.setup/logs/<log>.log`; resolves with that output.
 * @param {string} program
 * @param {string[]} args
 * @param {{log: string, doing: string, cure: string, missing?: Problem, env?: Record<string, string>}} options
 * @returns {Promise<string>}
 */
export function command(program, args, { log, doing, cure, missing, env }) {
  mkdirSync(inState('logs'), { recursive: true });
  const file = createWriteStream(inState('logs', `${log}.log`), { flags: 'a' });
  file.on('error', () => {}); // a full disk: the program's own failure says so
  file.write(`$ ${program} ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    // A process group of its own: what is left of it after a kill -9 of this process can be ended (see lock.mjs).
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32' && program === 'npm',
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-100_000);
      file.write(chunk);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    /** @type {unknown} */
    let fault;
    // At once, not when Node tells of the start: killed in between, nobody would find the program again.
    if (child.pid !== undefined) {
      try {
        rememberChild(child.pid);
      } catch (error) {
        fault = error; // a program that nobody could find again must not run on
        endChildren('SIGKILL');
      }
    }
    child.on('error', (error) => {
      file.end();
      reject(missing ?? new Problem(`${doing} failed: ${error.message}.`, cure));
    });
    child.on('close', (code) => {
      file.end();
      try {
        if (child.pid) forgetChild(child.pid);
      } catch (error) {
        fault ??= error;
      }
      if (fault) reject(explain(doing, String(fault), cure));
      else if (code === 0) resolve(output);
      else reject(explain(doing, output, `${cure} The whole output is in .setup/logs/${log}.log.`));
    });
  });
}
