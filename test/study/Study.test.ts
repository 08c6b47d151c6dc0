import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readStudy, resolveRun, tables } from 'polezero/study';
import { project, tinyStudy } from './tiny';

const tiny = JSON.parse(readFileSync(tinyStudy, 'utf8'));

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'study-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Reads the tiny study with something else in it. */
function read(change: object | string, name = 'changed') {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, typeof change === 'string' ? change : JSON.stringify({ ...tiny, ...change }));
  return readStudy(path);
}
const cellsWith = (change: object) => ({ cells: [tiny.cells[0], { ...tiny.cells[1], ...change }] });
const bits = (seed: number) => ({ kind: 'parity', length: 16, train: 2, test: 2, seed });
const baseWith = (change: object) => ({ base: { ...tiny.base, ...change } });

describe('readStudy', () => {
  it('reads every study that there is', () => {
    assert.equal(readStudy(tinyStudy).name, 'tiny');
    const studies = readdirSync(join(project, 'studies')).filter((file) => file.endsWith('.json'));
    for (const file of studies) assert.equal(`${readStudy(join(project, 'studies', file)).name}.json`, file);
  });

  it('tells one content from another', () => {
    assert.notEqual(read({}).hash, read({ seeds: [1] }).hash);
    assert.equal(read({}).hash, read({}).hash);
  });

  const refused: [string, object | string, RegExp][] = [
    ['no JSON', '{', /changed\.json is no JSON/],
    ['an unknown key', { seedz: [1] }, /Unknown option 'seedz'/],
    ['an unknown key of the base', baseWith({ stepz: 3 }), /Unknown option 'stepz'/],
    ['an unknown key of a cell', cellsWith({ stepz: 3 }), /cell 'tied-2': Unknown option 'stepz'/],
    ['an unknown option of the model', cellsWith({ model: { hCycle: 3 } }), /cell 'tied-2': Unknown option 'hCycle'/],
    ['an unknown option of the trainer', cellsWith({ trainer: { rate: 3 } }), /cell 'tied-2': Unknown option 'rate'/],
    ['a model that cannot be', cellsWith({ model: { hiddenSize: 15 } }), /cell 'tied-2': hiddenSize is 15/],
    ['a trainer that cannot be', cellsWith({ trainer: { learningRate: -1 } }), /cell 'tied-2': learningRate is -1/],
    ['more threads than rows', cellsWith({ trainer: { threads: 9 } }), /cell 'tied-2': threads is 9; a batch of 8/],
    [
      'clues that no Sudoku has',
      { tasks: { sudoku4: { ...tiny.tasks.sudoku4, clues: 3 } } },
      /task 'sudoku4': clues is 3/,
    ],
    ['steps that are none', cellsWith({ steps: 0 }), /cell 'tied-2': steps is 0/],
    ['an unknown task', cellsWith({ task: 'chess' }), /task is 'chess'; it must be one of 'sudoku4'/],
    ['an unknown task to test on besides', cellsWith({ alsoTest: ['chess'] }), /alsoTest is 'chess'/],
    [
      'a task to test on besides that is no list',
      cellsWith({ alsoTest: 'sudoku4' }),
      /alsoTest is 'sudoku4'; it must be a list/,
    ],
    ['a task that is none', { tasks: { sudoku4: { kind: 'sudoku', size: 4, test: 3 } } }, /task 'sudoku4': train is/],
    ['an unknown option of a task', { tasks: { sudoku4: { ...tiny.tasks.sudoku4, x: 1 } } }, /Unknown option 'x'/],
    ['a name that comes twice', cellsWith({ name: 'trm' }), /cell 2: name is 'trm', which is cell 1 already/],
    ['a name that names no file', cellsWith({ name: '../x' }), /cell 2: name is '\.\.\/x'/],
    ['a cell without a name', cellsWith({ name: undefined }), /cell 2: name is undefined/],
    ['no cells', { cells: [] }, /cells is \[\]/],
    ['no seeds', { seeds: [] }, /seeds is \[\]/],
    ['a seed that comes twice', { seeds: [1, 2, 1] }, /seeds has 1 twice/],
    ['a seed that is none', { seeds: [1.5] }, /seed is 1\.5/],
    ['a seed that is too large', { seeds: [2 ** 32] }, /cell 'trm': seed is 4294967296/],
    ['no base', { base: undefined }, /must be an object/],
    ['what the task says', cellsWith({ model: { seqLen: 9 } }), /model\.seqLen is 9; leave it out/],
    ['what is said elsewhere', cellsWith({ trainer: { seed: 1 } }), /trainer\.seed is 1; leave it out/],
    ['to unroll what is no equilibrium', cellsWith({ trainer: { unrolledSteps: 1 } }), /'tied-2': unrolledSteps is 1;/],
    [
      'to test on puzzles of another size',
      {
        tasks: { ...tiny.tasks, larger: { ...tiny.tasks.sudoku4, size: 6, clues: 14 } },
        ...cellsWith({ alsoTest: ['larger'] }),
      },
      /alsoTest names 'larger', sudoku of 36 cells; the model of 'sudoku4' takes sudoku of 16 cells\./,
    ],
    [
      'to test on puzzles of another kind',
      {
        tasks: { ...tiny.tasks, bits: { kind: 'parity', length: 16, train: 2, test: 2 } },
        ...cellsWith({ alsoTest: ['bits'] }),
      },
      /alsoTest names 'bits', parity of 16 cells; the model of 'sudoku4' takes sudoku of 16 cells\./,
    ],
    [
      'to test on the parities that it is trained on',
      { tasks: { sudoku4: bits(2), before: bits(1) }, ...cellsWith({ alsoTest: ['before'] }) },
      /alsoTest names 'before', whose test set is the training set of 'sudoku4'; give it a seed other than 1\./,
    ],
    [
      'the same after the last seed',
      { tasks: { sudoku4: bits(0), before: bits(2 ** 32 - 1) }, ...cellsWith({ alsoTest: ['before'] }) },
      /whose test set is the training set of 'sudoku4'/,
    ],
    [
      'to test on its own test set besides',
      { tasks: { sudoku4: bits(2), same: { ...bits(2), train: 5 } }, ...cellsWith({ alsoTest: ['same'] }) },
      /alsoTest names 'same', whose test set is the test set of 'sudoku4'/,
    ],
    [
      'a task whose name is taken',
      { tasks: { ...tiny.tasks, test: tiny.tasks.sudoku4 } },
      /task 'test': name is 'test'/,
    ],
    [
      'a task whose name breaks a table',
      { tasks: { ...tiny.tasks, 'a,b': tiny.tasks.sudoku4 } },
      /task 'a,b': name is/,
    ],
  ];
  for (const [what, change, message] of refused)
    it(`refuses ${what}`, () => assert.throws(() => read(change), message));

  it('takes parities of other seeds, and of another pole, to test on besides', () => {
    const tasks = { sudoku4: bits(2), after: bits(3), leaky: { ...bits(2), pole: 0.8 } };
    assert.equal(read({ tasks, ...cellsWith({ alsoTest: ['after', 'leaky'] }) }).cells.length, 2);
  });

  it('refuses a name that names no file, or a table of another study', () => {
    for (const [name, message] of [
      ['My study', /My study\.json: name is 'My study'; it must be lower-case letters and digits/],
      [
        'x-depth',
        /x-depth\.json: name is 'x-depth'; it must not end in '-depth', like a table of 'x': rename the file/,
      ],
      ['a-b-training', /must not end in '-training'/],
    ] as const) {
      const path = join(folder, `${name}.json`);
      writeFileSync(path, JSON.stringify(tiny));
      assert.throws(() => readStudy(path), message);
    }
    for (const table of Object.keys(tables).filter((name) => name))
      assert.throws(() => read({}, `x${table}`), /must not end in/, table);
    assert.equal(read({}, 'depth').name, 'depth');
  });

  it('says where studies are if there is none', () =>
    assert.throws(() => readStudy('no-such.json'), /There is no no-such\.json; studies are/));
});

describe('resolveRun', () => {
  const study = readStudy(tinyStudy);

  it('lays a cell over the base, key by key', () => {
    assert.deepEqual(resolveRun(study, 'tied-2', 2), {
      task: tiny.tasks.sudoku4,
      model: { ...tiny.base.model, recursion: 'unrolled', haltMaxSteps: 1 },
      trainer: { ...tiny.base.trainer, learningRate: 0.002 },
      steps: 100,
      evaluateEvery: 40,
      checkpointEvery: 10,
      seed: 2,
    });
    assert.equal(resolveRun(study, 'trm', 1).steps, 120);
  });

  it('refuses a cell or a seed that the study has not', () => {
    assert.throws(() => resolveRun(study, 'trx', 1), /no cell 'trx'.*it has trm, tied-2/);
    assert.throws(() => resolveRun(study, 'trm', 3), /seed is 3; .* has the seeds 1, 2/);
  });
});
