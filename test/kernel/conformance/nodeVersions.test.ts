import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { KernelClient, ofType, streamText } from './client';
import { ours, project } from './kernels';

describe('the kernel', () => {
  for (const release of [20, 22, 24, 26]) {
    it(`runs a network's cell on Node ${release}`, async () => {
      const node = join(project, '.setup', 'node-versions', 'node_modules', `node-${release}`, 'bin', 'node');
      const kernel = await KernelClient.start(ours(node).argv, { cwd: join(project, 'notebooks') });
      try {
        const { reply, iopub } = await kernel.execute(
          `import * as tf from '@tensorflow/tfjs-node';\nimport { kaiserBeta } from 'polezero/dsp';\nconsole.log(process.versions.node.split('.')[0], tf.getBackend(), tf.tidy(() => tf.tensor1d([3, 4]).square().sum().dataSync()[0]), kaiserBeta(60).toFixed(3));`,
        );
        assert.equal(reply.content.status, 'ok', reply.content.traceback?.join('\n'));
        assert.equal(streamText(iopub, 'stdout'), `${release} tensorflow 25 5.653\n`);
        assert.equal(streamText(iopub, 'stderr'), '');
        kernel.published.length = 0;
        const interrupted = kernel.execute("console.log('begun'); while (true) {}", {}, 20_000);
        await kernel.until(() => ofType(kernel.published, 'stream').length > 0, 'the loop to start');
        await kernel.request('interrupt_request', {}, 'control', 20_000);
        assert.equal((await interrupted).reply.content.status, 'error');
      } finally {
        await kernel.stop();
      }
    });
  }
});
