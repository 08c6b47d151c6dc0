import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checks } from './checks';
import { KernelClient } from './client';
import { ipykernel, ours } from './kernels';

it('there are 27 checks', () => assert.equal(checks.length, 27));

// The Python kernel passes them all: what fails in ours is not the check's fault.
for (const { name, argv, code } of [ours(), ipykernel]) {
  describe(`${name} conforms`, () => {
    let kernel: KernelClient;
    before(async () => {
      kernel = await KernelClient.start(argv);
    });
    after(() => kernel.stop());
    for (const { tier, name, run } of checks) it(`tier ${tier}: ${name}`, () => run(kernel, code));
  });
}
