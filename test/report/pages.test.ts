import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';

const { seconds } = require(join(__dirname, '..', '..', '..', 'dist', 'cli', 'report', 'pages.js'));

it('a time is never said to have sixty seconds beside its minutes', () => {
  const shown = [0, 4.25, 59.4, 59.97, 60, 119.6, 3725].map(seconds);
  assert.deepEqual(shown, ['0.0 s', '4.3 s', '59.4 s', '1 min 0 s', '1 min 0 s', '2 min 0 s', '62 min 5 s']);
});
