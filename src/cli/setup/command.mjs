import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { endChildren, forgetChild, rememberChild } from './lock.mjs';
import { inState, root } from './paths.mjs';
import { explain, Problem } from './problem.mjs';

// The program begins once this process says so; if it is killed before, never. The process stays the same.
const gate = ['/bin/sh', '-c', 'read go && exec "$0" "$@" < /dev/null'];
const isWindows = process.platform === 'win32';

/** Whether a program is there to be run: a shell in between would not tell. */
const isThere = (/** @type {string} */ program) =>
  (program.includes('/')
    ? [program]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program))
  ).some((path) => existsSync(path));

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
  const [first, ...others] = isWindows ? [program, ...args] : [...gate, program, ...args];
  return new Promise((resolve, reject) => {
    if (missing && !isWindows && !isThere(program)) return void reject(missing);
    // A process group of its own: what is left of it after a kill -9 of this process can be ended (see lock.mjs).
    const child = spawn(first, others, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'pipe',
      detached: !isWindows,
      shell: isWindows && program === 'npm',
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
    child.stdin.on('error', () => {}); // the program does not read what it is told
    // Before it begins: killed in between, nobody would find the program again.
    if (child.pid !== undefined) {
      try {
        rememberChild(child.pid);
        child.stdin.end('go\n');
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
