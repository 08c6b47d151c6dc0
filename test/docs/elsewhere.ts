import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// A project of a reader's own, and what they do there with the documents' examples.

export const project = join(__dirname, '..', '..', '..');

/** The fenced blocks of a language that a document has. */
export const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block]) => block);

/** What a program says that it prints, in the comments behind its calls of console.log. */
export const promised = (text: string): string[] =>
  [...text.matchAll(/console\.log.*\/\/ (.*)/g)].map(([, line]) => line);

/** How the type checker looks for modules. */
export const settings = {
  nodenext: ['--module', 'nodenext'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
} as const;

/** What README asks a TypeScript project for. */
const asked = ['--types', 'node', '--skipLibCheck'];

/** A folder with this library as a link, the types of Node, and the settings that README asks for. */
export class Elsewhere {
  readonly folder = mkdtempSync(join(project, 'build', 'elsewhere-'));

  constructor() {
    writeFileSync(join(this.folder, 'package.json'), '{ "private": true }');
    const offline = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--install-links=false'];
    const { status, stderr } = spawnSync('npm', ['install', ...offline, project], {
      cwd: this.folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    assert.equal(status, 0, stderr);
    const types = join('node_modules', '@types', 'node');
    cpSync(join(project, types), join(this.folder, types), { recursive: true });
  }

  /** What the type checker has to say; with `emits` it compiles besides. */
  check(file: string, text: string, setting: keyof typeof settings = 'nodenext', emits = false, given = asked): string {
    writeFileSync(join(this.folder, file), text);
    const tsc = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
    const strict = ['--ignoreConfig', '--strict', '--target', 'es2022', ...given];
    const options = [...strict, ...settings[setting], ...(emits ? [] : ['--noEmit'])];
    return spawnSync(process.execPath, [tsc, ...options, file], { cwd: this.folder, encoding: 'utf8' }).stdout;
  }

  /** The lines that a program prints. */
  run(file: string, text?: string): string[] {
    if (text !== undefined) writeFileSync(join(this.folder, file), text);
    return execFileSync(process.execPath, [file], { cwd: this.folder, encoding: 'utf8' }).trim().split('\n');
  }

  /** The lines that TypeScript prints, compiled to a module and to CommonJS. */
  compiled(name: string, text: string): { imported: string[]; required: string[] } {
    assert.equal(this.check(`${name}.mts`, text, 'nodenext', true), '');
    assert.equal(this.check(`${name}.cts`, text, 'nodenext', true), '');
    return { imported: this.run(`${name}.mjs`), required: this.run(`${name}.cjs`) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
