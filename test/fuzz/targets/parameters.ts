import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { code, notebookText } from '../../report/collection';
import type { Target } from '../Target';
import { kernelNotebook } from './kernelNotebook';
import { Lines, project } from './Lines';

/** A kind of parameter: how it is declared, what may be typed for it, and what that means. */
interface Kind {
  type: string;
  initial: string;
  range: string;
  texts: fc.Arbitrary<string>;
  /** The value of a text; undefined if it is to be refused, 'either' if that is for the reader to say. */
  meaning(text: string): unknown;
}

const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '-0',
      '1',
      '+1',
      ' 7 ',
      '07',
      '0x1F',
      '0b11',
      '1_000',
      '1__0',
      '.5',
      '5.',
      '1e3',
      '1e-7',
      '1e400',
      '-1e400',
      'NaN',
      'Infinity',
      '-Infinity',
    ],
    ...[
      'true',
      'True',
      'null',
      'undefined',
      '[]',
      '[',
      ']',
      '[1',
      '[1,]',
      '[,1]',
      '[[1]]',
      '{}',
      '[1,"a"]',
      '[true]',
      '١٢',
      '１',
    ],
    ...[
      '9'.repeat(400),
      '9'.repeat(5000),
      '123456789012345678901234567890',
      '0.1',
      '1'.repeat(25),
      `${'['.repeat(3000)}`,
      `${'['.repeat(2000)}${']'.repeat(2000)}`,
    ],
    ...[
      "'",
      '"',
      '`',
      "'a'",
      '"a"',
      "it's",
      '\\',
      '\\n',
      '\\u{110000}',
      '\\u0041',
      '\u0024{1}',
      '`\u0024{process.exit(1)}`',
      '</script>',
      '<!--',
      '*/',
      '//',
      '/* ',
      ';',
      "'; process.exit(1); '",
    ],
    ...['a\nb', 'a\r\nb', '\u2028', '\u2029', '\0', '\ufeff', '😀', 'é', 'e\u0301', '\u202e', 'a=b', '=', '__proto__'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !/\p{Surrogate}/u.test(text)),
  fc.double().map(String),
  fc.integer().map(String),
  fc.json({ maxDepth: 2 }),
);

/** As a rule something that is right. */
const mostly = (texts: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 1, arbitrary: hostile }, { weight: 6, arbitrary: texts });

/** What a decimal number of JavaScript says, without signs of its own grammar that other readers may or may not know. */
const numberOf = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;

function numeric(integer: boolean, low: number, high: number, open: boolean): Kind {
  const contains = (x: number) =>
    Number.isFinite(x) && (!integer || Number.isInteger(x)) && (open ? x > low && x < high : x >= low && x <= high);
  const written = (x: number) =>
    x === Number.POSITIVE_INFINITY ? '∞' : x === Number.NEGATIVE_INFINITY ? '-∞' : String(x);
  const inside = Math.max(-1e6, low) + (open ? 0.5 : 0);
  return {
    type: 'number',
    initial: String(Math.min(inside, high)),
    range: `${integer ? 'integer ' : ''}in ${open ? '(' : '['}${written(low)}, ${written(high)}${open ? ')' : ']'}`,
    texts: mostly(
      fc.oneof(
        fc.integer({ min: Math.max(low, -20), max: Math.min(high, 520) }).map(String),
        fc.double({ min: Math.max(low, -5), max: Math.min(high, 600), noNaN: true }).map(String),
      ),
    ),
    meaning(text) {
      const value = numberOf(text);
      if (value === undefined) return 'either';
      return contains(value) ? value : undefined;
    },
  };
}

const anyItem = fc.oneof(
  fc.integer({ min: -2, max: 9 }),
  fc.boolean(),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 3 }),
);

