import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { generateSudoku, type Puzzle } from 'polezero/tasks';
import { blocksOf, Elsewhere, project } from './elsewhere';

// A model of one's own on a CSV of one's own, as README and environment.md tell it, with their own blocks.

const read = (file: string): string => readFileSync(join(project, file), 'utf8');
const section = (file: string): string => /^#+ A model of your own\n[\s\S]*?(?=^##)/m.exec(read(file))![0];
const [commands] = blocksOf(section('README.md'), 'sh');
const [task] = blocksOf(section('README.md'), 'json');
const [program] = blocksOf(section('README.md'), 'ts');
const [puzzles] = blocksOf(section('environment.md'), 'csv');

/** Says so if that is not there to be replaced. */
function replaced(text: string, old: string | RegExp, by: string): string {
  assert.match(text, old instanceof RegExp ? old : new RegExp(old.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return text.replace(old, () => by);
}

describe('a model of one’s own, as the documents tell it', () => {
  let scratch: string;
  let mine: string;
  let elsewhere: Elsewhere;
  before(() => {
    scratch = mkdtempSync(join(tmpdir(), 'own-model-'));
    mine = join(scratch, 'runs', 'mine');
    elsewhere = new Elsewhere();
  });
  after(() => {
    elsewhere.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  const [makeFolder, copyRun, trainIt] = commands.trim().split('\n');
  function shell(command: string): void {
    const given = replaced(command, 'runs/mine', `'${mine}'`);
    const { status, stderr } = spawnSync('sh', ['-c', given], { cwd: project, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }
  function train(): { status: number | null; text: string } {
    assert.equal(trainIt, 'npm run train -- runs/mine');
    const given = [join(project, 'dist', 'cli', 'train.js'), mine];
    const { status, stdout, stderr } = spawnSync(process.execPath, given, { encoding: 'utf8' });
    return { status, text: stdout + stderr };
  }
  const runFile = () => readFileSync(join(mine, 'run.json'), 'utf8');
  const edit = (old: string | RegExp, by: string) =>
    writeFileSync(join(mine, 'run.json'), replaced(runFile(), old, by));
  const put = (lines: string) => writeFileSync(join(mine, 'puzzles.csv'), lines);

  const [, first] = puzzles.trim().split('\n');
  const [, question, answer] = first.split(',');
  const line = ({ puzzle, solution, difficulty }: Puzzle) => `mine,${puzzle},${solution},${difficulty}\n`;
  const more = Array.from({ length: 160 }, (_, seed) => line(generateSudoku({ size: 4, seed }))).join('');

  it('begins with the run.json of a stored model, shorter, and the task of the README', () => {
    shell(makeFolder);
    shell(copyRun);
    edit(/^ {2}"task": .*\n/m, `  ${task}`);
    edit('"steps": 6000', '"steps": 4');
    assert.equal(JSON.parse(runFile()).task.kind, 'csv');
  });

  it('says what is missing or wrong in the puzzles', () => {
    const refused = (reason: RegExp) => {
      const { status, text } = train();
      assert.equal(status, 1, text);
      assert.match(text, reason);
    };
    refused(/path is 'puzzles\.csv'; there is no file .*puzzles\.csv\./);
    put(puzzles);
    refused(/test is 100; it must be less than the number of puzzles in .*puzzles\.csv, 1,/);
    put(puzzles + `${first}\n`.repeat(120));
    refused(/^test is 100, which takes all 1 classes of the 121 items and leaves none for training; take fewer\./);
    put(puzzles.replaceAll(',', ';'));
    refused(/puzzles\.csv, line 1: the header is 'source;question;.* must be 'source,question,answer,rating'/);
    put(puzzles + replaced(first, answer, `11${answer.slice(2)}`));
    refused(/puzzles\.csv, line 3: answer does not solve the question/);
    assert.deepEqual(readdirSync(mine).sort(), ['puzzles.csv', 'run.json']);
  });

  it('is trained on the format of environment.md, and leaves what that names', () => {
    put(puzzles + more);
    const { status, text } = train();
    assert.equal(status, 0, text);
    assert.match(text, /^4\/4, test: exactly right after 1 … 8 supervision steps: .*\nDone: .*model\.safetensors$/m);
    const left = [...section('environment.md').matchAll(/`(\w+\.(?:csv|safetensors))`/g)].map(([, name]) => name);
    for (const name of ['training.csv', 'evaluations.csv', 'checkpoint.safetensors', 'model.safetensors'])
      assert(left.includes(name), name);
    assert.deepEqual(readdirSync(mine).sort(), [...new Set([...left, 'puzzles.csv', 'run.json'])].sort());
  });

  it('goes on where steps are raised, and refuses to become another run until its checkpoint is removed', () => {
    edit('"steps": 4', '"steps": 6');
    assert.match(train().text, /^6\/6, test: .*\nDone: /m);
    edit('"seed": 1,\n  "steps": 6', '"seed": 2,\n  "steps": 40');
    assert.match(train().text, /checkpoint\.safetensors is of a run with other options .* remove it to begin anew/);
    rmSync(join(mine, 'checkpoint.safetensors'));
    assert.match(train().text, /^40\/40, test: .*\nDone: /m);
  });

  it('answers in a project elsewhere, by import and by require', () => {
    const ofMine = replaced(program, /'\.\.\/polezero\/data\/runs\/\w+'/, JSON.stringify(mine));
    const solved = replaced(ofMine, /(?<=encodeSudoku\()'.*'/, `'${question}'`);
    const { imported, required } = elsewhere.compiled('mine', solved);
    assert.match(imported.join('\n'), /^[.1-4]{16}$/);
    assert.deepEqual(required, imported);
  });
});
