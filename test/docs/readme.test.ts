import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const project = join(__dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(join(project, file), 'utf8');
const readme = read('README.md');

describe('the documents', () => {
  for (const file of [
    'README.md',
    'environment.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'data/README.md',
    'docs/what-we-found.md',
    'report/README.md',
  ]) {
    it(`${file} names only files and commands that exist`, () => {
      const text = read(file);
      for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g))
        assert(existsSync(join(project, file, '..', target)), target);
      const { scripts } = JSON.parse(read('package.json'));
      for (const [, script] of text.matchAll(/npm run (\w[\w:-]*)/g)) assert(script in scripts, `npm run ${script}`);
    });
  }

  it('show the picture that the notebook draws', () => {
    const { cells } = JSON.parse(read('notebooks/00-start-here.ipynb'));
    const outputs = cells.flatMap((cell: { outputs?: { data?: Record<string, string[]> }[] }) => cell.outputs ?? []);
    const pictures = outputs.map(({ data }: { data?: Record<string, string[]> }) => data?.['image/svg+xml']?.join(''));
    assert(pictures.includes(read('docs/what-a-cut-leaves-undone.svg')), 'run node docs/picture.mjs');
  });
});

describe('what the README and docs/what-we-found.md say was found', () => {
  it('is what the tables of data/results say', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(project, 'docs', 'found.mjs'), '--check'], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });
});

describe('the README’s examples, in a project of its own', () => {
  const [example, ofModel] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text);
  const printedBy = (text: string) => [...text.matchAll(/console\.log.*\/\/ (.*)/g)].map(([, line]) => line);
  const printed = printedBy(example);
  let folder: string;
  const run = (file: string, text: string) => {
    writeFileSync(join(folder, file), text);
    return execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  };

  before(() => {
    folder = mkdtempSync(join(project, 'build', 'elsewhere-'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const { status, stderr } = spawnSync(
      'npm',
      ['install', '--offline', '--no-audit', '--ignore-scripts', '--install-links=false', project],
      {
        cwd: folder,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      },
    );
    assert.equal(status, 0, stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('prints what it says, imported', () => assert.deepEqual(run('example.mjs', example), printed));

  it('prints the same, required', () =>
    assert.deepEqual(
      run('example.cjs', example.replace(/import (\{.*\}) from ('.*')/, 'const $1 = require($2)')),
      printed,
    ));

  it('answer with a stored model', () => {
    const text = ofModel.replace('../polezero', project);
    assert.notEqual(text, ofModel);
    assert.deepEqual(run('model.mjs', text), printedBy(ofModel));
  });

  for (const options of [
    ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    it(`has types (${options.join(' ')})`, () => {
      writeFileSync(join(folder, 'example.mts'), example);
      writeFileSync(join(folder, 'wrong.mts'), example.replace('{ fs: 52,', "{ fs: '52',"));
      const compile = (file: string) =>
        spawnSync(
          process.execPath,
          [
            join(project, 'node_modules', 'typescript', 'bin', 'tsc'),
            '--noEmit',
            '--ignoreConfig',
            '--strict',
            '--target',
            'es2022',
            '--types',
            '',
            ...options,
            file,
          ],
          { cwd: folder, encoding: 'utf8' },
        ).stdout;
      assert.doesNotMatch(compile('example.mts'), /error/);
      assert.match(compile('wrong.mts'), /Type 'string' is not assignable to type 'number'/);
    });
  }
});
