// Runs the tests: all, or those whose path contains one of the arguments (npm test -- dsp kernel/unit).
import { readdirSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../build/test', import.meta.url));
const wanted = process.argv.slice(2);
// Runs only when it is named: it needs root and takes a quarter of an hour.
const onlyIfNamed = join('slurm', 'cluster.test.js');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => (wanted.length === 0 ? file !== onlyIfNamed : wanted.some((part) => file.includes(part))))
  .sort()
  .map((file) => join(folder, file));

if (files.length === 0) {
  console.error(
    `No test file matches ${wanted.join(', ')}; files are named like ${join('test', 'dsp', 'firwin.test.ts')}.`,
  );
  process.exit(1);
}

let passed = 0;
let failed = 0;
let skipped = 0;
const isFile = (/** @type {string} */ name) => name.endsWith('.test.js');

// What is named may be meant to take longer than any test of all.
const timeout = wanted.length === 0 ? 30 * 60_000 : Number.POSITIVE_INFINITY;
const stream = run({ files, concurrency: 2, timeout })
  .on('test:pass', ({ name, skip, details }) => {
    if (details.type === 'suite' || isFile(name)) return;
    if (skip === undefined) passed++;
    else skipped++;
  })
  .on('test:fail', ({ name, details }) => {
    if (details.type !== 'suite' || isFile(name)) failed++;
  });
stream.compose(new spec()).pipe(process.stdout);
stream.once('end', () => {
  process.exitCode = failed || skipped || !passed ? 1 : 0;
});
process.once('exit', () => {
  writeSync(
    1,
    `\n${relative(process.cwd(), folder)}: ${files.length} files\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`,
  );
});
