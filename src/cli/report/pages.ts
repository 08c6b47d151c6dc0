import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../files/writeWhole';
import { escapeText } from '../../viz/escape';
import { findNotebook, headline, keyFigure, type Notebook, numberedNotebooks, reportFiles } from './notebook';
import { type Places, styleSheet } from './places';

const page = (title: string, body: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<style>
${readFileSync(styleSheet, 'utf8')}</style>
</head>
<body>
${body}
</body>
</html>
`;

/** Where a notebook has no report yet, a page that says so: links between reports always lead somewhere. */
function holdPlace({ notebooks, reports }: Places, name: string): void {
  const { html, executed } = reportFiles(reports, name);
  if (existsSync(html)) return;
  rmSync(executed, { force: true });
  const { title } = headline(findNotebook(join(notebooks, `${name}.ipynb`)), name);
  const body = `<main><h1>${escapeText(title)}</h1><p>This notebook has not been run yet: <code>npm run report -- ${name.slice(0, 2)}</code></p>
<p><a href="index.html">All reports</a></p></main>`;
  writeWhole(html, page(title, body));
}

/** A time that something took. */
export function seconds(value: number): string {
  const whole = Math.round(value);
  return whole < 60 ? `${value.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function lastRun(executed: Notebook): string {
  const { duration, end_time: end, parameters } = executed.metadata.papermill ?? {};
  const changed = Object.entries(parameters ?? {}).map(
    ([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [
    duration == null ? '' : `ran ${seconds(duration)}`,
    end ? `on ${end.slice(0, 10)}` : '',
    changed.length > 0 ? `with ${changed.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function card({ notebooks, reports }: Places, name: string): string {
  const { title, question } = headline(findNotebook(join(notebooks, `${name}.ipynb`)), name);
  const [good, failed] = [reportFiles(reports, name), reportFiles(reports, name, false)];
  // The page that holds a report's place comes without an executed notebook.
  const reported = findNotebook(good.executed);
  const figure = reported && keyFigure(reported);
  const picture = figure
    ? `<img alt="${escapeText(figure.words)}" src="data:image/svg+xml;base64,${Buffer.from(figure.svg).toString('base64')}">`
    : '';
  const warning = existsSync(failed.html)
    ? `<p class="failed"><a href="${encodeURIComponent(name)}.failed.html">The latest run failed</a>${reported ? '; the report is of the run before' : ''}.</p>`
    : '';
  const when = reported ? lastRun(reported) : `not run yet: npm run report -- ${name.slice(0, 2)}`;
  return `<li>${picture}<h2><a href="${encodeURIComponent(name)}.html">${escapeText(title)}</a></h2>
${question ? `<p>${escapeText(question)}</p>` : ''}${warning}<p class="when">${escapeText(when)}</p></li>`;
}

/** Writes reports/index.html, and a page for each notebook that has none. */
export function writeFrontPage(places: Places): void {
  const names = numberedNotebooks(places.notebooks);
  for (const name of names) holdPlace(places, name);
  const body = `<main>
<h1>polezero</h1>
<p>A feed-forward network is to a recursive network what an FIR filter is to an IIR filter.</p>
<ul class="cards">
${names.map((name) => card(places, name)).join('\n')}
</ul>
</main>`;
  writeWhole(join(places.reports, 'index.html'), page('polezero: reports', body));
}
