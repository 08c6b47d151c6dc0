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
