import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// Small notebook collections in a folder of their own inside the project, where `polezero` can be imported.

const project = resolve(__dirname, '../../..');
const bin = process.platform === 'win32' ? 'Scripts' : 'bin';

export interface FixtureCell {
  cell_type: 'markdown' | 'code';
  source: string;
  tags: string[];
}

export const markdown = (source: string): FixtureCell => ({ cell_type: 'markdown', source, tags: [] });
export const code = (source: string, ...tags: string[]): FixtureCell => ({ cell_type: 'code', source, tags });

/** The text of a notebook file. */
export function notebookText(cells: FixtureCell[]): string {
  const written = cells.map(({ cell_type, source, tags }, index) => ({
    cell_type,
    ...(cell_type === 'code' ? { execution_count: null } : {}),
    id: `cell-${index}`,
    metadata: tags.length > 0 ? { tags } : {},
    ...(cell_type === 'code' ? { outputs: [] } : {}),
    source: source.split(/(?<=\n)/),
  }));
  const metadata = {
    kernelspec: { display_name: 'TypeScript (tslab)', language: 'typescript', name: 'tslab' },
    language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
  };
  return `${JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  finished: Promise<Finished>;
  interrupt(): void;
  /** kill -9 */
  kill(): void;
}

function start(program: string, args: string[], env: Record<string, string> = {}): Started {
  const child = spawn(program, args, {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const finished = new Promise<Finished>((done, fail) =>
    child.on('error', fail).on('close', (status) => done({ status, stdout, stderr })),
  );
  return { finished, interrupt: () => child.kill('SIGINT'), kill: () => child.kill('SIGKILL') };
}

/** A program of the project's Python environment. */
export const venv = (program: string, ...args: string[]): Promise<Finished> =>
  start(join(project, '.venv', bin, program), args).finished;

export interface Collection {
  /** The folder that holds notebooks/ and reports/. */
  folder: string;
  notebook(name: string): string;
  report(file: string): string;
  write(name: string, cells: FixtureCell[]): void;
  read(path: string): string;
  /** npm run report, on this collection. */
  run(...args: string[]): Promise<Finished>;
  start(...args: string[]): Started;
  /** The same with more in its environment. */
  startWith(env: Record<string, string>, ...args: string[]): Started;
  remove(): void;
}

export function makeCollection(): Collection {
  mkdirSync(join(project, 'build'), { recursive: true });
  const folder = mkdtempSync(join(project, 'build', 'collection-'));
  mkdirSync(join(folder, 'notebooks'));
  const begin = (env: Record<string, string>, ...args: string[]) => {
    const places = ['--notebooks', join(folder, 'notebooks'), '--reports', join(folder, 'reports')];
    return start(process.execPath, [join(project, 'dist', 'cli', 'report.js'), ...places, ...args], env);
  };
  return {
    folder,
    notebook: (name) => join(folder, 'notebooks', `${name}.ipynb`),
    report: (file) => join(folder, 'reports', file),
    write: (name, cells) => writeFileSync(join(folder, 'notebooks', `${name}.ipynb`), notebookText(cells)),
    read: (path) => readFileSync(path, 'utf8'),
    run: (...args) => begin({}, ...args).finished,
    start: (...args) => begin({}, ...args),
    startWith: begin,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
