import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

// The package in a TypeScript project elsewhere, come there as README says: as a link to this folder, and packed. No network is needed: what a
// registry would bring is copied from this project's node_modules.

const project = join(__dirname, '..', '..', '..');
const installed = (...path: string[]) => join(project, 'node_modules', ...path);
const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const subpaths = Object.keys(manifest.exports)
  .filter((name) => name !== './package.json')
  .map((name) => name.replace('.', 'polezero'));
const withoutTensorFlow = ['numeric', 'dsp', 'tasks', 'viz', 'kernel'].map((name) => `polezero/${name}`);

function run(folder: string, program: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(program, given, { cwd: folder, encoding: 'utf8' });
  return { status, text: stdout + stderr, stdout };
}
const node = (folder: string, ...given: string[]) => run(folder, process.execPath, ...given);
const install = (folder: string, ...given: string[]) => {
  const { status, text } = run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', ...given);
  assert.equal(status, 0, text);
};

/** The packages that a package needs, and those that they need. */
function closure(names: string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const { dependencies = {} } = JSON.parse(readFileSync(installed(name, 'package.json'), 'utf8'));
    closure(Object.keys(dependencies), found);
  }
  return found;
}

function newProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'a project '));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  return folder;
}

/** The project's own source, under the endings that decide how it is read. */
function writeSources(folder: string): void {
  const source = readFileSync(join(project, 'test', 'library', 'consumer.ts'), 'utf8');
  for (const ending of ['ts', 'mts', 'cts']) writeFileSync(join(folder, `consumer.${ending}`), source);
  writeFileSync(join(folder, 'wrong.mts'), "import { firwin } from 'polezero/dsp';\nfirwin(11, 5, { fs: '52' });\n");
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  const types = join(folder, 'node_modules', '@types', 'node');
  if (!existsSync(types)) cpSync(installed('@types', 'node'), types, { recursive: true });
}

const oldest = installed('@tslab', 'typescript-for-tslab', 'bin', 'tsc'); // 5.0.4
const newest = installed('typescript', 'bin', 'tsc');
const compile = (folder: string, compiler: string, ...options: string[]) => {
  const common = ['--strict', '--skipLibCheck', '--target', 'es2022', '--types', 'node'];
  return node(folder, compiler, ...common, ...(compiler === newest ? ['--ignoreConfig'] : []), ...options).text;
};

/** How projects tell the compiler to look for modules, and which of the sources that suits. */
const settings: [string, string, string[]][] = [
  [oldest, '--module node16', ['consumer.mts', 'consumer.cts']],
  [oldest, '--module esnext --moduleResolution bundler', ['consumer.ts']],
  [oldest, '--module commonjs --moduleResolution node --esModuleInterop', ['consumer.ts']],
  [newest, '--module nodenext', ['consumer.mts', 'consumer.cts']],
  [newest, '--module esnext --moduleResolution bundler', ['consumer.ts']],
  [newest, '--module commonjs --moduleResolution bundler --esModuleInterop', ['consumer.ts']],
];

function behaves(folder: () => string): void {
  it('offers every subpath by import and by require, under the same names', () => {
    writeFileSync(
      join(folder(), 'names.mjs'),
      `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      for (const name of ${JSON.stringify(subpaths)}) {
        const own = (key) => !['default', 'module.exports', '__esModule'].includes(key);
        const [imported, required] = [await import(name), require(name)].map((all) => Object.keys(all).filter(own).sort());
        console.log(name, imported.length > 0 && imported.join() === required.join());
      }`,
    );
    const { text } = node(folder(), 'names.mjs');
    assert.equal(text, subpaths.map((name) => `${name} true\n`).join(''));
  });

  for (const [compiler, options, files] of settings) {
    it(`has types (TypeScript ${compiler === oldest ? '5.0' : 'of today'}, ${options})`, () => {
      assert.equal(compile(folder(), compiler, '--noEmit', ...options.split(' '), ...files), '');
    });
  }

  it('finds a wrong type', () => {
    const text = compile(folder(), newest, '--noEmit', '--module', 'nodenext', 'wrong.mts');
    assert.match(text, /Type 'string' is not assignable to type 'number'/);
  });

  it('has no wrong type in its own declarations', () => {
    const text = compile(
      folder(),
      newest,
      '--skipLibCheck',
      'false',
      '--noEmit',
      '--module',
      'nodenext',
      'consumer.mts',
    );
    assert.deepEqual(
      text.split('\n').filter((line) => /dist\/\S*\.d\.ts\(/.test(line) && !/node_modules\/(?!polezero)/.test(line)),
      [],
    );
  });

  it('designs, solves and trains, compiled to a module and to CommonJS', () => {
    assert.equal(compile(folder(), newest, '--module', 'nodenext', 'consumer.mts', 'consumer.cts'), '');
    for (const file of ['consumer.mjs', 'consumer.cjs']) {
      const { status, text } = node(folder(), file);
      assert.equal(status, 0, text);
      assert.match(text, /all of it works/);
    }
  });
}

describe('npm install <this folder>', () => {
  let folder: string;
  before(() => {
    folder = newProject();
    install(folder, '--install-links=false', project);
    writeSources(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  behaves(() => folder);
});

describe('npm pack, and npm install of what it makes', () => {
  let folder: string;
  let packed: { filename: string; size: number; files: { path: string }[] };
  before(() => {
    folder = newProject();
    const { status, text, stdout } = run(project, 'npm', 'pack', '--json', '--silent', '--pack-destination', folder);
    assert.equal(status, 0, text);
    [packed] = JSON.parse(stdout.slice(stdout.indexOf('[')));
    for (const name of closure(Object.keys(manifest.dependencies)))
      cpSync(installed(name), join(folder, 'node_modules', name), { recursive: true });
    install(folder, join(folder, packed.filename));
    writeSources(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what the exports name, and is no burden', () => {
    const paths = packed.files.map(({ path }) => path);
    for (const target of Object.values<string | { types: string; default: string }>(manifest.exports))
      for (const path of typeof target === 'string' ? [target] : [target.types, target.default])
        assert(paths.includes(path.replace('./', '')), path);
    assert.deepEqual(
      paths.filter((path) => /^(src|test|build|node_modules|\.)/.test(path)),
      [],
    );
    assert(packed.size < 8e6, `${packed.size} bytes`);
  });

  it('needs no TensorFlow where there is no network, and says how to get it where there is one', () => {
    const load = `for (const name of ${JSON.stringify(withoutTensorFlow)}) require(name); console.log('loaded');`;
    assert.equal(node(folder, '-e', load).text, 'loaded\n');
    for (const name of subpaths.filter((each) => !withoutTensorFlow.includes(each))) {
      const { status, text } = node(folder, '-e', `require('${name}')`);
      assert.notEqual(status, 0, name);
      assert.match(text, /polezero.* needs @tensorflow\/tfjs-node.*npm install @tensorflow\/tfjs-node@4\.22\.0/, name);
    }
  });

  describe('with TensorFlow.js beside it', () => {
    before(() => {
      // Its installer would fetch the library from elsewhere; the one that this project's set-up has made is used.
      const link = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(installed('@tensorflow', 'tfjs-node'), link, 'dir');
    });
    behaves(() => folder);
  });
});
