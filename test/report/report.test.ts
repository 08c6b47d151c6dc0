import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { openOffline } from '../support/offlinePage';
import { until } from '../support/until';
import { type Collection, code, type Finished, makeCollection, markdown, venv } from './collection';

const { kernelInfo } = require(join(__dirname, '..', '..', '..', 'dist', 'kernel', 'kernelInfo.js'));

const hostile = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">';
const wide = 'a_very_long_name_'.repeat(12);

const first = [
  markdown(
    '# Start here: $\\alpha$\n\n> **Question.** What does *one* pole\n> do to `h[n]`?\n\nNext: [windows](01-window.ipynb#try-this), [data](../data/README.md), [site](https://example.org), `[code](01-window.ipynb)`.',
  ),
  code("import { axes, Figure, show, table } from 'polezero/viz';"),
  code(
    'const pole: number = 0.8; // in (0, 1); ; where the pole is\nconst seed: number = 7; // integer in [0, ∞); ; of the noise',
    'parameters',
  ),
  markdown(
    `Inline $h[n] = \\alpha^n$ and displayed\n\n$$ H(z) = ${'\\frac{1}{1 - \\alpha z^{-1}} + '.repeat(12)} \\cancel{x} $$\n\n| a | ${wide} |\n|---|---|\n| 1 | ${wide} |`,
  ),
  code(
    "const y = Array.from({ length: 30 }, (_, n) => pole ** n);\nconst layout = { title: { text: 'Impulse response of a filter with one pole' }, xaxis: axes.samples(), yaxis: axes.number('h[n]') };\nshow(new Figure({ data: [{ y, name: 'pole ' + pole }, { y: y.map((v) => -v), name: 'mirror' }], layout }));",
    'key-figure',
  ),
  code(`show(table([{ ${wide}: '${wide}' }]));\nconsole.log('${wide}'.repeat(3));\n// ${wide}`),
];

