import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';
import { project, python } from './kernels';

const suite = join(project, 'test', 'kernel', 'conformance', 'jupyter_kernel_test_suite.py');

it('passes the public suite jupyter_kernel_test, all but the pager', async () => {
  const output = await new Promise<string>((resolve) => {
    execFile(
      python,
      ['-m', 'pytest', '-q', '-rs', '-p', 'no:cacheprovider', suite],
      { env: { ...process.env, KERNEL: 'tslab' } },
      (_, stdout) => resolve(stdout),
    );
  });
  assert.match(output, /^12 passed, 1 skipped,/m, output);
  assert.match(output, /SKIPPED \[1\] .*No code page something/);
});
