import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { displaySymbol, table } from 'polezero/viz';

describe('table', () => {
  it('shows records with heads, numbers to the right', () => {
    const shown = table(
      [
        { window: 'hann', attenuation: 44.012345678, taps: 51 },
        { window: 'hamming', attenuation: 53.4, taps: 1_234_567 },
      ],
      { caption: 'Windows' },
    );
    assert.equal(
      shown.toHTML(),
      '<table><caption>Windows</caption><thead><tr><th scope="col" style="text-align:left">window</th><th scope="col" style="text-align:right">attenuation</th><th scope="col" style="text-align:right">taps</th></tr></thead>' +
        '<tbody><tr><td style="text-align:left">hann</td><td style="text-align:right">44.0123</td><td style="text-align:right">51</td></tr>' +
        '<tr><td style="text-align:left">hamming</td><td style="text-align:right">53.4</td><td style="text-align:right">1234567</td></tr></tbody></table>',
    );
    assert.equal(
      inspect(shown),
      'Windows\nwindow   attenuation     taps\nhann         44.0123       51\nhamming         53.4  1234567',
    );
    assert.deepEqual(shown[displaySymbol](), { 'text/html': shown.toHTML(), 'text/plain': inspect(shown) });
  });

  it('shows Danfo frames and series, with the names of their rows', () => {
    const { DataFrame, Series } = require('danfojs-node');
    const frame = new DataFrame({ gain: [0.5, Number.NaN], name: ['a', 'b'] }, { index: ['first', 'second'] });
    assert.equal(String(table(frame)), '        gain  name\nfirst    0.5  a\nsecond   NaN  b');
    assert.match(
      table(frame).toHTML(),
      /<th scope="row" style="text-align:left">first<\/th><td style="text-align:right">0.5<\/td>/,
    );
    assert.equal(String(table(new Series([1, 2], { columns: ['n'] }))), 'n\n1\n2');
  });

  it('escapes everything', () => {
    const bad = '</td><script>alert("1")</script>&';
    const html = table([{ [bad]: bad }], { caption: bad }).toHTML();
    assert.doesNotMatch(html, /<script|alert\("/);
    assert.equal(html.match(/&lt;\/td&gt;&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&amp;/g)?.length, 3);
  });

  it('shows missing values as blanks, and columns that only some records have', () => {
    assert.equal(String(table([{ a: 1 }, { b: null, c: true }])), 'a  b  c\n1\n      true');
  });

  it('cuts long tables and says so', () => {
    const rows = Array.from({ length: 30 }, (_, n) => ({ n }));
    assert.match(table(rows).toHTML(), /<tfoot><tr><td colspan="1"[^>]*>5 more rows \(30 in all\)<\/td>/);
    assert.equal(String(table(rows, { maxRows: 2 })), 'n\n0\n1\n28 more rows (30 in all)');
    assert.equal(String(table([])), 'no rows');
  });

  it('shows dates, and those that are none', () =>
    assert.equal(
      String(table([{ date: new Date(0) }, { date: new Date(Number.NaN) }])),
      'date\n1970-01-01T00:00:00.000Z\nInvalid Date',
    ));

  it('keeps as many digits as asked for', () => {
    assert.equal(
      String(table([{ pi: Math.PI, small: 1.23456789e-12 }], { digits: 3 })),
      '  pi     small\n3.14  1.23e-12',
    );
  });

  it('refuses what is no table, and options out of range', () => {
    assert.throws(() => table([1, 2] as never), { name: 'TypeError', message: /array of records/ });
    for (const source of [{}, null, undefined, 5, { columns: ['a'], values: [[1]] }])
      assert.throws(() => table(source as never), { name: 'TypeError', message: /array of records/ });
    assert.throws(() => table([], null as never), {
      name: 'TypeError',
      message: /^table: null is no object of options/,
    });
    assert.throws(() => table([], { digit: 3 } as never), {
      name: 'TypeError',
      message: "table: unknown option 'digit'; valid are digits, caption, maxRows",
    });
    assert.throws(() => table([], { digits: 0 }), {
      name: 'RangeError',
      message: 'table: digits is 0; it must be a whole number in [1, 17]',
    });
    assert.throws(() => table([], { maxRows: 2.5 }), { name: 'RangeError', message: /maxRows is 2.5/ });
  });
});