/** @param items - valid ones */
function listOf(type: string, items: fc.Arbitrary<unknown>, holds: (value: unknown) => boolean, range = ''): Kind {
  const lists = fc.oneof(
    { weight: 9, arbitrary: fc.array(items, { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(anyItem) },
  );
  return {
    type: `${type}[]`,
    initial: '[]',
    range,
    texts: mostly(lists.map((list) => JSON.stringify(list))),
    meaning(text) {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return 'either';
      }
      return Array.isArray(value) && value.every(holds) ? value : undefined;
    },
  };
}

const choices = ['hann', "it's", 'a b', '`\u0024{1}`', '"', 'é😀'];
const kinds: Kind[] = [
  numeric(true, 3, 501, false),
  numeric(true, 0, Number.POSITIVE_INFINITY, false),
  numeric(false, 0, 26, true),
  numeric(false, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, true),
  {
    type: 'boolean',
    initial: 'true',
    range: '',
    texts: mostly(fc.constantFrom('true', 'false')),
    meaning(text) {
      if (!['true', 'false'].includes(text.trim())) return undefined;
      return text === text.trim() ? text === 'true' : 'either';
    },
  },
  { type: 'string', initial: "'a \\'b\\' ; // \\n'", range: '', texts: hostile, meaning: (text) => text },
  {
    type: choices.map((choice) => JSON.stringify(choice)).join(' | '),
    initial: "'hann'",
    range: '',
    texts: mostly(fc.constantFrom(...choices)),
    meaning: (text) => (choices.includes(text) ? text : undefined),
  },
  listOf(
    'number',
    fc.double({ min: 0, max: 5, noNaN: true }),
    (value) => typeof value === 'number' && value >= 0 && value <= 5,
    'in [0, 5]',
  ),
  listOf('string', fc.string({ unit: 'grapheme' }), (value) => typeof value === 'string'),
  listOf('boolean', fc.boolean(), (value) => typeof value === 'boolean'),
  listOf("('a' | 'é')", fc.constantFrom('a', 'é'), (value) => value === 'a' || value === 'é'),
  listOf(
    'number[]',
    fc.array(fc.integer({ min: 0, max: 5 })),
    (value) => Array.isArray(value) && value.every((x) => Number.isInteger(x) && x >= 0 && x <= 5),
    'integer in [0, 5]',
  ),
];

const names = ['numTaps', 'a', '_x', '$', 'größe', 'constructor', 'toString', 'valueOf', 'x1', 'label'];

interface Case {
  declared: { name: string; kind: Kind }[];
  given: { name: string; text: string }[];
}

const anyCase: fc.Arbitrary<Case> = fc
  .uniqueArray(fc.record({ name: fc.constantFrom(...names), kind: fc.constantFrom(...kinds) }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ name }) => name,
  })
  .chain((declared) => {
    const known = fc.constantFrom(...declared).chain(({ name, kind }) => kind.texts.map((text) => ({ name, text })));
    const unknown = fc.record({
      name: fc.constantFrom('__proto__', 'hasOwnProperty', 'numTap', 'A', 'x 1', '😀', ...names),
      text: hostile,
    });
    const given = fc.uniqueArray(fc.oneof({ weight: 20, arbitrary: known }, { weight: 1, arbitrary: unknown }), {
      minLength: 1,
      maxLength: 5,
      selector: ({ name }) => name,
    });
    return given.map((found) => ({
      declared,
      given: found,
      toString: () =>
        JSON.stringify({
          declared: declared.map(({ name, kind }) => `${name}: ${kind.type} ${kind.range}`),
          given: found,
        }),
    }));
  });

type Answer = { cell?: string; refused?: string; error?: string };

const sameValue = (a: unknown, b: unknown): boolean => {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
};

/** Parameters from the command line to the notebook's variables. */
export function open(): Target {
  const folder = mkdtempSync(join(tmpdir(), 'polezero-fuzz-'));
  const { readArguments } = require(join(project, 'dist', 'cli', 'report', 'arguments.js'));
  const python = new Lines<{ notebook: string; texts: Record<string, string> }, Answer>('parameters.py');
  const notebook = kernelNotebook();
  const made = { set: 0, refused: 0 };

  const property = fc.asyncProperty(anyCase, async ({ declared, given }) => {
    const source = declared
      .map(({ name, kind }) => `const ${name}: ${kind.type} = ${kind.initial}; // ${kind.range}; unit; what it is`)
      .join('\n');
    const path = join(folder, '01-any.ipynb');
    writeFileSync(path, notebookText([code(source, 'parameters')]));
    const { parameters } = readArguments(given.flatMap(({ name, text }) => ['-p', `${name}=${text}`]));
    const { cell, refused, error } = await python.ask({ notebook: path, texts: parameters });
    assert.equal(error, undefined);
    const kindOf = (name: string) => declared.find((each) => each.name === name)?.kind;
    const meant = given.map(({ name, text }) => ({ name, text, value: kindOf(name)?.meaning(text) }));
    if (cell === undefined) {
      const wrong = meant.filter(({ value }) => value === undefined || value === 'either');
      assert(wrong.length > 0, `all is valid, but ${refused}`);
      assert(
        wrong.some(({ name }) => refused!.includes(name.trim())),
        `names none of what is wrong: ${refused}`,
      );
      assert(!/OverflowError|RecursionError|Traceback/.test(refused!), refused);
      made.refused++;
      return;
    }
    for (const { name, text, value } of meant)
      assert(value !== undefined, `${name} = ${JSON.stringify(text)} was accepted: ${cell}`);
    notebook.run(source, 'parameters');
    notebook.run(cell, 'injected parameters');
    const found = notebook.run(`[${declared.map(({ name }) => name).join(', ')}]`, 'values') as unknown[];
    declared.forEach(({ name, kind }, i) => {
      const mine = meant.find((each) => each.name === name);
      if (mine === undefined) return;
      const value = JSON.parse(JSON.stringify([found[i]]))[0]; // of this realm
      if (mine.value === 'either')
        assert.equal(Array.isArray(value) ? 'list' : typeof value, kind.type.endsWith('[]') ? 'list' : kind.type);
      else
        assert(
          sameValue(value, JSON.parse(JSON.stringify([mine.value]))[0]),
          `${name} = ${JSON.stringify(mine.text)} became ${JSON.stringify(value)}`,
        );
    });
    made.set++;
  });
  return {
    about:
      'random parameters on the command line: what the notebook reads is what was typed, or it is refused by its name',
    property,
    share: 25,
    summary: () => `${made.set} set, ${made.refused} refused`,
    close: () => {
      python.close();
      notebook.close();
      rmSync(folder, { recursive: true });
    },
  };
}
