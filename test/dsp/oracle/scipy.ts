import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(__dirname, '..', '..', '..', '..');
const python = [join(root, '.venv', 'bin', 'python'), join(root, '.venv', 'Scripts', 'python.exe')].find(existsSync);

/** A call of SciPy, or of exact.py. */
export interface Request {
  f: string;
  args?: unknown[];
  kwargs?: object;
}

export interface Answer {
  y?: unknown;
  error?: string;
}

/** SciPy, and the arbitrary-precision designs of exact.py, in a process that lives as long as it is needed. */
export class Scipy {
  readonly #process;
  readonly #waiting: ((answer: Answer) => void)[] = [];

  constructor() {
    if (!python) throw new Error('There is no Python in .venv; npm test puts it there.');
    const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
    this.#process = spawn(python, [join(root, 'test', 'dsp', 'oracle', 'server.py')], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#waiting.shift()?.(JSON.parse(line)));
    const end = () => {
      for (const resolve of this.#waiting.splice(0)) resolve({ error: 'The Python process has ended.' });
    };
    this.#process.on('close', end);
    this.#process.stdin.on('error', end);
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      const plain = (_: string, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value);
      this.#process.stdin.write(`${JSON.stringify(request, plain)}\n`);
    });
  }

  close(): void {
    this.#process.kill();
  }
}
