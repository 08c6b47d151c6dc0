import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const { readConnection } = require(join(__dirname, '..', '..', '..', 'dist', 'kernel', 'connection.js'));
const folder = mkdtempSync(join(tmpdir(), 'connection-'));
after(() => rmSync(folder, { recursive: true }));

describe('readConnection', () => {
  const ports = { shell_port: 1, control_port: 2, stdin_port: 3, iopub_port: 4, hb_port: 5 };
  const good = { transport: 'tcp', ip: '127.0.0.1', key: '', ...ports };
  const path = join(folder, 'kernel.json');
  const read = (content: unknown) => {
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readConnection(path);
  };

  it('reads what Jupyter writes', () => {
    assert.deepEqual(read({ ...good, signature_scheme: 'hmac-sha256' }), { ...good, signature_scheme: 'hmac-sha256' });
  });

  it('names a file that is damaged, and what is wrong in it', () => {
    assert.throws(() => read('{"ip":'), /kernel\.json is no JSON/);
    assert.throws(() => read('null'), /kernel\.json: the content is null; it must be an object with transport/);
    assert.throws(() => read({ ...good, key: undefined }), /kernel\.json: key is undefined; it must be a string/);
    assert.throws(
      () => read({ ...good, hb_port: 70_000 }),
      /kernel\.json: hb_port is 70000; it must be an integer in \[1, 65535\]/,
    );
  });
});
