import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { blocksOf, Elsewhere, project, promised, settings } from './elsewhere';

const read = (file: string): string => readFileSync(join(project, file), 'utf8');
const readme = read('README.md');

const documents = [
  'README.md',
  'environment.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'data/README.md',
  'docs/what-we-found.md',
  'report/README.md',
];

/** Of each of the README's examples, what is right in it and a mistake that its types are to find. */
const mistakes: [right: string, wrong: string][][] = [
  [['{ fs: 52,', "{ fs: '52',"]],
  [
    ['{ inputs }', "{ inputs: 'a puzzle' }"],
    ['.cells', '.answer'],
  ],
];

describe('the documents', () => {
  for (const file of documents) {
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
  const examples = blocksOf(readme, 'ts');
  /** From where the project is. */
  const here = (text: string) => text.replaceAll("'../polezero/", `'${project}/`);
  let elsewhere: Elsewhere;
  before(() => {
    elsewhere = new Elsewhere();
  });
  after(() => elsewhere.remove());

  it('are all that there are in the documents, and each says what it prints', () => {
    assert.equal(examples.length, 2);
    for (const text of examples) assert(promised(text).length > 0, text);
    for (const file of documents) if (file !== 'README.md') assert.deepEqual(blocksOf(read(file), 'ts'), [], file);
  });

  for (const setting of ['nodenext', 'bundler'] as const)
    it(`need neither the types of Node nor skipLibCheck for filters alone (${settings[setting].join(' ')})`, () =>
      assert.equal(elsewhere.check('filters.mts', examples[0], setting, false, ['--types', '']), ''));

  for (const [i, text] of examples.entries()) {
    const name = `example${i + 1}`;
    // Each is JavaScript, too.
    it(`${name} prints what it says, imported`, () => {
      assert.deepEqual(elsewhere.run(`${name}.mjs`, here(text)), promised(text));
    });

    it(`${name} prints the same, required`, () => {
      const required = text.replace(/^import (\{.*\}) from ('.*')/gm, 'const $1 = require($2)');
      assert.doesNotMatch(required, /^import/m);
      assert.deepEqual(elsewhere.run(`${name}.cjs`, here(required)), promised(text));
    });

    it(`${name} prints the same, compiled from TypeScript to a module and to CommonJS`, () => {
      const { imported, required } = elsewhere.compiled(`typed${i + 1}`, here(text));
      assert.deepEqual([imported, required], [promised(text), promised(text)]);
    });

    for (const setting of ['nodenext', 'bundler'] as const)
      it(`${name} has types (${settings[setting].join(' ')})`, () => {
        assert.equal(elsewhere.check(`${name}.mts`, text, setting), '');
        for (const [right, wrong] of mistakes[i])
          assert.match(
            elsewhere.check(`wrong.mts`, text.replace(right, wrong), setting),
            /^wrong\.mts\(\d+,\d+\): error TS(2322|2345|2339)/,
          );
      });
  }
});
