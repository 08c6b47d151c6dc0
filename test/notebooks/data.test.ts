import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { KernelClient } from '../kernel/conformance/client';
import { ours, project } from '../kernel/conformance/kernels';

// A notebook whose data file is damaged says so, and computes nothing of it.

const collection = join(project, 'notebooks');

describe('the tables that notebooks read', () => {
  for (const folder of ['.', 'solutions'])
    for (const file of readdirSync(join(collection, folder)).filter((name) => name.endsWith('.ipynb')))
      it(`${join(folder, file)} reads those of data through intact`, () => {
        const { cells } = JSON.parse(readFileSync(join(collection, folder, file), 'utf8'));
        const sources: string[] = cells
          .filter((cell: { cell_type: string }) => cell.cell_type === 'code')
          .map((cell: { source: string[] }) => cell.source.join(''));
        // A run's own curves (notebook 03) are written by whoever trains it, and listed nowhere.
        const reading = sources.filter(
          (source) => /readCSV\(|readFileSync\(.*\.csv/.test(source) && !/evaluations\.csv/.test(source),
        );
        for (const source of reading) assert.match(source, /\(intact\(/);
      });
});

describe('the record of Mauna Loa', () => {
  const { cells } = JSON.parse(readFileSync(join(collection, '01-fir-window-method.ipynb'), 'utf8'));
  const sourceOf = (id: string): string => cells.find((cell: { id: string }) => cell.id === id).source.join('');
  const name = 'mauna-loa-co2.csv';
  let folder: string;
  let kernel: KernelClient;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'data-'));
    kernel = await KernelClient.start(ours().argv, { cwd: collection });
    await kernel.execute(sourceOf('imports'));
  });
  after(async () => {
    await kernel.stop();
    rmSync(folder, { recursive: true });
  });

  const whole = readFileSync(join(project, 'data', name), 'utf8');
  const lines = whole.split('\n');
  const put = (text: string) => writeFileSync(join(folder, name), text);
  const read = () => kernel.execute(sourceOf('read').replace(`'../data/${name}'`, JSON.stringify(join(folder, name))));
  const list = () => spawnSync('sh', ['-c', 'sha256sum *.csv > SHA256SUMS'], { cwd: folder });

  it('is read whole, and refused cut off at the end of a line', async () => {
    put(whole);
    list();
    assert.equal((await read()).reply.content.status, 'ok');
    put(`${lines.slice(0, 500).join('\n')}\n`);
    const { reply } = await read();
    assert.match(reply.content.evalue as string, /mauna-loa-co2\.csv is damaged or was changed.*Bring it back/);
  });

  // What someone else put there and listed is looked at, too.
  for (const [what, text, error] of [
    ['cut within a date', [...lines.slice(0, 500), lines[500].slice(0, 7)].join('\n'), /Too few fields/],
    ['without a line', [...lines.slice(0, 500), ...lines.slice(501)].join('\n'), /goes on with 1967-/],
    [
      'with a line twice',
      [...lines.slice(0, 501), ...lines.slice(500)].join('\n'),
      /After (\S+) the file goes on with \1/,
    ],
  ] as const)
    it(`is refused ${what}, though listed so`, async () => {
      put(text);
      list();
      assert.match((await read()).reply.content.evalue as string, error);
    });
});
