import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { venv } from './collection';

// What Python makes of parameters, all of it asked at once.

const cell = `const grid: number[][] = [[0, 1]]; // integer in [0, 5]; ; numbers
const modes: ('a' | 'b')[] = ['a']; // ; ; of two
const count: number = 3; // integer in [1, ∞); ; how many
const size: number = 1; // in (-∞, ∞); ; any
const label: string = ''; // ; ; a text
const kind: 'hann' | 'hamming' = 'hann'; // ; ; a window`;

const program = `
import json, sys
from polezero_report.parameters import ParameterError, check, parse_cell
cell, texts = json.loads(sys.argv[1])
parameters = {parameter.name: parameter for parameter in parse_cell(cell)}
answers = []
for name, text in texts:
    value = parameters[name].parse(text)
    try:
        check({name: value}, list(parameters.values()))
        answers.append([name, text, "taken", value])
    except ParameterError as error:
        answers.append([name, text, "refused", error.message])
print(json.dumps(answers))`;

const asked: [name: string, text: string, taken: unknown][] = [
  ['grid', '[[1, 2], []]', [[1, 2], []]],
  ['grid', '[1, 2]', undefined],
  ['grid', '[[1, 6]]', undefined],
  ['grid', '[["a"]]', undefined],
  ['modes', "['b', 'a']", ['b', 'a']],
  ['modes', "['c']", undefined],
  ['count', '3', 3],
  ['count', '9'.repeat(400), undefined],
  ['count', '9'.repeat(5000), undefined],
  ['count', '１２', undefined],
  ['size', '9'.repeat(400), undefined],
  ['size', '123456789012345678901234567890', Number('123456789012345678901234567890')],
  ['grid', '['.repeat(3000), undefined],
  ['grid', '['.repeat(3000) + ']'.repeat(3000), undefined],
  ['label', '  spaced  ', '  spaced  '],
  ['kind', ' hamming ', 'hamming'],
];

describe('a parameter', () => {
  let answers: [string, string, 'taken' | 'refused', unknown][];
  before(async () => {
    const { status, stdout, stderr } = await venv(
      'python',
      '-c',
      program,
      JSON.stringify([cell, asked.map(([name, text]) => [name, text])]),
    );
    assert.equal(status, 0, stderr);
    answers = JSON.parse(stdout);
  });

  for (const [i, [name, text, taken]] of asked.entries()) {
    it(`${name} = ${text.slice(0, 40)} (${text.length}) is ${taken === undefined ? 'refused' : 'taken'}`, () => {
      const [, , verdict, value] = answers[i];
      assert.equal(verdict, taken === undefined ? 'refused' : 'taken', String(value));
      if (taken === undefined) assert.match(String(value), new RegExp(`Parameter ${name} = .* is refused: must be`));
      else assert.deepEqual(value, taken);
    });
  }
});

const declares = `
import json, sys
from polezero_report.parameters import ParameterError, parse_cell
answers = []
for cell in json.loads(sys.argv[1]):
    try:
        answers.append([[each.name, each.type, each.default] for each in parse_cell(cell)])
    except ParameterError as error:
        answers.append(error.message)
print(json.dumps(answers))`;

const cells: [what: string, cell: string, expected: [name: string, type: string, value: unknown][] | RegExp][] = [
  [
    'a range that ends at no number',
    'const a: number = 1; // in [null, 3]; ; x',
    /^Line 1 .*: null is no end of a range/,
  ],
  ['a range that ends at a list', 'const a: number = 1; // in [0, [3]]; ; x', /^Line 1 .*: \[3\] is no end of a range/],
  [
    'a character that there is not',
    "const a: string = '\\u{fffffffffffffff}';",
    /^Line 1 .*: there is no character \\u\{f+\}/,
  ],
  ['such a one in a type', "const a: '\\u{110000}' = 'b';", [['a', "'\\u{110000}'", 'b']]],
  ['a character in two halves', "const a: string = '\\ud83d\\ude00';", [['a', 'string', '😀']]],
  ['half a character', "const a: string = '\\ud83d';", [['a', 'string', '\ud83d']]],
  ['a name twice', 'const a: number = 1;\nconst a: number = 2;', /^Line 2 .*: a is declared twice/],
  ['a choice with an equals sign', "const a: 'b=1;' | 'c' = 'c'; // ; ; x", [['a', "'b=1;' | 'c'", 'c']]],
  [
    'a type that ends before its line',
    'const a: number; const b = 1; // ; ; x',
    /^Line 1 .*: expected `const name: type = value/,
  ],
  [
    'a sign that ends lines in Python alone',
    'const a: number = 1; // ; ; x\u0085const b: number = 2;',
    [['a', 'number', 1]],
  ],
];

describe('a cell of parameters', () => {
  let answers: unknown[];
  before(async () => {
    const { status, stdout, stderr } = await venv(
      'python',
      '-c',
      declares,
      JSON.stringify(cells.map(([, cell]) => cell)),
    );
    assert.equal(status, 0, stderr);
    answers = JSON.parse(stdout);
  });

  for (const [i, [what, , expected]] of cells.entries())
    it(`with ${what} is ${expected instanceof RegExp ? 'refused' : 'read'}`, () => {
      if (expected instanceof RegExp) assert.match(String(answers[i]), expected);
      else assert.deepEqual(answers[i], expected);
    });
});
