// Makes the two libraries that every report carries: node report/static.mjs <folder>.
// They are minified, gzipped and base64: text that a page can hold and unpack, at a third of the size.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';

const require = createRequire(import.meta.url);
const folder = process.argv[2];
if (!folder) {
  console.error(
    'Which folder? For example: node report/static.mjs .venv/share/jupyter/nbconvert/templates/polezero/static',
  );
  process.exit(2);
}

/** @param {string} name @param {string} code */
function pack(name, code) {
  const path = join(folder, `${name}.js.gz.b64`);
  writeFileSync(`${path}.new`, gzipSync(code, { level: 9 }).toString('base64'));
  renameSync(`${path}.new`, path);
}

mkdirSync(folder, { recursive: true });
const plotly = readFileSync(require.resolve('plotly.js-dist/plotly.js'), 'utf8');
pack('plotly', (await transform(plotly, { minify: true, legalComments: 'eof' })).code);
// The full set: a smaller one would fetch what it lacks.
pack('mathjax', readFileSync(require.resolve('mathjax/es5/tex-svg-full.js'), 'utf8'));
