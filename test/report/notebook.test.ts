import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { code, markdown, notebookText } from './collection';

const { readNotebook } = require(join(__dirname, '..', '..', '..', 'dist', 'cli', 'report', 'notebook.js'));
const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
after(() => rmSync(folder, { recursive: true }));

function read(content: unknown) {
  const path = join(folder, '01-any.ipynb');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readNotebook(path);
}

describe('readNotebook', () => {
  const whole = JSON.parse(notebookText([markdown('# A'), code('1', 'key-figure')]));

  it('reads what a run has written, finished or not', () => {
    assert.equal(read(whole).cells.length, 2);
    const papermill = { duration: null, end_time: null, parameters: { a: 1 } };
    assert.deepEqual(read({ ...whole, metadata: { papermill } }).metadata, { papermill });
  });

  it('names a file that is none, and what is wrong in it', () => {
    const [cell] = whole.cells;
    const wrong: [unknown, RegExp][] = [
      ['{', /01-any\.ipynb is no JSON/],
      ['null', /01-any\.ipynb is not a notebook \(nbformat 4\): the content is null/],
      [{ ...whole, cells: {} }, /cells is \{\}; it must be a list/],
      [{ ...whole, cells: [{ ...cell, metadata: null }] }, /cells\[0\]\.metadata is null/],
      [
        { ...whole, cells: [{ ...cell, metadata: { tags: 'x' } }] },
        /cells\[0\]\.metadata\.tags is 'x'; it must be a list/,
      ],
      [{ ...whole, cells: [{ ...cell, source: [1] }] }, /cells\[0\]\.source\[0\] is 1; it must be a string/],
      [{ ...whole, metadata: [] }, /metadata is \[\]/],
    ];
    for (const [content, message] of wrong) assert.throws(() => read(content), message);
  });
});
