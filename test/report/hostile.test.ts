import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Data, Layout } from 'plotly.js';
import { axes, displaySymbol, Figure, table } from 'polezero/viz';
import { launchChromium } from '../support/chromium';
import { openOffline } from '../support/offlinePage';
import { type Collection, makeCollection, venv } from './collection';

// Texts that come from data, a file's name or a notebook's metadata, wherever a report shows them: none may run as script. (What the author of
// a notebook writes as HTML, in a Markdown cell or with the type text/html, is meant to.)

/** Tries each way by which a text becomes script, and says by whom. */
const hostile = (who: string) =>
  `"'></title></script></style></textarea><script>hacked.push('${who}')</script><img src=x onerror="hacked.push('${who}')">` +
  `<svg onload="hacked.push('${who}')"></svg><a href="javascript:hacked.push('${who}')">${who}</a>{{ ${who} }}`;
/** The like in what Plotly knows of HTML, links among it; short, since it is drawn. */
const link = (who: string) =>
  `<a href="javascript:hacked.push('${who}')" onmouseover="hacked.push('${who}')">${who}</a><img src=x onerror=hacked.push('${who}')>`;
/** And in what Markdown knows, between the lines of what a cell puts out. */
const markdown = (who: string) =>
  `Of ${hostile(who)}\n\n${hostile(who)}\n\n## ${hostile(who)}\n\n[${who}](javascript:hacked.push('${who}')) <javascript:hacked.push('${who}')>\n` +
  `![${who}"onerror="hacked.push('${who}')](javascript:hacked.push('${who}'))\n\n| a |\n|--|\n| ${link(who)} |\n\n\`\`\`mermaid\n${hostile(who)}\n\`\`\`\n\n` +
  `\`\`\`js"onmouseover="hacked.push('${who}')\n${hostile(who)}\n\`\`\`\n\n$$${hostile(who)}$$ ${tex(who)}\n\n[ref]\n\n[ref]: javascript:hacked.push('${who}')\n`;
/** And in what MathJax knows. */
const tex = (who: string) =>
  `$\\require{html}\\href{javascript:hacked.push('${who}')}{${who}} \\style{background:url(javascript:0)}{x}$`;

function figure(): Figure {
  const data = [
    {
      x: [link('category'), 'b'],
      y: [1, 2],
      name: link('name'),
      text: [link('text'), 'b'],
      mode: 'markers+text',
      hovertemplate: link('hover'),
    },
    { x: ['b', 'c'], y: [2, 1], name: 'other', hovertext: [link('hovertext'), ''], customdata: [hostile('custom')] },
    {
      type: 'scatter',
      mode: 'markers',
      x: ['b', 'c'],
      y: [1, 2],
      name: link('bar'),
      marker: { color: [1, 2], colorscale: 'Greys', showscale: true, colorbar: { title: { text: link('colorbar') } } },
    },
  ] as Data[];
  const layout = {
    height: 1500,
    title: { text: link('title') },
    xaxis: axes.number(link('x')),
    yaxis: axes.number(link('y'), { tickvals: [1, 2], ticktext: [link('tick'), 'two'], tickprefix: link('prefix') }),
    annotations: [
      { x: 0, y: 1, text: link('annotation'), hovertext: link('note') },
      { x: 1, y: 2, text: tex('figure') },
    ],
    legend: { title: { text: link('legend') } },
    sliders: [
      { steps: [{ label: link('step'), method: 'skip', args: [] }], currentvalue: { prefix: link('current') } },
    ],
    updatemenus: [{ buttons: [{ label: link('menu'), method: 'skip', args: [] }] }],
    meta: hostile('meta'),
  } as unknown as Partial<Layout>;
  return new Figure({ data, layout });
}

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const output = (data: object, metadata: object = {}) => ({ output_type: 'display_data', data, metadata });

