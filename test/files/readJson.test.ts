import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const files = join(__dirname, '..', '..', '..', 'dist', 'files');
const { parseJson } = require(join(files, 'readJson.js'));
const { fields, flag, integer, listOf, number, optional, orNull, recordOf, text } = require(join(files, 'shape.js'));

describe('parseJson', () => {
  const shape = fields({
    name: text,
    size: integer(1, 9),
    share: orNull(number),
    pairs: listOf(listOf(number, 2)),
    scores: recordOf(fields({ right: flag })),
    note: optional(text),
  });
  const good = { name: 'a', size: 3, share: null, pairs: [[1, 2]], scores: { b: { right: true } }, more: 'of it' };
  const parse = (change: object) => parseJson('f.json', JSON.stringify({ ...good, ...change }), shape);

  it('gives what is of the shape, with whatever else there is', () => {
    assert.deepEqual(parse({}), good);
    assert.deepEqual(parse({ note: 'x', share: 0.5 }), { ...good, note: 'x', share: 0.5 });
  });

  it('names the place of what is not', () => {
    const wrong: [object, RegExp][] = [
      [{ name: undefined }, /f\.json: name is undefined; it must be a string/],
      [{ size: 10 }, /f\.json: size is 10; it must be an integer in \[1, 9\]/],
      [{ size: 2.5 }, /size is 2\.5/],
      [{ share: 'x' }, /share is 'x'; it must be a number/],
      [{ pairs: {} }, /pairs is \{\}; it must be a list/],
      [{ pairs: [[1, 2], [1]] }, /pairs\[1\] is \[1\]; it must be a list of 2/],
      [{ pairs: [[1, null]] }, /pairs\[0\]\[1\] is null/],
      [{ scores: [] }, /scores is \[\]; it must be an object/],
      [{ scores: { b: { right: 1 } } }, /scores\.b\.right is 1; it must be true or false/],
      [{ note: null }, /note is null; it must be a string/],
    ];
    for (const [change, message] of wrong) assert.throws(() => parse(change), message);
    assert.throws(
      () => parseJson('f.json', '[]', shape),
      /RangeError: f\.json: the content is \[\]; it must be an object with name/,
    );
    assert.throws(() => parseJson('f.json', '{', shape), /^Error: f\.json is no JSON: /);
  });

  it('does not take for a field what every object has', () => {
    const inherited = fields({ constructor: fields({}) });
    assert.throws(() => parseJson('f.json', '{}', inherited), /constructor is undefined/);
  });
});
