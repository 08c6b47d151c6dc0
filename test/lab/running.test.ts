import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { collectErrors, launchChromium, offline } from '../support/chromium';
import { NotebookPage, writeNotebook } from './notebookPage';
import { type LabServer, startLab } from './server';

let server: LabServer;
let browser: Browser;
let context: BrowserContext;
let requests: string[];

before(async () => {
  server = await startLab();
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(20_000);
  requests = await offline(context);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a figure is drawn, and follows a changed parameter', async () => {
  writeNotebook(join(server.folder, 'parameter.ipynb'), [
    "import { axes, Figure } from 'polezero/viz';",
    { source: 'const pole: number = 0.5; // in (0, 1); ; the pole', tags: ['parameters'] },
    `new Figure({
  data: [{ y: [0, 1, 2, 3].map((n) => pole ** n), name: 'h' }],
  layout: { title: { text: \`A pole at \${pole}\` }, xaxis: axes.samples('n'), yaxis: axes.number('h[n]') },
})`,
  ]);
  const notebook = await NotebookPage.open(context, server, 'parameter.ipynb');
  const errors = collectErrors(notebook.page);
  await notebook.runAll();
  assert.deepEqual(await notebook.drawn(notebook.figures()), {
    title: 'A pole at 0.5',
    y: [1, 0.5, 0.25, 0.125],
  });
  await notebook.write(1, 'const pole: number = 0.9; // in (0, 1); ; the pole');
  await notebook.runAll();
  const { title, y } = await notebook.drawn(notebook.figures());
  assert.equal(title, 'A pole at 0.9');
  assert.deepEqual(y, [1, 0.9, 0.81, 0.9 ** 3]);
  assert.deepEqual(errors, []);
  assert.deepEqual(requests, []);
});
