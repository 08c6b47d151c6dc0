import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checks, moreChecks, ours } from './checks';
import { mutations } from './mutations';

describe('conformance with the published model', () => {
  for (const [name, check] of Object.entries({ ...checks, ...moreChecks })) it(name, () => check(ours));
});

describe('a model that differs from the published one fails', () => {
  for (const { name, caughtBy, parts } of mutations) {
    it(`${name}: “${caughtBy}”`, () =>
      assert.throws(() => checks[caughtBy]({ ...ours, ...parts }), assert.AssertionError));
  }

  it('in every check of the suite there is a difference that it catches', () => {
    const catching = new Set(mutations.map(({ caughtBy }) => caughtBy));
    assert.deepEqual(
      Object.keys(checks).filter((name) => !catching.has(name)),
      [],
    );
  });
});
