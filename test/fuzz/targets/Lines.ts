import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const project = join(__dirname, '..', '..', '..', '..');
const python = join(project, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** A Python program that answers each line of JSON with one. */
export class Lines<Question, Answer> {
  readonly #process;
  readonly #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];

  /** @param script - in the folder of this file */
  constructor(script: string) {
    const path = join(project, 'test', 'fuzz', 'targets', script);
    this.#process = spawn(python, [path], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, PYTHONUTF8: '1' },
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) =>
      this.#waiting.shift()?.resolve(JSON.parse(line)),
    );
    const end = () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`${script} has ended.`));
    };
    this.#process.on('close', end).on('error', end);
    this.#process.stdin.on('error', end);
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  close(): void {
    this.#process.kill();
  }
}
