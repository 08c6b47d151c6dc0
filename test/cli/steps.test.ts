import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const steps = pathToFileURL(join(__dirname, '..', '..', '..', 'src', 'cli', 'setup', 'steps.mjs')).href;
let stepsFor: (names: string[]) => { name: string }[];
before(async () => {
  ({ stepsFor } = await import(steps));
});

it('sets up what any of several goals needs, each step once', () => {
  const names = (...goals: string[]) => stepsFor(goals).map(({ name }) => name);
  const both = names('study', 'bench');
  assert.deepEqual(new Set(both), new Set([...names('study'), ...names('bench')]));
  assert.equal(new Set(both).size, both.length);
  assert.deepEqual(names(), names('all'));
});

it('refuses a goal that it does not know, also one that every object has', () => {
  for (const name of ['tset', 'toString']) assert.throws(() => stepsFor(['test', name]), /Unknown goal/);
});
