import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import type { Target } from '../Target';
import { damaged } from './damage';
import { Lines, project } from './Lines';

/** The cells of parameters that notebooks have. */
const declared: string[] = ['notebooks', join('notebooks', 'solutions')].flatMap((folder) =>
  readdirSync(join(project, folder))
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => {
      const { cells } = JSON.parse(readFileSync(join(project, folder, name), 'utf8'));
      const isTagged = ({ metadata }: { metadata: { tags?: string[] } }) => metadata.tags?.includes('parameters');
      return cells.find(isTagged).source.join('');
    }),
);

const literals = [
  ...[
    '0',
    '-0',
    '1',
    '-3',
    '51',
    '0.5',
    '.5',
    '5.',
    '1e3',
    '1e-7',
    '1e400',
    '0x1F',
    '1_000',
    '1__0',
    '07',
    '+ 2',
    'NaN',
  ],
  ...['Infinity', '-Infinity', '9'.repeat(30), '9'.repeat(400), '9'.repeat(5000), `0x${'f'.repeat(300)}`, '0b11', '1n'],
  ...['true', 'null', 'undefined', '[]', '[1, 2,]', '[,]', '[[1], []]', '["a", 1]', '['.repeat(200)],
  ...[
    "'hann'",
    '"it\'s"',
    '`a`',
    "'a; b // c = d'",
    "'\\''",
    "'\\\\'",
    "'",
    "'\\n\\0\\x41\\u0041'",
    '`\u0024{1}`',
    "''",
  ],
  ...[
    "'\\u{1F600}'",
    "'\\u{110000}'",
    `'\\u{${'f'.repeat(20)}}'`,
    "'\\ud83d\\ude00'",
    "'\\ud800'",
    "'😀'",
    "'\\u12'",
    "'\\012'",
  ],
];
const types = [
  ...[
    'number',
    'boolean',
    'string',
    'number[]',
    "('a' | 'é')[]",
    'number[][]',
    "'hann' | 'hamming'",
    "| 'a=b'",
    "'a'",
    '1 | 2',
  ],
  ...[
    'unknown',
    'string | undefined',
    "'\\u{110000}'",
    `'\\u{${'f'.repeat(20)}}'`,
    '() => void',
    "Array<'a'>",
    '[][]',
    '|',
  ],
];
const bounds = [
  '0',
  '1',
  '-∞',
  '∞',
  '−3',
  '0.5',
  '1e400',
  'null',
  'true',
  '[1]',
  "'a'",
  "'12'",
  'NaN',
  '',
  '0x10',
  '9'.repeat(400),
];
const other = ['constructor', '__proto__', 'größe', '$', '_', 'class', 'numTaps', 'numTaps', 'a', 'b', '1a', 'a b', ''];
const marks = [
  '',
  ' ',
  ';',
  ';;',
  '//',
  '=',
  '==',
  ':',
  ',',
  '\\',
  "'",
  '\t',
  '\u00a0',
  '\u0085',
  '\u000b',
  '\u2028',
  '\u001c',
  '\r',
  '\r\n',
  '\n',
];

const one = (...texts: string[]) => fc.constantFrom(...texts);
const interval = fc
  .record({
    integer: one('', 'integer ', 'integer'),
    left: one('[', '('),
    low: one(...bounds),
    high: one(...bounds),
    right: one(']', ')'),
  })
  .map(({ integer, left, low, high, right }) => `${integer}in ${left}${low}, ${high}${right}`);
const range = fc.oneof(interval, one('', 'integer', 'in', 'in [1]', 'integers', 'in [0, 1'));

/** Lines of the right form, of whatever parts. */
const line = fc
  .record({
    keyword: fc.oneof(
      { weight: 9, arbitrary: one('const') },
      { weight: 1, arbitrary: one('let', 'var', 'function', '') },
    ),
    name: one(...other),
    type: fc.oneof(
      { weight: 3, arbitrary: one(...types).map((type) => `: ${type}`) },
      { weight: 1, arbitrary: one('') },
    ),
    literal: one(...literals),
    end: fc.oneof({ weight: 9, arbitrary: one(';') }, { weight: 1, arbitrary: one(...marks) }),
    range,
    words: fc.string({ unit: 'grapheme', maxLength: 8 }),
  })
  .map(
    ({ keyword, name, type, literal, end, range, words }) =>
      `${keyword} ${name}${type} = ${literal}${end} // ${range}; ${words}; of a kind`,
  );

/** Cells with other pieces somewhere in them, or instead of something. */
const patched = fc
  .tuple(
    one(...declared),
    fc.array(fc.tuple(fc.nat(10_000), fc.nat(6), one(...literals, ...types, ...bounds, ...marks)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([cell, patches]) =>
    patches.reduce((text, [place, less, more]) => {
      const at = Math.floor((place / 10_001) * text.length);
      return text.slice(0, at) + more + text.slice(at + less);
    }, cell),
  );

const anyCell = fc.oneof(
  { weight: 4, arbitrary: fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')) },
  { weight: 4, arbitrary: patched },
  { weight: 1, arbitrary: damaged(one(...declared)).map((bytes) => Buffer.from(bytes).toString()) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
);

type Answer = { parameters?: { name: string; written: string }[]; refused?: string; error?: string };

/** The values of these names after a cell; undefined if it is no TypeScript. Nothing outside is in its reach. */
function valuesOf(cell: string, names: readonly string[]): unknown[] | undefined {
  try {
    const { code } = transformSync(cell, {
      loader: 'ts',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { alwaysStrict: true } },
    });
    const context = createContext(Object.create(null));
    return runInContext(`'use strict';\n${code}\n;[${names.join(', ')}]`, context, { timeout: 1000 });
  } catch {
    return undefined;
  }
}

/** Python has one nothing, and one zero among whole numbers. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  return Object.is(a, b) || a === b || (a ?? null) === (b ?? null);
}

/** Cells that declare parameters: what Python reads in them is what TypeScript does. */
export function open(): Target {
  const python = new Lines<{ cell: string; texts: string[] }, Answer>('declarations.py');
  const made = { read: 0, refused: 0, compared: 0 };
  const texts = fc.array(one(...literals), { maxLength: 3 });
  const property = fc.asyncProperty(anyCell, texts, async (cell, given) => {
    const { parameters, refused, error } = await python.ask({ cell, texts: given });
    assert.equal(error, undefined);
    if (parameters === undefined) {
      assert.match(refused!, /^Line \d+ of the parameters cell: .+\n {2}/s);
      made.refused++;
      return;
    }
    made.read++;
    const names = parameters.map(({ name }) => name);
    const found = valuesOf(cell, names);
    if (found === undefined) return; // as the kernel will say
    parameters.forEach(({ name, written }, i) => {
      const [mine] = valuesOf(`const it = ${written};`, ['it']) ?? assert.fail(`${name} is written as ${written}`);
      assert(same(found[i], mine), `${name} is ${written}, in TypeScript ${found[i]}`);
    });
    made.compared += names.length;
  });
  return {
    about:
      'cells of parameters, damaged ones: what they declare, as TypeScript has it, or a refusal that names the line',
    property,
    share: 100,
    summary: () => `${made.read} read, ${made.refused} refused, ${made.compared} values compared with TypeScript`,
    close: () => python.close(),
  };
}
