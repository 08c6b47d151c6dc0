import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as dsp from 'polezero/dsp';

// The examples in the doc comments are run; where the comment behind one states a result, it is that.

const folder = join(__dirname, '..', '..', '..', 'src', 'dsp');
const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');

interface Example {
  file: string;
  code: string;
  /** What the comment behind it states, if that is a value. */
  result?: string;
}

function examplesOf(file: string): Example[] {
  const text = readFileSync(join(folder, file), 'utf8');
  return [...text.matchAll(/@example\n((?: +\* ?.*\n)+?)(?= +\*(?:\/| *\n| @))/g)].flatMap(([, block]) => {
    const lines = block
      .split('\n')
      .map((line) => line.replace(/^ +\* ?/, ''))
      .filter(Boolean);
    if (lines.some((line) => /^(const|for) /.test(line))) return [{ file, code: lines.join('\n') }];
    return lines.map((line) => {
      const [code, comment] = line.split(' // ');
      return {
        file,
        code,
        result: comment !== undefined && /^[[{\d]/.test(comment) && !/ taps/.test(comment) ? comment : undefined,
      };
    });
  });
}

const given = {
  x: Float64Array.from({ length: 100 }, (_, n) => Math.sin(n)),
  h: dsp.firwin(21, 0.3),
  sos: dsp.butter(4, 0.2),
  blocks: [Float64Array.of(1, 2), Float64Array.of(3)],
  play: () => undefined,
};
const scope: Record<string, unknown> = { ...dsp, ...given };

const run = (code: string): unknown => {
  const isStatements = /^(const|for) /.test(code);
  return new Function(...Object.keys(scope), isStatements ? code : `return (${code});`)(...Object.values(scope));
};

const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : Object.values(value)).flatMap(numbersIn);
};

describe('the examples in the doc comments', () => {
  const examples = sources.flatMap(examplesOf);

  it('are there for every function that a user begins with', () => {
    const shown = new Set(examples.map(({ code }) => /(?:new )?(\w+)\(/.exec(code)?.[1]));
    const missing = Object.entries(dsp).filter(([name, value]) => typeof value === 'function' && !shown.has(name));
    assert.deepEqual(
      missing.map(([name]) => name),
      ['sinc'],
    );
  });

  for (const { file, code, result } of examples) {
    it(`${file}: ${code.split('\n')[0]}${result === undefined ? ' runs' : ` gives ${result}`}`, () => {
      const value = run(code);
      if (result === undefined) return;
      const stated = [...result.matchAll(/-?\d+(?:\.(\d+))?(?:e-?\d+)?/g)];
      const numbers = numbersIn(value);
      assert.equal(numbers.length, stated.length);
      stated.forEach(([text, decimals = ''], i) => {
        const difference = Math.abs(numbers[i] - Number(text));
        const printed = decimals.length >= 3 ? 0.5000001 * 10 ** -decimals.length : 1e-12;
        assert(difference <= printed, `${numbers[i]}, stated ${text}`);
      });
    });
  }
});
