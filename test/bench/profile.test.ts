import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

const project = join(__dirname, '..', '..', '..');
const profile = import(pathToFileURL(join(project, 'bench', 'profile.mjs')).href);

const compiler = 'file:///project/node_modules/@tslab/typescript-for-tslab/lib/typescript.js';
const frame = (id: number, functionName: string, url: string, ...children: number[]) => ({
  id,
  callFrame: { functionName, url },
  children,
});

describe('the parts of a profile', () => {
  const nodes = [
    frame(1, '(root)', '', 2, 3, 8),
    frame(2, 'execute', 'file:///project/dist/kernel/execute.js', 4),
    frame(3, '(idle)', ''),
    frame(4, 'createProgram', compiler, 5, 6),
    frame(5, 'parseSourceFileWorker', compiler, 7),
    frame(6, 'forEach', compiler),
    frame(7, 'scan', compiler),
    frame(8, 'writeSync', 'node:fs'),
  ];
  // A sample lasts until the next; those before 100 and from 170 on are not asked for.
  const samples = [8, 7, 6, 7, 2, 3, 8];
  const all = { nodes, samples, timeDeltas: [0, 100, 10, 20, 30, 5, 5], startTime: 0 };

  it('belong to what the compiler was called for, without what was idle or is outside of the time', async () => {
    const { partsOf } = await profile;
    const found = Object.fromEntries(
      partsOf(all, 100, 170).map(({ name, share }: { name: string; share: number }) => [name, Math.round(65 * share)]),
    );
    assert.deepEqual(found, {
      'TypeScript: parsing': 40,
      'TypeScript: finding files': 20,
      'tslab, this kernel and others': 5,
    });
  });
});
