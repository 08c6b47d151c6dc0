import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { Offline } from '../support/faults';
import { openOffline } from '../support/offlinePage';

// Every notebook of the collection is executed, and every report opened.

const project = join(__dirname, '..', '..', '..');
const folders = ['notebooks', join('notebooks', 'solutions')];

interface Cell {
  id: string;
  cell_type: string;
  metadata: { tags?: string[] };
  source: string[];
  outputs?: { output_type: string; data?: object }[];
}

const read = (file: string): Cell[] => JSON.parse(readFileSync(file, 'utf8')).cells;
const text = (cell: Cell): string => cell.source.join('');
const isTagged = (cell: Cell, tag: string): boolean => cell.metadata.tags?.includes(tag) ?? false;
const figureType = 'application/vnd.plotly.v1+json';
/** What a cell puts out: types, not values, which differ in their last digits from machine to machine. */
const kinds = (cells: Cell[]) =>
  cells.map(({ outputs = [] }) => outputs.map(({ output_type, data = {} }) => [output_type, ...Object.keys(data)]));

/** What a notebook says by itself. */
const sentences = (cells: Cell[]) =>
  cells.flatMap(({ outputs = [] }) =>
    outputs.map(({ data = {} }) => Reflect.get(data, 'text/markdown')).filter(Boolean),
  );

/** The cells from which a notebook's sentences are of the study's tables alone. */
const studyFrom: Record<string, string> = {
  '04-unrolling.ipynb': 'cells',
  '06-poles-of-a-network.ipynb': 'study-there',
};

let reports: string;
const network = new Offline();
let browser: Browser;

before(async () => {
  reports = mkdtempSync(join(project, 'build', 'reports-'));
  const run = (folder: string) =>
    promisify(execFile)(
      process.execPath,
      [join(project, 'dist', 'cli', 'report.js'), '--notebooks', folder, '--reports', join(reports, folder)],
      { cwd: project, timeout: 600_000, env: { ...process.env, ...network.environment } },
    );
  browser = await launchChromium();
  for (const folder of folders) await run(folder);
});

after(async () => {
  await browser?.close();
  rmSync(reports, { recursive: true, force: true });
});

for (const folder of folders) {
  const names = readdirSync(join(project, folder)).filter((name) => name.endsWith('.ipynb'));
  for (const name of names) {
    describe(join(folder, name), () => {
      const committed = read(join(project, folder, name));
      const report = (extension: string) => join(reports, folder, name.replace('.ipynb', extension));

      it('is written as CONTRIBUTING asks', () => {
        const code = committed.filter((cell) => cell.cell_type === 'code');
        assert.match(text(committed[0]), /^# .+\n\n> \*\*Question\.\*\* .+/);
        assert.equal(code.filter((cell) => isTagged(cell, 'parameters')).length, 1);
        if (folder === 'notebooks') assert.equal(code.filter((cell) => isTagged(cell, 'key-figure')).length, 1);
        // Its range, unless its type says it; its unit, if it has one; and always what it is.
        for (const line of text(code.find((cell) => isTagged(cell, 'parameters'))!).split('\n'))
          assert.match(line, /^const \w+: .+; \/\/ [^;]*;[^;]*; \S/);
        for (const cell of code) {
          const lines = text(cell).split('\n');
          const width = isTagged(cell, 'parameters') ? 130 : 100;
          assert(lines.length <= 30, `${lines.length} lines: ${lines[0]}`);
          for (const line of lines) assert(line.length <= width, line);
        }
        const proseOf = committed.filter((cell) => cell.cell_type === 'markdown').map(text);
        assert(proseOf.some((prose) => prose.startsWith('## Summary')));
      });

      it('is committed with the outputs that it gives', () => {
        assert.deepEqual(kinds(read(report('.ipynb'))), kinds(committed));
      });

      // Everything in it is made of the tables in data/results, and so is the same on every machine.
      const ofStudy = (cells: Cell[]) => sentences(cells.slice(cells.findIndex(({ id }) => id === studyFrom[name])));
      if (folder === 'notebooks' && studyFrom[name])
        it('says of the study what its results say', () => {
          assert(ofStudy(committed).length > 5);
          assert.deepEqual(ofStudy(read(report('.ipynb'))), ofStudy(committed));
        });

      it('makes a report with every figure drawn and every formula typeset', async () => {
        const figures = committed
          .flatMap(({ outputs = [] }) => outputs)
          .filter(({ data }) => data && figureType in data);
        await openOffline(browser, report('.html'), {}, async (page) => {
          const drawn = await page
            .locator('.live-figure')
            .evaluateAll((all) => all.filter((figure) => figure.querySelector('.trace, .bars, .hm')).length);
          assert.equal(drawn, figures.length);
          assert.equal(await page.locator('[data-mml-node="merror"]').count(), 0);
          const prose = await page.locator('main p, main li').allInnerTexts();
          const left = prose.filter((words) => /\$|\\\w/.test(words));
          assert(prose.length > 10);
          assert.deepEqual(left, []);
        });
      });
    });
  }
}

it('all notebooks and reports were made without looking for a network', () => assert.deepEqual(network.attempts(), []));
