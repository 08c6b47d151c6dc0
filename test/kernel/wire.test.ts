import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const { parse } = require(join(__dirname, '..', '..', '..', 'dist', 'kernel', 'wire.js'));

const header = { msg_id: '1', msg_type: 'execute_request', session: 's', username: 'u', date: '', version: '5.3' };

function frames(parts: readonly unknown[], key = '') {
  const texts = parts.map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)));
  const hmac = createHmac('sha256', key);
  for (const text of texts) hmac.update(text);
  return [Buffer.from('front end'), Buffer.from('<IDS|MSG>'), Buffer.from(key && hmac.digest('hex')), ...texts];
}

describe('parse', () => {
  it('gives the parts of a message, signed or not', () => {
    for (const key of ['', 'secret']) {
      const found = parse(frames([header, {}, { a: 1 }, { code: '1' }], key), key);
      assert.deepEqual(found, {
        identities: [Buffer.from('front end')],
        header,
        metadata: { a: 1 },
        content: { code: '1' },
      });
    }
    assert.throws(() => parse(frames([header, {}, {}, {}], 'other'), 'secret'), /a message with a wrong signature/);
  });

  it('says what is wrong with one that nobody could answer', () => {
    const wrong: [unknown[], RegExp][] = [
      [[header, {}, {}], /not a Jupyter message/],
      [['{', {}, {}, {}], /a message's header is no JSON/],
      [[{}, {}, {}, {}], /a message's header: msg_id is undefined; it must be a string/],
      [[{ ...header, msg_type: 3 }, {}, {}, {}], /a message's header: msg_type is 3/],
      [[header, 'null', {}, {}], /a message's parent header: the content is null/],
      [[header, {}, [], {}], /a message's metadata: the content is \[\]/],
      [[header, {}, {}, 'null'], /a message's content: the content is null/],
    ];
    for (const [parts, message] of wrong) assert.throws(() => parse(frames(parts), ''), message);
  });
});
