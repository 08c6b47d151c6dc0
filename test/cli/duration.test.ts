import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';

const { duration } = require(join(__dirname, '..', '..', '..', 'dist', 'cli', 'duration.js'));

it('duration never counts sixty seconds beside the minutes', () => {
  const shown = [0, 4.25, 59.4, 59.97, 60, 119.6, 3725].map(duration);
  assert.deepEqual(shown, ['0.0 s', '4.3 s', '59.4 s', '1 min 0 s', '1 min 0 s', '2 min 0 s', '62 min 5 s']);
});
