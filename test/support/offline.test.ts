import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { python } from '../kernel/conformance/kernels';
import { Offline } from './faults';

// What is asserted elsewhere, that nothing looked for a network, says something only if looking for one is seen.

const attempts: [what: string, program: string, args: string[]][] = [
  ['a connection of Node', process.execPath, ['-e', "require('net').connect(80, '192.0.2.1').on('error', fail)"]],
  ['a name that Node looks up', process.execPath, ['-e', "require('dns').lookup('example.org', fail)"]],
  ['a fetch of Node', process.execPath, ['-e', "fetch('http://192.0.2.1/').catch(fail)"]],
  ['a request of Python', python, ['-c', "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')"]],
];

describe('a program without a network', () => {
  for (const [what, program, args] of attempts)
    it(`cannot go out, and is seen to try: ${what}`, async () => {
      const network = new Offline();
      const fail = 'const fail = (error) => process.exit(error ? 1 : 0);';
      const given = program === python ? args : [args[0], fail + args[1]];
      const env = { ...process.env, ...network.environment };
      await assert.rejects(promisify(execFile)(program, given, { env, timeout: 60_000 }), { killed: false });
      assert(network.attempts().length > 0);
    });

  it('reaches its own machine, and that is nobody’s business', async () => {
    const network = new Offline();
    const code = `const server = require('net').createServer((socket) => socket.end()).listen(0, '127.0.0.1', () =>
      require('net').connect(server.address().port, '127.0.0.1').on('end', () => process.exit(0)));`;
    await promisify(execFile)(process.execPath, ['-e', code], { env: { ...process.env, ...network.environment } });
    assert.deepEqual(network.attempts(), []);
  });
});
