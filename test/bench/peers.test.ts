import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';

const project = join(__dirname, '..', '..', '..');

it('no set-up installs what only a comparison needs', async () => {
  const { stepsFor } = await import(pathToFileURL(join(project, 'src', 'cli', 'setup', 'steps.mjs')).href);
  const names = (goal?: string): string[] => stepsFor(goal ? [goal] : []).map(({ name }: { name: string }) => name);
  for (const goal of [undefined, 'all', 'bench', 'build', 'study', 'test'])
    assert.deepEqual(
      names(goal).filter((name) => name.startsWith('peer-')),
      [],
      goal,
    );
  assert.deepEqual(names('peer-scipy'), ['peer-scipy']);
});