const second = [
  markdown(`# Windows <b>bold</b>\n\n> **Question.** What of ${hostile.replace(/</g, '&lt;')}?`),
  code(
    "import { axes, Figure, show, table } from 'polezero/viz';\nconst hostile = " +
      JSON.stringify(hostile).replace(/<\//g, '<\\/') +
      ';',
  ),
  code(
    'console.log(hostile);\nshow(hostile);\nshow(table([{ [hostile]: hostile }], { caption: hostile }));\nshow(new Figure({ data: [{ y: [1, 2], name: hostile, text: hostile }, { y: [2, 1] }], layout: { title: { text: hostile }, xaxis: axes.number(hostile), yaxis: axes.number(hostile) } }));',
    'key-figure',
  ),
  markdown('## Try this\n\nBack to [the start](./00-start.ipynb).'),
];

const broken = (limit: number) => [
  markdown('# Broken\n\n> **Question.** What if a cell fails?'),
  code(`const limit: number = ${limit}; // in [0, 10]; ; below 5 it fails`, 'parameters'),
  code("console.log('before');"),
  code("if (limit < 5) throw new RangeError('limit <b>' + limit);"),
  code("console.log('after');"),
];

let collection: Collection;
let browser: Browser;
let firstRun: Finished;

before(async () => {
  collection = makeCollection();
  collection.write('00-start', first);
  collection.write('01-window', second);
  collection.write('02-broken', broken(3));
  [browser, firstRun] = await Promise.all([launchChromium(), collection.run('-p', 'pole=0.5')]);
});

after(async () => {
  await browser?.close();
  collection.remove();
});

const open = <T>(file: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> =>
  openOffline(browser, collection.report(file), options, look);

const count = (page: Page, selector: string): Promise<number> => page.locator(selector).count();

describe('npm run report', () => {
  it('says how far it is, and fails when a cell fails, naming notebook, cell and error', () => {
    assert.equal(firstRun.status, 1);
    assert.match(firstRun.stdout, /00-start: cell 5 of 6, \d+\.\d s\n/);
    assert.match(firstRun.stdout, /01-window: done in \d+\.\d s → .*01-window\.html \(\d\.\d MB\)/);
    assert.match(
      firstRun.stderr,
      /02-broken: FAILED in cell 4 of 5: RangeError: limit <b>3\n.*02-broken\.failed\.html/,
    );
    assert.match(firstRun.stderr, /Failed: 02-broken\n/);
  });

  it('leaves no scratch, and the notebooks as they were', () => {
    assert.deepEqual(
      readdirSync(collection.report('.')).filter((name) => name.startsWith('.') || name.includes('.new')),
      [],
    );
    assert.equal(JSON.parse(collection.read(collection.notebook('00-start'))).cells[4].outputs.length, 0);
  });

  it('writes self-contained reports: offline, every figure live, math typeset', async () => {
    const [figures, math, errors] = await open('00-start.html', {}, (page) =>
      Promise.all([
        count(page, '.live-figure .main-svg >> nth=0'),
        count(page, 'mjx-container'),
        count(page, '[data-mml-node="merror"]'),
      ]),
    );
    assert.deepEqual([figures, math, errors], [1, 3, 0]);
    assert.ok(statSync(collection.report('00-start.html')).size < 4e6);
  });

  it('lets readers zoom a figure', async () => {
    const [before, after] = await open('00-start.html', {}, async (page) => {
      const range = () => page.evaluate("document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range.join()");
      const start = await range();
      await page.locator('.nsewdrag').first().scrollIntoViewIfNeeded();
      const box = (await page.locator('.nsewdrag').first().boundingBox())!;
      await page.mouse.move(box.x + 100, box.y + 50);
      await page.mouse.down();
      await page.mouse.move(box.x + 300, box.y + 100, { steps: 5 });
      await page.mouse.up();
      await page.waitForTimeout(300);
      return [start, await range()];
    });
    assert.notEqual(before, after);
  });

  it('shows effective parameters, what was changed, versions, seed and run time', async () => {
    const text = await open('00-start.html', {}, (page) => page.locator('.run').innerText());
    assert.match(text, /changed: pole/);
    assert.match(text, /pole\s+0\.5 \(default 0\.8\)\s+number in \(0, 1\)\s+where the pole is/);
    assert.match(
      text,
      /polezero \d[\s\S]*Node \d[\s\S]*tslab 1\.0\.22[\s\S]*TypeScript 5[\s\S]*TensorFlow\.js 4[\s\S]*plotly\.js 4[\s\S]*seed 7[\s\S]*ran \d+\.\d s/,
    );
  });

  it('links reports with each other, with their neighbours, and other files by their place', async () => {
    const links = await open('00-start.html', {}, (page) =>
      page
        .locator('a:not(.anchor-link)')
        .evaluateAll((all) => all.map((a) => [a.textContent, a.getAttribute('href')].join(' '))),
    );
    assert.deepEqual(links, [
      'All reports index.html',
      'Windows bold → 01-window.html',
      'windows 01-window.html#try-this',
      'data ../notebooks/../data/README.md',
      'site https://example.org',
      'All reports index.html',
      'Windows bold → 01-window.html',
    ]);
    await open('01-window.html', {}, async (page) => {
      await page.click('text=the start');
      await page.evaluate('window.reportReady');
      assert.match(page.url(), /00-start\.html$/);
    });
  });

  it('folds one code cell, and all', async () => {
    await open('00-start.html', {}, async (page) => {
      const shown = await count(page, 'details.code[open]');
      assert.ok(shown > 3);
      await page.locator('details.code summary').first().click();
      assert.equal(await count(page, 'details.code[open]'), shown - 1);
      await page.click('text=Hide code');
      assert.equal(await count(page, 'details.code[open]'), 0);
      await page.click('text=Show code');
      assert.equal(await count(page, 'details.code[open]'), shown);
    });
  });

  for (const file of ['00-start.html', '01-window.html', '02-broken.failed.html', 'index.html']) {
    it(`fits a phone: ${file} does not scroll sideways`, async () => {
      const [page, screen] = await open(
        file,
        { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
        (page) => page.evaluate<[number, number]>('[document.documentElement.scrollWidth, window.innerWidth]'),
      );
      assert.ok(page <= screen && screen === 360, `${page} of ${screen}`);
    });
  }

  it('follows the dark mode, figures too, also when it changes', async () => {
    const colors = (page: Page) =>
      page.evaluate<string[]>(
        "[getComputedStyle(document.body).backgroundColor, document.querySelector('.js-plotly-plot')._fullLayout.paper_bgcolor]",
      );
    const [light, dark] = await open('00-start.html', { colorScheme: 'light' }, async (page) => {
      const before = await colors(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForFunction("document.querySelector('.js-plotly-plot')._fullLayout.paper_bgcolor !== '#ffffff'");
      return [before, await colors(page)];
    });
    assert.deepEqual(light, ['rgb(255, 255, 255)', '#ffffff']);
    assert.deepEqual(dark, ['rgb(22, 25, 29)', '#16191d']);
    assert.deepEqual(await open('00-start.html', { colorScheme: 'dark' }, colors), dark);
  });

  it('prints on white paper, without buttons', async () => {
    await open('00-start.html', { colorScheme: 'dark' }, async (page) => {
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const look = await page.evaluate<string[]>(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('header')).display, document.querySelector('.js-plotly-plot')._fullLayout.paper_bgcolor]",
      );
      assert.deepEqual(look, ['rgb(255, 255, 255)', 'none', '#ffffff']);
    });
  });

  it('shows its static pictures where no script runs', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(collection.report('00-start.html')).href);
    assert.equal(await page.locator('.live-figure img').isVisible(), true);
    await context.close();
  });

  it('never runs texts that come from data', async () => {
    for (const file of ['01-window.html', 'index.html']) {
      const hacked = await open(file, {}, async (page) => {
        await page.waitForTimeout(200);
        return page.evaluate('window.hacked');
      });
      assert.equal(hacked, undefined, file);
    }
    const table = await open('01-window.html', {}, (page) => page.locator('.jp-RenderedHTML caption').innerText());
    assert.equal(table, hostile);
  });

  it('has a front page with title, question, key figure and run time', async () => {
    const cards = await open('index.html', {}, (page) =>
      page.locator('.cards > li').evaluateAll((all) =>
        all.map((card) => ({
          title: card.querySelector('h2')?.textContent,
          link: card.querySelector('h2 a')?.getAttribute('href'),
          question: card.querySelector('p:not([class])')?.textContent,
          picture: (card.querySelector('img') as { naturalWidth: number } | null)?.naturalWidth ?? 0,
          words: card.querySelector('img')?.getAttribute('alt') ?? '',
          failed: card.querySelector('.failed a')?.getAttribute('href'),
          when: card.querySelector('.when')?.textContent ?? '',
        })),
      ),
    );
    assert.deepEqual(
      [cards[0].title, cards[0].link, cards[0].question],
      ['Start here: \\alpha', '00-start.html', 'What does one pole do to h[n]?'],
    );
    assert.ok(cards[0].picture > 100 && cards[1].picture > 100);
    assert.match(
      cards[0].words,
      /^Figure “Impulse response of a filter with one pole”: 2 traces \(pole 0\.5, mirror\)/,
    );
    assert.match(cards[0].when, /^ran \d+\.\d s on \d{4}-\d\d-\d\d with pole = 0\.5$/);
    assert.deepEqual([cards[2].failed, cards[2].picture], ['02-broken.failed.html', 0]);
    assert.match(cards[2].when, /not run yet/);
  });

  it('marks the partial report of a failed run', async () => {
    const [banner, cell, after] = await open('02-broken.failed.html', {}, (page) =>
      Promise.all([
        page.locator('.failed').innerText(),
        page.locator('#failed-cell').innerText(),
        page.locator('main').innerText(),
      ]),
    );
    assert.match(banner, /This run failed in cell 4 of 5.*: RangeError: limit <b>3/);
    assert.match(cell, /throw new RangeError/);
    assert.match(after, /before\n/);
    assert.match(await open('02-broken.html', {}, (page) => page.locator('main').innerText()), /has not been run yet/);
  });

  it('tells a dead kernel, a type error and an unreadable parameters cell from a good run', async () => {
    const unlike = makeCollection();
    try {
      unlike.write('01-dies', [
        markdown('# Dies'),
        code("console.log('alive');"),
        code("process.kill(process.pid, 'SIGKILL');"),
      ]);
      unlike.write('02-types', [markdown('# Types'), code("const x: number = 'a';")]);
      unlike.write('03-range', [markdown('# Range'), code('const n: number = 3; // whole in [1, 2', 'parameters')]);
      const { status, stderr } = await unlike.run();
      assert.equal(status, 1);
      assert.match(stderr, /01-dies: FAILED in cell 3 of 3: DeadKernelError/);
      assert.match(unlike.read(unlike.report('01-dies.failed.html')), /alive[\s\S]*DeadKernelError/);
      assert.match(stderr, /02-types: FAILED in cell 2 of 2: .*Type 'string' is not assignable to type 'number'/);
      assert.match(
        stderr,
        /03-range: FAILED 03-range\.ipynb: Line 1 of the parameters cell: the range 'whole in \[1, 2' is not understood/,
      );
    } finally {
      unlike.remove();
    }
  });

  it('breaks the titles of figures on a phone', async () => {
    const title = await open('00-start.html', { viewport: { width: 360, height: 740 } }, (page) =>
      page.locator('.gtitle').innerHTML(),
    );
    assert.match(title, /Impulse response of a filter.*<\/tspan><tspan/);
  });

  it('replaces a failure by the next good run, and keeps a good report through the next failure', async () => {
    collection.write('02-broken', broken(7));
    assert.equal((await collection.run('02')).status, 0);
    assert.equal(existsSync(collection.report('02-broken.failed.html')), false);
    assert.equal(existsSync(collection.report('02-broken.failed.ipynb')), false);
    const good = collection.read(collection.report('02-broken.html'));
    assert.match(good, />after\n/);
    assert.doesNotMatch(collection.read(collection.report('index.html')), /class="failed"/);

    assert.equal((await collection.run('02', '-p', 'limit=2')).status, 1);
    assert.equal(collection.read(collection.report('02-broken.html')), good);
    assert.equal(existsSync(collection.report('02-broken.failed.html')), true);
    assert.match(
      collection.read(collection.report('index.html')),
      /latest run failed<\/a>; the report is of the run before/,
    );
  });

  it('leaves everything as it was when interrupted', async () => {
    const begun = join(collection.folder, 'begun');
    const slow = `require('node:fs').writeFileSync(${JSON.stringify(begun)}, String(process.pid));
      await new Promise((done) => setTimeout(done, 600_000));`;
    collection.write('03-slow', [markdown('# Slow'), code("console.log('quick');")]);
    await collection.run('03');
    const files = ['03-slow.html', '03-slow.ipynb'].map((name) => collection.report(name));
    const before = files.map(collection.read);
    collection.write('03-slow', [markdown('# Slow'), code(slow)]);
    const { finished, interrupt } = collection.start('03');
    await until('the cell runs', () => existsSync(begun) && collection.read(begun) !== '');
    interrupt();
    const { status, stderr } = await finished;
    assert.equal(status, 130, stderr);
    assert.deepEqual(files.map(collection.read), before);
    assert.equal(readdirSync(collection.report('.')).filter((name) => name.includes('slow')).length, files.length);
    const kernel = Number(collection.read(begun));
    await until('the kernel has ended', () => !existsSync(`/proc/${kernel}`));
  });

  it('saves outputs into the notebook on --save, nothing that changes from run to run; nbconvert then makes the same report', async () => {
    const file = collection.notebook('00-start');
    const before = JSON.parse(collection.read(file));
    assert.equal((await collection.run('00', '--save')).status, 0);
    const saved = collection.read(file);
    assert.equal((await collection.run('00', '--save')).status, 0);
    assert.equal(collection.read(file), saved);
    const { cells, metadata } = JSON.parse(saved);
    const { language_info, ...others } = metadata;
    assert.deepEqual(others, { kernelspec: before.metadata.kernelspec });
    assert.deepEqual(language_info, kernelInfo().language_info); // so that JupyterLab finds nothing to add
    const withoutOutputs = cells.map((cell: object) =>
      'outputs' in cell ? { ...cell, outputs: [], execution_count: null } : cell,
    );
    assert.deepEqual(withoutOutputs, before.cells);
    assert.deepEqual(Object.keys(cells[4].outputs[0].data), [
      'application/vnd.plotly.v1+json',
      'image/svg+xml',
      'text/plain',
    ]);

    const exported = await venv('jupyter', 'nbconvert', '--to', 'html', file, '--output-dir', collection.folder);
    assert.equal(exported.status, 0, exported.stderr);
    const withoutTime = (html: string) => html.replace(/<span>ran [\d.]+ s<\/span>/, '');
    const html = collection.read(join(collection.folder, '00-start.html'));
    assert.equal(withoutTime(html), withoutTime(collection.read(collection.report('00-start.html'))));
  });
});
