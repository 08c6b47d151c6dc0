import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { KernelClient } from '../kernel/conformance/client';
import { ours, project } from '../kernel/conformance/kernels';

// A notebook whose data file is damaged says so, and computes nothing of it.

describe('the record of Mauna Loa', () => {
  const notebooks = join(project, 'notebooks');
  const { cells } = JSON.parse(readFileSync(join(notebooks, '01-fir-window-method.ipynb'), 'utf8'));
  const sourceOf = (id: string): string => cells.find((cell: { id: string }) => cell.id === id).source.join('');
  const name = 'mauna-loa-co2.csv';
  let folder: string;
  let kernel: KernelClient;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'data-'));
    kernel = await KernelClient.start(ours().argv, { cwd: notebooks });
    await kernel.execute(sourceOf('imports'));
  });
  after(async () => {
    await kernel.stop();
    rmSync(folder, { recursive: true });
  });

  const whole = readFileSync(join(project, 'data', name), 'utf8');
  const lines = whole.split('\n');
  for (const [what, text, error] of [
    ['whole', whole, undefined],
    ['cut within a date', [...lines.slice(0, 500), lines[500].slice(0, 7)].join('\n'), /Too few fields/],
    ['without a line', [...lines.slice(0, 500), ...lines.slice(501)].join('\n'), /goes on with 1967-/],
    [
      'with a line twice',
      [...lines.slice(0, 501), ...lines.slice(500)].join('\n'),
      /After (\S+) the file goes on with \1/,
    ],
  ] as const)
    it(`is ${error ? 'refused' : 'read'} ${what}`, async () => {
      const path = join(folder, name);
      writeFileSync(path, text);
      const { reply } = await kernel.execute(sourceOf('read').replace(`'../data/${name}'`, JSON.stringify(path)));
      if (error) assert.match(reply.content.evalue as string, error);
      else assert.equal(reply.content.status, 'ok');
    });
});
