import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { type Collection, code, makeCollection } from '../report/collection';
import { project, tinyStudy } from '../study/tiny';
import { small } from '../training/small';
import { fullDisk, readOnly, saysFull } from './faults';

// A full and a read-only disk are pretended in all other tests. Here they are real: a small file system of memory, mounted in a
// namespace of our own, where the machine allows that; where not, the tests say so. What programs meet on it has to be what the pretence lets them
// meet.

const cli = (name: string) => join(project, 'dist', 'cli', `${name}.js`);

/** Tries every kind of change, and prints what becomes of each. */
const probe = `
const fs = require('node:fs');
const tell = (what, change) => {
  try { change(); console.log(what, 'done'); } catch ({ code, syscall }) { console.log(what, code, syscall); }
};
const old = () => (fs.existsSync('old') ? 'old' : 'renamed');
tell('write', () => fs.writeFileSync('new', Buffer.alloc(300_000)));
tell('append', () => fs.appendFileSync('old', Buffer.alloc(300_000)));
tell('folder', () => fs.mkdirSync('folder'));
tell('rename', () => fs.renameSync('old', 'renamed'));
tell('times', () => fs.utimesSync(old(), 1, 1));
tell('copy', () => fs.copyFileSync(process.execPath, 'copy'));
tell('remove', () => fs.rmSync(old()));
tell('read', () => fs.readFileSync('run.json'));
`;

interface Outcome {
  status: number | null;
  text: string;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

describe('a disk that is really small', () => {
  let folder: string;
  let collection: Collection;
  let allowed: boolean;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
    collection = makeCollection();
    collection.write('01-page', [code('console.log(1);')]);
    for (const name of ['real', 'model', 'pretended']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'model', 'old'), 'some text');
    writeFileSync(join(folder, 'model', 'run.json'), JSON.stringify({ ...small, steps: 20, checkpointEvery: 5 }));
    allowed = real('size=1m', [process.execPath, '-e', '0']).status === 0;
  });
  after(() => {
    collection.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the program on a real small file system that holds a copy of the model's files. */
  function real(options: string, [program, ...args]: string[], thenReadOnly = false): Outcome {
    const place = join(folder, 'real');
    const steps = [
      `mount -t tmpfs -o ${options} tmpfs ${quoted(place)}`,
      `cp ${quoted(join(folder, 'model'))}/* ${quoted(place)}`,
      ...(thenReadOnly ? [`mount -o remount,ro ${quoted(place)}`] : []),
      `cd ${quoted(place)}`,
      [program, ...args].map(quoted).join(' '),
    ];
    const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', steps.join(' && ')], {
      encoding: 'utf8',
    });
    return { status, text: `${stdout}${stderr}` };
  }

  /** The same on the pretended one. */
  function pretended(environment: (below: string) => Record<string, string>, [program, ...args]: string[]): Outcome {
    const place = join(folder, 'pretended');
    rmSync(place, { recursive: true });
    cpSync(join(folder, 'model'), place, { recursive: true });
    const env = { ...process.env, ...environment(place) };
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: place, env });
    return { status, text: `${stdout}${stderr}`.replaceAll(place, join(folder, 'real')) };
  }

  const here = (t: TestContext): boolean => {
    if (!allowed) t.diagnostic('Nothing can be mounted here (unshare -rm): NOT TRIED.');
    return allowed;
  };
  const trying = [process.execPath, '-e', probe];

  it('answers a program as the pretended full one does', (t) => {
    if (!here(t)) return;
    const { text } = real('size=400k', trying);
    assert.match(text, /^write done\nappend ENOSPC write\n/);
    assert.equal(pretended((below) => fullDisk(below, 390_000), trying).text, text);
  });

  it('answers a program as the pretended read-only one does', (t) => {
    if (!here(t)) return;
    const { text } = real('size=1m', trying, true);
    assert.match(text, /^write EROFS open\nappend EROFS open\nfolder EROFS mkdir\n/);
    assert.equal(pretended(readOnly, trying).text, text);
  });

  const study = ['run', tinyStudy, 'tied-2', '1', '--results', '.', '--work', '.'];
  const report = () => ['--notebooks', join(collection.folder, 'notebooks'), '--reports', '.', '01'];
  const [full, unwritable] = [
    saysFull.source,
    String.raw`This place cannot be written to\. Make it writable for this user`,
  ];
  // With the kilobytes of a disk that does not hold all that they write, and what they say there and on a read-only one.
  for (const [name, program, kilobytes, onFull, onReadOnly] of [
    [
      'training',
      () => [cli('train'), '.'],
      100,
      String.raw`was not written: ENOSPC.*\n${full}`,
      String.raw`was not written: EROFS[\s\S]*${unwritable}`,
    ],
    ['a run of a study', () => [cli('study'), ...study], 100, full, unwritable],
    ['a report', () => [cli('report'), ...report()], 44, full, unwritable],
  ] as const)
    it(`has ${name} say the same`, (t) => {
      if (!here(t)) return;
      const command = [process.execPath, ...program()];
      const room = 1000 * (kilobytes - 10);
      for (const [says, outcomes] of [
        [onFull, [real(`size=${kilobytes}k`, command), pretended((below) => fullDisk(below, room), command)]],
        [onReadOnly, [real('size=1m', command, true), pretended(readOnly, command)]],
      ] as const)
        for (const { status, text } of outcomes) {
          if (name === 'training') assert.equal(status, 1, text);
          else assert(status, text);
          assert.match(text, new RegExp(says));
          assert.doesNotMatch(text, /^ {4}at /m);
        }
    });
});
