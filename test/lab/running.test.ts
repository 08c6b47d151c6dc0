import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { collectErrors, launchChromium, offline } from '../support/chromium';
import { Offline, readOnly } from '../support/faults';
import { openOffline } from '../support/offlinePage';
import { NotebookPage, writeNotebook } from './notebookPage';
import { type LabServer, project, startLab } from './server';

let server: LabServer;
let browser: Browser;
let context: BrowserContext;
let requests: string[];
/** The server and its kernels have none. */
const network = new Offline();

before(async () => {
  server = await startLab(network.environment);
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(90_000);
  requests = await offline(context);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const poleNotebook = [
  "import { axes, Figure } from 'polezero/viz';",
  { source: 'const pole: number = 0.5; // in (0, 1); ; the pole', tags: ['parameters'] },
  `new Figure({
  data: [{ y: [0, 1, 2, 3].map((n) => pole ** n), name: 'h' }],
  layout: { title: { text: \`A pole at \${pole}\` }, xaxis: axes.samples('n'), yaxis: axes.number('h[n]') },
})`,
];

async function open(name: string, cells: Parameters<typeof writeNotebook>[1]): Promise<NotebookPage> {
  writeNotebook(join(server.folder, name), cells);
  return NotebookPage.open(context, server, name);
}

test('a figure is drawn, follows a changed parameter, and is still there when the saved notebook is opened again', async () => {
  const notebook = await open('parameter.ipynb', poleNotebook);
  const errors = collectErrors(notebook.page);
  await notebook.runAll();
  assert.deepEqual(await notebook.drawn(notebook.figures()), { title: 'A pole at 0.5', y: [1, 0.5, 0.25, 0.125] });
  await notebook.write(1, 'const pole: number = 0.9; // in (0, 1); ; the pole');
  await notebook.runAll();
  const again = { title: 'A pole at 0.9', y: [1, 0.9, 0.81, 0.9 ** 3] };
  assert.deepEqual(await notebook.drawn(notebook.figures()), again);
  await notebook.save();
  await notebook.page.close();

  const reopened = await NotebookPage.open(context, server, 'parameter.ipynb');
  // JupyterLab shows a picture of the figure until the pointer comes.
  await reopened.cell(2).locator('.jp-OutputArea-output').hover();
  assert.deepEqual(await reopened.drawn(reopened.figures()), again);
  await reopened.page.close();
  assert.deepEqual(errors, []);
  assert.deepEqual(requests, []);
});

test('File → Save and Export Notebook As → HTML gives the report, which lives offline', async () => {
  const notebook = await open('exported.ipynb', poleNotebook);
  await notebook.runAll();
  await notebook.save();
  const file = await notebook.export('HTML', server.folder);
  await openOffline(browser, file, {}, async (page) => {
    assert.equal(await page.locator('.js-plotly-plot .trace').count(), 1);
    assert.match(await page.locator('.run').innerText(), /pole\s+0\.5\s+number in \(0, 1\)\s+the pole/);
  });
  await notebook.page.close();
});

test('Interrupt Kernel stops a loop that computes and one that awaits, and what was defined stays', async () => {
  const notebook = await open('loops.ipynb', [
    'let ticks = 0;',
    'while (true) ticks++;',
    'while (true) { ticks++; await new Promise((resolve) => setTimeout(resolve, 1)); }',
    "console.log(ticks > 0 ? 'went on' : 'lost');",
  ]);
  await notebook.run(0);
  for (const loop of [1, 2]) {
    await notebook.start(loop);
    await notebook.busy();
    await notebook.page.waitForTimeout(500);
    await notebook.menu('Kernel', 'Interrupt Kernel');
    await notebook.finished();
    assert.match(await notebook.output(loop), /KeyboardInterrupt: the cell was interrupted/);
  }
  await notebook.run(3);
  assert.equal(await notebook.output(3), 'went on\n');
  await notebook.page.close();
});

test('an error shows the line of its cell, and a wrong type its place before anything runs', async () => {
  const notebook = await open('errors.ipynb', [
    "const check = (taps: number) => {\n  if (taps < 1) throw new RangeError('taps is ' + taps);\n};",
    'const taps: number = 0;\n\ncheck(taps);',
    "const word: number = 'many';",
  ]);
  for (const cell of [0, 1, 2]) await notebook.run(cell);
  assert.match(
    await notebook.output(1),
    /RangeError: taps is 0\n.*check \(Cell In\[1\], line 2\)\n.*Cell In\[2\], line 3$/,
  );
  assert.match(
    await notebook.output(2),
    /^Cell In\[3\], line 1, column 7 .* Type 'string' is not assignable to type 'number'/,
  );
  await notebook.page.close();
});

test('Tab completes names of the library and Shift-Tab shows their doc comments', async () => {
  const notebook = await open('help.ipynb', ["import { firwin, freqz } from 'polezero/dsp';", 'fir', 'firwin']);
  await notebook.run(0);
  await notebook.edit(1);
  await notebook.page.keyboard.press('Tab');
  await notebook.page.locator('.jp-Completer-item').getByText('firwin', { exact: true }).click();
  await notebook.cell(1).locator('.cm-line').getByText('firwin', { exact: true }).waitFor();
  await notebook.edit(2);
  await notebook.page.keyboard.press('Shift+Tab');
  const tooltip = notebook.page.locator('.jp-Tooltip');
  await tooltip.waitFor();
  await tooltip.getByText(/window method/).waitFor();
  assert.match(await tooltip.innerText(), /firwin\(\s*numTaps: number/);
  await notebook.page.close();
});

test('prompt asks the reader', async () => {
  const notebook = await open('prompt.ipynb', ["console.log('hello, ' + (await prompt('Your name?')));"]);
  await notebook.start(0);
  const input = notebook.page.locator('.jp-Stdin-input');
  await input.fill('Ada');
  await input.press('Enter');
  await notebook.finished();
  assert.match(await notebook.output(0), /hello, Ada/);
  await notebook.page.close();
});

const collection = readdirSync(join(project, 'notebooks'))
  .filter((name) => /^\d\d-.*\.ipynb$/.test(name))
  .map((name) => name.replace('.ipynb', ''));
// LAB=all npm test -- lab/running takes some ten minutes more.
for (const name of process.env.LAB === 'all' ? collection : collection.slice(0, 2)) {
  test(`${name} runs from top to bottom, every figure drawn`, async () => {
    const file = join(server.folder, `${name}.ipynb`);
    copyFileSync(join(project, 'notebooks', `${name}.ipynb`), file);
    const notebook = await NotebookPage.open(context, server, `${name}.ipynb`);
    const errors = collectErrors(notebook.page);
    await notebook.page.waitForTimeout(2000);
    assert.equal(await notebook.page.locator('.jp-mod-dirty').count(), 0, 'opened, it has nothing to save');
    await notebook.runAll(900_000);
    await notebook.save();
    const outputs = notebook.file().cells.flatMap(({ outputs = [] }) => outputs);
    assert.deepEqual(
      outputs.filter(({ output_type }) => output_type === 'error'),
      [],
    );
    const figures = outputs.filter((output) => 'application/vnd.plotly.v1+json' in ((output.data as object) ?? {}));
    assert(figures.length > 1);
    for (let i = 0; i < figures.length; i++) {
      const figure = notebook.figures().nth(i);
      await figure.scrollIntoViewIfNeeded();
      await notebook.drawn(figure);
    }
    assert.equal(await notebook.figures().count(), figures.length);
    // Another theme, or a window of another width, has all figures fitted to their places anew.
    for (const theme of ['JupyterLab Dark', 'JupyterLab Light']) {
      await notebook.menu('Settings', 'Theme', theme);
      await notebook.page.waitForTimeout(2000);
      for (const [i, { data }] of figures.entries()) {
        const { layout } = (data as Record<string, { layout: { height: number } }>)['application/vnd.plotly.v1+json'];
        const figure = notebook.figures().nth(i);
        await figure.scrollIntoViewIfNeeded();
        assert.equal((await figure.locator('.main-svg').first().boundingBox())?.height, layout.height, theme);
      }
    }
    assert.deepEqual(errors, []);
    assert.deepEqual(requests, []);
    await notebook.page.close();
  });
}

test('in a project that cannot be written to says so, runs notebooks all the same, and leaves nothing behind', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'lab-'));
  const reading = await startLab({ ...readOnly(project), TMPDIR: temporary });
  try {
    assert.match(reading.said, /^This project cannot be written to: .* nothing is saved.* copy the project/m);
    writeNotebook(join(reading.folder, 'reading.ipynb'), poleNotebook);
    const notebook = await NotebookPage.open(context, reading, 'reading.ipynb');
    await notebook.runAll();
    assert.deepEqual(await notebook.drawn(notebook.figures()), { title: 'A pole at 0.5', y: [1, 0.5, 0.25, 0.125] });
    await notebook.page.getByText('notebook is read-only').waitFor();
    await notebook.page.close();
  } finally {
    await reading.stop();
  }
  assert.deepEqual(readdirSync(temporary), []);
  rmSync(temporary, { recursive: true });
});

test('neither the server nor a kernel nor a page has looked for a network', () => {
  assert.deepEqual(network.attempts(), []);
  assert.deepEqual(requests, []);
});
