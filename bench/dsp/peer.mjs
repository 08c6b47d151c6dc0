import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { peerPython } from '../peers.mjs';

/** SciPy in a process of its own (peer.py), which stays for all rows. */
export class ScipyPeer {
  #process;
  #answers;
  #folder = mkdtempSync(join(tmpdir(), 'polezero-bench-'));
  #file = (name) => join(this.#folder, name);

  static async start() {
    const peer = new ScipyPeer();
    peer.#process = spawn(peerPython('scipy'), [fileURLToPath(new URL('peer.py', import.meta.url))], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    peer.#answers = createInterface({ input: peer.#process.stdout })[Symbol.asyncIterator]();
    peer.versions = await peer.#answer();
    return peer;
  }

  async #answer() {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('SciPy’s process has ended; what it said is above.');
    return JSON.parse(value);
  }

  #ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer();
  }

  /** Makes arrays, or arrays of rows, known under their names, and evaluates the code, which `time` is going to repeat. @returns the result, complex numbers as re, im, … */
  async run(given, code) {
    const files = Object.entries(given).map(([name, value]) => {
      const shape = Array.isArray(value) ? [value.length, value[0].length] : [value.length];
      writeFileSync(this.#file(name), Float64Array.from(Array.isArray(value) ? value.flat() : value));
      return [name, [this.#file(name), shape]];
    });
    await this.#ask({ given: Object.fromEntries(files), code, result: this.#file('result') });
    return new Float64Array(new Uint8Array(readFileSync(this.#file('result'))).buffer);
  }

  /** @returns milliseconds for each of `loops` calls, measured in that process */
  async time(loops) {
    return (await this.#ask({ loops })).milliseconds;
  }

  async stop() {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.stdin.end();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