/** A notebook as an attacker would leave it: nothing in it is what we would have written. */
function notebook(title: string): string {
  const rows = [{ [hostile('column')]: hostile('row'), n: 1 }];
  const code = (source: string, outputs: object[], metadata: object = {}, id = 'code') => ({
    cell_type: 'code',
    execution_count: 1,
    id: `${id}-${basename(title).length}`,
    metadata,
    outputs,
    source,
  });
  const parameters = `const label: string = ${JSON.stringify(hostile('parameter').replaceAll("'", '’'))}; // ; ${hostile('unit')}; ${hostile('meaning')}`;
  const cells = [
    {
      cell_type: 'markdown',
      id: 'head',
      metadata: {},
      source: `# ${title.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`)}\n\n> **Question.** Whose?`,
    },
    code(parameters, [], { tags: ['parameters', hostile('tag')] }, 'parameters'),
    code(
      `// ${hostile('code')}`,
      [
        {
          output_type: 'stream',
          name: 'stdout',
          text: `${hostile('stdout')}\u001b]8;;javascript:hacked.push('ansi')\u001b\\ansi\u001b]8;;\u001b\\\u001b[31m${hostile('red')}`,
        },
        { output_type: 'stream', name: 'stderr', text: hostile('stderr') },
        output({ 'text/plain': hostile('plain') }),
        output(table(rows, { caption: hostile('caption') })[displaySymbol]()),
        output(
          { 'image/png': pixel, 'text/plain': 'png' },
          { 'image/png': { width: hostile('width'), alt: hostile('alt') } },
        ),
        output({
          'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg"><script>parent.hacked.push('svg')</script></svg>`,
          'text/plain': 'svg',
        }),
        output({ 'text/latex': `$${hostile('latex')}$` }),
        output({ 'text/latex': tex('formula') }),
        output({ 'text/markdown': markdown('markdown') }),
        output({ [`application/x-${hostile('type')}`]: hostile('other'), 'text/plain': 'other' }),
      ],
      { magics_language: hostile('language'), [hostile('key')]: 1 },
    ),
    code('figure', [output(figure()[displaySymbol]())], { tags: ['key-figure'] }, 'figure'),
    code(
      'fails',
      [{ output_type: 'error', ename: hostile('ename'), evalue: hostile('evalue'), traceback: [hostile('traceback')] }],
      {},
      'fails',
    ),
  ];
  const metadata = {
    kernelspec: { display_name: hostile('display'), language: hostile('spoken'), name: hostile('kernel') },
    language_info: { name: hostile('info'), pygments_lexer: hostile('lexer'), file_extension: hostile('extension') },
    title: hostile('metadata'),
    papermill: { duration: 1, end_time: hostile('end'), parameters: { [hostile('given')]: hostile('value') } },
  };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}

const names = [`01-${hostile('file').replaceAll('/', '∕').slice(0, 120)}`, "02-b' onmouseover='hacked.push(1)"];

let collection: Collection;
let browser: Browser;
let folder: string;

before(async () => {
  collection = makeCollection();
  folder = join(collection.folder, 'notebooks');
  for (const name of names) writeFileSync(join(folder, `${name}.ipynb`), notebook(hostile('heading')));
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  collection.remove();
});

/** Opens a page, does what a reader does there, and returns who got through. */
function victims(file: string, look: (page: Page) => Promise<void> = async () => {}): Promise<string[]> {
  const page = collection.report(file);
  return openOffline(
    browser,
    page,
    {},
    async (opened) => {
      await look(opened);
      const dangerous = await opened.evaluate<string[]>(
        `[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes]).filter((a) => /^on/i.test(a.name) || (/href|src|action/i.test(a.name) && /^\\s*javascript:/i.test(a.value))).map((a) => a.name + '=' + a.value)`,
      );
      await opened.waitForTimeout(300);
      return [...(await opened.evaluate<string[]>('window.hacked')), ...dangerous];
    },
    'window.hacked = []',
  );
}

describe('a report of hostile data', () => {
  it('runs none of it, whatever a reader points at and clicks', async () => {
    mkdirSync(collection.report('.'), { recursive: true });
    const paths = names.map((name) => join(folder, `${name}.ipynb`));
    const made = await venv('jupyter', 'nbconvert', '--to', 'html', ...paths, '--output-dir', collection.report('.'));
    assert.equal(made.status, 0, made.stderr);
    const files = readdirSync(collection.report('.')).filter((name) => name.endsWith('.html'));
    assert.equal(files.length, names.length);
    let pointedAt = 0;
    const look = async (page: Page) => {
      assert.equal(await page.locator('.live-figure .trace').count(), 3);
      assert.equal(await page.locator('.jp-RenderedLatex mjx-container').count(), 2, 'formulas are typeset');
      // Figures are drawn again, now that MathJax is there.
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForTimeout(500);
      for (const place of await page.locator('.live-figure .point, .live-figure text, .live-figure a').all()) {
        await place.hover({ force: true, timeout: 500 }).then(
          () => pointedAt++,
          () => {},
        );
        await place.dispatchEvent('click');
      }
      assert.equal(await page.locator('.jp-RenderedHTML caption').innerText(), hostile('caption'));
    };
    for (const file of files) assert.deepEqual(await victims(file, look), []);
    assert(pointedAt > files.length, `pointed at ${pointedAt} things only`);
  });

  it('has a front page that runs none of it either', async () => {
    for (const name of names) copyFileSync(join(folder, `${name}.ipynb`), collection.report(`${name}.ipynb`));
    writeFileSync(join(folder, '03-cut.ipynb'), '{');
    const { stderr } = await collection.run('03');
    assert.match(stderr, /03-cut: FAILED/);
    assert.deepEqual(await victims('index.html'), []);
    assert.deepEqual(await victims('03-cut.html'), []);
  });
});
